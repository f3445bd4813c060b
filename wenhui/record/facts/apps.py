"""The Django app of `record/facts`."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.record.facts"
    label = "facts"

    def ready(self) -> None:
        """Let the dictionary know where words are kept, merges whose rows follow, and cards what is known."""
        from wenhui.record.facts.following import FactsFollower
        from wenhui.record.facts.keeping import FactsKeeper
        from wenhui.record.facts.section import WhatIsKnown
        from wenhui.record.registry import following, keeping, sections

        keeping.register(FactsKeeper())
        following.follow(FactsFollower())
        sections.fill(WhatIsKnown())
