"""Accounts, roles, posts, log-in sessions and the rules of logging in."""

from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wenhui.ground.areas.models import Area
from wenhui.kit import clock
from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope

ADMINISTER = "accounts.administer"


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name; making one is an action."""


class Account(AbstractBaseUser):
    """Someone who logs in (账号)."""

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "username": Privacy.INSIDE,
        "name": Privacy.INSIDE,
        "password": Privacy.SENSITIVE,
        "last_login": Privacy.INSIDE,
        "is_active": Privacy.INSIDE,
        "failed_logins": Privacy.INSIDE,
        "locked_until": Privacy.INSIDE,
        "password_changed_at": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)
    failed_logins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AccountManager()

    acting_post: "Post | None" = None
    """The post this account acts in during one request; set by `guard`, never stored."""

    class Meta:
        verbose_name = verbose_name_plural = _("账号")

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        """Return the account as moves and journal lines name it."""
        return Actor(ActorKind.PERSON, str(self.pk), self.name)

    @property
    def is_staff(self) -> bool:
        """Say whether Django's admin opens: only in a post that administers accounts."""
        return self.acting_post is not None and self.acting_post.may(ADMINISTER)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Answer Django's admin; pages ask `request.may`."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """Answer Django's admin; pages ask `request.may`."""
        return self.is_staff


class Role(models.Model):
    """What a post may do (角色): a list of permissions and a clearance. Rows come from the catalogue."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "key", "name_zh", "name_en", "permissions", "clearance", "ended"], Privacy.OPEN
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    key = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    permissions = ArrayField(models.CharField(max_length=60), default=list)
    clearance = models.CharField(max_length=10, choices=[(p.value, p.value) for p in Privacy])
    ended = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("角色")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(clearance__in=[p.value for p in Privacy]), name="roles_have_a_known_clearance"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the role's name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh


class Post(models.Model):
    """A post (岗位): one account in one role for one area, from a day until before another.

    Someone acts in one post at a time, and the post's area and role give the scope of every transaction.
    `unit_key` names the handling unit the post works for, where there is one.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "account", "role", "area", "unit_key", "valid_from", "valid_to"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    account = models.ForeignKey(Account, models.PROTECT, related_name="posts")
    role = models.ForeignKey(Role, models.PROTECT, related_name="posts")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    unit_key = models.CharField(max_length=40, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("岗位")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="posts_end_after_they_begin",
            ),
            ExclusionConstraint(
                name="a_post_is_held_once_at_a_time",
                violation_error_message=_("这个账号在这些日子里已经有这个岗位了。"),
                expressions=[
                    ("account", "="),
                    ("role", "="),
                    ("area", "="),
                    ("unit_key", "="),
                    (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area.name} · {self.role.name}"

    def may(self, permission: str) -> bool:
        """Say whether this post's role holds `permission`."""
        return permission in self.role.permissions

    def holds_on(self, day: date) -> bool:
        """Say whether the post is held on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which this post reads clocks: its city's, which `queries.posts_on` brings along."""
        name: str = getattr(self, "city_zone", "")
        return ZoneInfo(name) if name else clock.SHANGHAI

    @property
    def scope(self) -> Scope:
        """Return what a transaction in this post may see."""
        return Scope(self.area.path, Privacy(self.role.clearance))


class StoredSession(AbstractBaseSession):
    """What a browser's session holds; the key is stored as its SHA-256, so a copy of the table opens nothing."""

    PRIVACY: ClassVar = {
        "session_key": Privacy.SENSITIVE,
        "session_data": Privacy.SENSITIVE,
        "expire_date": Privacy.INSIDE,
    }

    session_key = models.CharField(max_length=64, primary_key=True)


class SessionEnd(models.TextChoices):
    """Why a log-in session ended."""

    LOGOUT = "logout", _("退出登录")
    REVOKED = "revoked", _("被撤销")
    PASSWORD = "password", _("修改密码")
    LOCKED = "locked", _("账号停用")


class LoginSession(models.Model):
    """One logged-in browser (登录会话): since when, last seen, from which kind of device."""

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "account": Privacy.INSIDE,
        "key_hash": Privacy.SENSITIVE,
        "began_at": Privacy.INSIDE,
        "last_seen_at": Privacy.INSIDE,
        "device": Privacy.INSIDE,
        "address": Privacy.INSIDE,
        "ended_at": Privacy.INSIDE,
        "ended_why": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    account = models.ForeignKey(Account, models.PROTECT, related_name="login_sessions")
    key_hash = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    device = models.CharField(max_length=80, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=10, choices=SessionEnd.choices, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("登录会话")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="") | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
                name="login_sessions_end_for_a_reason",
            ),
        ]


class LoginRule(models.Model):
    """How logging in is guarded (登录规则): one row, from the catalogue."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "failures", "lock_minutes"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    failures = models.PositiveSmallIntegerField(default=5)
    lock_minutes = models.PositiveSmallIntegerField(default=15)

    class Meta:
        verbose_name = verbose_name_plural = _("登录规则")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="login_rules_are_one_row"),
            models.CheckConstraint(condition=Q(failures__gte=1, lock_minutes__gte=1), name="login_rules_can_be_kept"),
        ]
