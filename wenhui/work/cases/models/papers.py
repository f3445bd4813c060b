"""The office's own templates of papers, in editions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models.known import one_of
from wenhui.work.cases.paper.kinds import Paper


class PaperTemplate(models.Model):
    """One edition of an office's own Word template for a paper (文书模板): its bytes, who brought it, until when it held.

    `digest` names it. One edition of each paper holds in an office at a time; what was brought is never changed.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "path", "paper", "digest", "content", "brought_at", "brought_by", "ended_at"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    path = models.CharField(max_length=160, db_collation="C")
    paper = models.CharField(max_length=12, choices=Paper.choices())
    digest = models.CharField(max_length=16)
    content = models.BinaryField()
    brought_at = models.DateTimeField()
    brought_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["path", "paper"], condition=Q(ended_at__isnull=True), name="paper_templates_one_holds"
            ),
            one_of("paper", Paper, name="paper_templates_of_a_paper"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("brought_at")),
                name="paper_templates_end_after",
            ),
        ]
