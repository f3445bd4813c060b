"""The Django app of `record/facts`."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.record.facts"
    label = "facts"

    def ready(self) -> None:
        """Let the dictionary know where words are kept, and merges whose rows follow."""
        from wenhui.record.facts.following import FactsFollower
        from wenhui.record.facts.keeping import FactsKeeper
        from wenhui.record.registry import following, keeping

        keeping.register(FactsKeeper())
        following.follow(FactsFollower())
