"""Files brought in from other systems."""

from typing import ClassVar

from django.db import models

from wenhui.kit.privacy import Privacy


class CaseImport(models.Model):
    """One file brought in from another system (批量导入): how far it got and what became of its rows.

    `file` and `mapping` are SHA-256 digests, so that the same file with the same mapping is known again. `done` is the
    last row of the last chunk that stands; each chunk is one transaction with its counts.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "source", "file", "mapping", "begun_at", "ended_at", "read", "done", "created", "held", "rejected"],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    source = models.CharField(max_length=60)
    file = models.CharField(max_length=64)
    mapping = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    read = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "file", "mapping"], name="case_imports_know_a_file_again"),
        ]
