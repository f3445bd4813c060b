"""Blank forms that wait to be filled."""

from typing import ClassVar

from django.db import models

from wenhui.kit.privacy import Privacy


class BlankForm(models.Model):
    """A department's form as somebody uploaded it (空白表), without rows, kept while it is looked at and filled.

    Only who uploaded it sees it; after `actions.KEPT_DAYS` days it is erased. The file is what the department gave out.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "name", "content", "provider", "at", "actor_kind", "actor_key"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, DELETE"

    name = models.CharField(max_length=120)
    content = models.BinaryField()
    provider = models.CharField(max_length=30, db_collation="C")
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_key = models.CharField(max_length=80)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["actor_key", "at"], name="ledgers_blank_form_by_whom")]
