"""The Django app of `work/cases`."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.work.cases"
    label = "cases"

    def ready(self) -> None:
        """Hear what visits refer."""
        from wenhui.kit import facts
        from wenhui.work.cases import referrals
        from wenhui.work.visits.events import HomeReferred

        facts.listen(HomeReferred, referrals.hear)
