"""Journal entries."""

from typing import ClassVar

from django.db import models

from wenhui.kit.privacy import Privacy


class Entry(models.Model):
    """One line of the journal (日志): who did what to which thing, when and why; identifiers and reasons only."""

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "at": Privacy.INSIDE,
        "actor_kind": Privacy.INSIDE,
        "actor_key": Privacy.INSIDE,
        "verb": Privacy.INSIDE,
        "subject": Privacy.INSIDE,
        "reason": Privacy.INSIDE,
        "refs": Privacy.INSIDE,
    }

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_key = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    reason = models.TextField(blank=True)
    refs = models.JSONField(default=dict)
