"""Django's administration: everything can be read, only accounts and posts can be changed, and that by actions.

Other rooms enter their tables with `@admin.register(Case, site=site) class CaseAdmin(ReadOnlyAdmin)`. It opens only in
a post that administers accounts, inside that post's scope like every page.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypedDict, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenhui.ground.accounts import access, actions, guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.ground.accounts.models import Account, LoginRule, LoginSession, Post, Role
from wenhui.ground.areas.models import Area, Estate
from wenhui.ground.journal.models import Entry, Seal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.scope import Scope

if TYPE_CHECKING:
    AnyModelAdmin = admin.ModelAdmin[Any]
    AccountModelForm = forms.ModelForm[Account]
    PostModelForm = forms.ModelForm[Post]
else:  # generic for the type checker alone
    AnyModelAdmin, AccountModelForm, PostModelForm = admin.ModelAdmin, forms.ModelForm, forms.ModelForm


class OfficeAdmin(admin.AdminSite):
    """The administration behind the guard."""

    site_header = _("文晖 · 系统管理")
    site_title = _("系统管理")
    index_title = _("账号和岗位可以改，其他只能看")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Ask the post, not a flag of the account."""
        return bool(getattr(request.user, "is_staff", False))

    def get_urls(self) -> list[Any]:
        """Put the guard before every address of the administration, its own log-in page too."""
        urls = super().get_urls()
        for pattern in _patterns(urls):
            pattern.callback = guard.page(access.ADMINISTER, methods=("GET", "POST"))(pattern.callback)
        return urls


def _patterns(urls: Iterable[URLPattern | URLResolver]) -> Iterable[URLPattern]:
    for one in urls:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one


site = OfficeAdmin(name="admin")


class UnloggedAdmin(AnyModelAdmin):
    """Leaves Django's own log of changes alone: it copies names; the journal holds what was done."""

    show_full_result_count = False
    list_per_page = 50

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let whoever is in the administration read."""
        return site.has_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the module to whoever is in the administration."""
        return site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: what is on record ends, it does not vanish."""
        return False

    def log_addition(self, request: HttpRequest, obj: Model, message: object) -> None:  # type: ignore[override]
        """Leave it to the journal."""

    def log_change(self, request: HttpRequest, obj: Model, message: object) -> None:  # type: ignore[override]
        """Leave it to the journal."""


class ReadOnlyAdmin(UnloggedAdmin):
    """A table that can be read here and is changed elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False


class AccountForm(AccountModelForm):
    """An account, with a password to set where one is typed."""

    new_password = forms.CharField(
        label=_("新密码"),
        required=False,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 个字符。改了密码，这个账号在所有设备上都会退出登录。"),
    )

    class Meta:
        model = Account
        fields = ("username", "name", "is_active")
        labels: ClassVar = {"username": _("用户名"), "name": _("姓名"), "is_active": _("可以登录")}

    def clean(self) -> dict[str, Any]:
        """Refuse a new account without a password, and a password that is too weak."""
        cleaned = super().clean() or {}
        password = cleaned.get("new_password", "")
        if self.instance._state.adding and not password:
            self.add_error("new_password", gettext("新账号要有密码"))
        if password:
            _check_password(self, password)
        return cleaned


def _check_password(form: AccountForm, password: str) -> None:
    try:
        validate_password(password, form.instance)
    except ValidationError as error:
        form.add_error("new_password", error)


@admin.register(Account, site=site)
class AccountAdmin(UnloggedAdmin):
    """Accounts: create, rename, set a password, stop and let in again."""

    form = AccountForm
    list_display = ("username", "name", "is_active", "locked_until", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "name")
    ordering = ("username",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let the administration add accounts."""
        return site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let the administration change accounts whose posts all lie in its own scope."""
        if not site.has_permission(request):
            return False
        return obj is None or (isinstance(obj, Account) and access.may_administer(_office(request).sees, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Keep user names: they stand in people's memory and in the minutes."""
        return ("username",) if obj is not None else ()

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Leave out what a new account always is."""
        return () if obj is not None else ("is_active",)

    def save_model(self, request: HttpRequest, obj: Account, form: AccountForm, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Call the action for each thing that was changed."""
        told = _told(request)
        password = form.cleaned_data["new_password"]
        if not change:
            created = actions.create_account(username=obj.username, name=obj.name, password=password, **told)
            obj.pk = created.pk
            obj.refresh_from_db()
            return
        if "name" in form.changed_data:
            actions.rename_account(account=obj, name=obj.name, **told)
        if password:
            actions.set_password(account=obj, password=password, **told)
        if "is_active" in form.changed_data:
            (actions.unlock if obj.is_active else actions.lock)(account=obj, **told)

    @admin.action(description=_("解除锁定"))
    def unlock(self, request: HttpRequest, chosen: Any) -> None:
        """Let accounts in again that were stopped or locked out."""
        office = _office(request)
        for account in chosen:
            if access.may_administer(office.sees, account):
                actions.unlock(account=account, by=office.actor, at=clock.now())
            else:
                messages.error(request, gettext("%(name)s 有您管理范围以外的岗位，没有改。") % {"name": account.name})

    actions = ("unlock",)


class PostForm(PostModelForm):
    """A post; the area is typed as its path, since a list of every front door helps nobody."""

    scope: Scope
    area_path = forms.CharField(label=_("区域路径"), max_length=160, help_text=_("例如 hz.gs.wh.lsdy."))

    class Meta:
        model = Post
        fields = ("account", "role", "area_path", "unit_key", "valid_from", "valid_to")
        labels: ClassVar = {
            "account": _("账号"),
            "role": _("角色"),
            "unit_key": _("处置单位"),
            "valid_from": _("从这天起"),
            "valid_to": _("到这天前"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the area only of a new post."""
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["area_path"]

    def clean_area_path(self) -> str:
        """Find the area, on the administrator's own ground."""
        path = str(self.cleaned_data["area_path"])
        area = Area.objects.filter(path=path).first()
        if area is None:
            raise ValidationError(gettext("没有这个区域"))
        if not access.may_give_post(self.scope, area):
            raise ValidationError(gettext("这个区域在您的管理范围以外"))
        self.instance.area = area
        return path

    def clean_valid_to(self) -> date | None:
        """Let a post end on another day, not be held for ever again."""
        valid_to: date | None = self.cleaned_data["valid_to"]
        if not self.instance._state.adding and valid_to is None:
            raise ValidationError(gettext("写上从哪天起不再任这个岗位"))
        return valid_to

    def validate_unique(self) -> None:
        """Look at the area with the rest, so that a post held twice is said beside the form."""
        super().validate_unique()
        found = {"area"} if self.instance.area_id else set()
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions() - found)  # type: ignore[attr-defined]
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


@admin.register(Post, site=site)
class PostAdmin(UnloggedAdmin):
    """Posts: give one, or say from which day it is not held any more."""

    form = PostForm
    list_display = ("account", "role", "area", "unit_key", "valid_from", "valid_to")
    list_filter = ("role",)
    list_select_related = ("account", "role", "area")
    search_fields = ("account__username", "account__name", "area__name")
    ordering = ("account__username", "valid_from")
    autocomplete_fields = ("account",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let the administration give posts."""
        return site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let the administration end posts on its own ground."""
        if not site.has_permission(request):
            return False
        return obj is None or (isinstance(obj, Post) and access.may_give_post(_office(request).sees, obj.area))

    def get_fields(self, request: HttpRequest, obj: Post | None = None) -> tuple[str, ...]:
        """Show the area by name once it is given."""
        shown = "area_path" if obj is None else "area"
        return ("account", "role", shown, "unit_key", "valid_from", "valid_to")

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> tuple[str, ...]:
        """Keep what was given: another post is another row."""
        return () if obj is None else ("account", "role", "area", "unit_key", "valid_from")

    def get_form(self, request: HttpRequest, obj: Post | None = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        """Tell the form on whose ground it is."""
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"scope": _office(request).sees})

    def save_model(self, request: HttpRequest, obj: Post, form: PostForm, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Give the post, or end it."""
        told = _told(request)
        if change:
            actions.end_post(post=obj, on=form.cleaned_data["valid_to"], **told)
            return
        given = actions.give_post(
            account=obj.account,
            role=obj.role,
            area=obj.area,
            unit_key=obj.unit_key,
            valid_from=obj.valid_from,
            valid_to=obj.valid_to,
            **told,
        )
        obj.pk = given.pk


class Told(TypedDict):
    """Who does it, and when, as every action is told."""

    by: Actor
    at: datetime


def _told(request: HttpRequest) -> Told:
    return {"by": _office(request).actor, "at": clock.now()}


def _office(request: HttpRequest) -> OfficeRequest:
    return cast(OfficeRequest, request)


@admin.register(Role, site=site)
class RoleAdmin(ReadOnlyAdmin):
    """Roles, from the catalogue."""

    list_display = ("key", "name_zh", "name_en", "clearance", "ended")


@admin.register(LoginRule, site=site)
class LoginRuleAdmin(ReadOnlyAdmin):
    """The rule of logging in, from the catalogue."""

    list_display = ("failures", "lock_minutes")


@admin.register(LoginSession, site=site)
class LoginSessionAdmin(ReadOnlyAdmin):
    """Who is and was logged in."""

    list_display = ("account", "began_at", "last_seen_at", "device", "address", "ended_at", "ended_why")
    list_select_related = ("account",)
    exclude = ("key_hash",)
    ordering = ("-last_seen_at",)


@admin.register(Area, site=site)
class AreaAdmin(ReadOnlyAdmin):
    """The area tree, from the catalogue."""

    list_display = ("path", "name", "level", "valid_from", "valid_to")
    list_filter = ("level",)
    search_fields = ("path", "name")
    ordering = ("path",)


@admin.register(Estate, site=site)
class EstateAdmin(ReadOnlyAdmin):
    """Estates."""

    list_display = ("key", "name")
    search_fields = ("key", "name")


@admin.register(Entry, site=site)
class EntryAdmin(ReadOnlyAdmin):
    """The journal."""

    list_display = ("id", "at", "actor_kind", "actor_key", "verb", "subject", "reason")
    search_fields = ("=subject", "=actor_key")
    ordering = ("-id",)


@admin.register(Seal, site=site)
class SealAdmin(ReadOnlyAdmin):
    """The chain over the journal."""

    list_display = ("position", "entry_id")
    exclude = ("previous", "hash", "entry")
    readonly_fields = ("position", "entry_id", "previous_hex", "hash_hex")
    ordering = ("-position",)

    @admin.display(description=_("前一个散列值"))
    def previous_hex(self, seal: Seal) -> str:
        """Return the hash before it as people compare it."""
        return bytes(seal.previous).hex()

    @admin.display(description=_("散列值"))
    def hash_hex(self, seal: Seal) -> str:
        """Return the hash as people compare it."""
        return bytes(seal.hash).hex()
