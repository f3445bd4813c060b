"""The Django app of `record/ledgers`."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.record.ledgers"
    label = "ledgers"

    def ready(self) -> None:
        """Let cards show what departments' forms lack."""
        from wenhui.record.ledgers.section import WhatIsLacking
        from wenhui.record.registry import sections

        sections.fill(WhatIsLacking())
