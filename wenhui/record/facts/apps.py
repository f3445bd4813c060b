"""The Django app of `record/facts`."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.record.facts"
    label = "facts"

    def ready(self) -> None:
        """Let the dictionary know where words are kept."""
        from wenhui.record.facts.keeping import FactsKeeper
        from wenhui.record.registry import keeping

        keeping.register(FactsKeeper())
