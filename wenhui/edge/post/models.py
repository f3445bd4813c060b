"""What people are told, what was handed on, and where it also goes."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wenhui.edge.post.words import About, Way
from wenhui.ground.accounts.models import Account
from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.work.cases.models import CaseTelling
from wenhui.work.cases.models.known import one_of


class Notification(models.Model):
    """One thing that one person is told (消息): a step of what it is `about`, under its `number`.

    Each person hears of each step of one clock once; an urging counts each time. It lies where its case lies, so
    whoever lost the post does not see it any more. What it says is in no column: `words.said` says it to each reader.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "account", "area", "area_path", "about", "number", "step", "nth", "due_at", "at", "read_at",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, UPDATE"

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    about = models.CharField(max_length=10, choices=About.choices())
    number = models.CharField(max_length=40)
    step = models.CharField(max_length=20)
    nth = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["account", "area_path"], name="post_unread_of_somebody", condition=Q(read_at__isnull=True)
            ),
            models.Index(fields=["account", "-id"], name="post_newest_of_somebody"),
            models.Index(fields=["read_at"], name="post_read_long_ago", condition=Q(read_at__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "about", "number", "step", "due_at", "nth"], name="post_tells_each_step_once"
            ),
            one_of("about", About, name="post_tells_about_something_known"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(read_at__gte=models.F("at")), name="post_is_read_after_it_came"
            ),
        ]


class Relay(models.Model):
    """What a lower room left to be told was handed on (转告): to how many people, and to how many outlets.

    `is_moot` when it was no news any more. Nobody is told twice because of it, even after what was read is gone.
    """

    PRIVACY: ClassVar = dict.fromkeys(["telling", "at", "people", "outlets", "is_moot"], Privacy.INSIDE)
    WEB_MAY: ClassVar[str] = "SELECT"

    telling = models.OneToOneField(CaseTelling, models.PROTECT, primary_key=True, related_name="+")
    at = models.DateTimeField()
    people = models.PositiveIntegerField()
    outlets = models.PositiveIntegerField()
    is_moot = models.BooleanField()


class Outlet(models.Model):
    """Where messages to a unit or a role also go (推送去处): a mailbox, a group's robot, a webhook. From the catalogue.

    `line` is the name under which the settings know its address and secret; a mailbox has `mailboxes` instead.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["key", "zh", "en", "way", "whom", "area", "line", "mailboxes", "steps", "ended"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    key = models.CharField(max_length=30, primary_key=True)
    zh = models.CharField(max_length=40)
    en = models.CharField(max_length=80)
    way = models.CharField(max_length=10, choices=Way.choices())
    whom = models.CharField(max_length=60)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    line = models.CharField(max_length=40, blank=True, default="")
    mailboxes = ArrayField(models.EmailField(), default=list, blank=True)
    steps = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    ended = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            one_of("way", Way, name="post_outlets_are_reached_somehow"),
            models.CheckConstraint(condition=Q(whom__regex=r"^(unit|role):.+$"), name="post_outlets_are_somebodys"),
            models.CheckConstraint(
                condition=Q(way=Way.EMAIL.value, line="", mailboxes__len__gte=1)
                | (~Q(way=Way.EMAIL.value) & ~Q(line="") & Q(mailboxes__len=0)),
                name="post_outlets_have_one_address",
            ),
        ]

    @property
    def words(self) -> Words:
        """Return what the outlet is called."""
        return Words(self.zh, self.en)

    def hears(self, *, whom: str, step: str, path: str) -> bool:
        """Say whether a step for `whom` about what lies at `path` goes here too."""
        return (
            self.whom == whom and path.startswith(self.area.path) and (not self.steps or step in self.steps)
        )  # fmt: skip
