"""The Django app of `work/cases`."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.work.cases"
    label = "cases"

    def ready(self) -> None:
        """Hear what visits refer; let the database know the order of stages after each migration."""
        from django.db.models.signals import post_migrate

        from wenhui.kit import facts
        from wenhui.work.cases import order, referrals
        from wenhui.work.visits.events import HomeReferred

        facts.listen(HomeReferred, referrals.hear)
        post_migrate.connect(order.keep, sender=self)
