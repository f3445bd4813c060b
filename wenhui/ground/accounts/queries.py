"""Questions about accounts and posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, StrIndex, Substr

from wenhui.ground import rows
from wenhui.ground.accounts.models import Account, LoginRule, LoginSession, Post, Role, Token
from wenhui.ground.areas.models import Area
from wenhui.kit import asked
from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope, upper_bound

HELD = """
SELECT area.path, role.clearance, role.permissions, post.unit_key
FROM accounts_post post
JOIN accounts_account account ON account.id = post.account_id AND account.is_active
JOIN accounts_role role ON role.id = post.role_id AND NOT role.ended
JOIN areas_area area ON area.id = post.area_id
WHERE post.account_id = %(account)s AND post.valid_from <= %(day)s AND (post.valid_to IS NULL OR post.valid_to > %(day)s)
ORDER BY post.valid_from, post.id
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What a post allows whoever holds it."""

    scope: Scope
    permissions: frozenset[str]
    unit_key: str

    def may(self, permission: str) -> bool:
        """Say whether the post's role holds `permission`."""
        return permission in self.permissions


def posts_on(day: date, *, account: Account) -> QuerySet[Post]:
    """Return the posts that `account` holds on `day`, oldest first; a role that has ended gives no post.

    Each knows the time zone of its city.
    """
    return (
        Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), account=account, valid_from__lte=day)
        .filter(role__ended=False)
        .select_related("role", "area")
        .annotate(city_zone=_city_zone())
        .order_by("valid_from", "id")
    )


def _city_zone() -> Coalesce:
    """Return the time zone of the city in which the outer row's area lies."""
    city = Substr(OuterRef("area__path"), 1, StrIndex(OuterRef("area__path"), Value(".")))
    return Coalesce(Subquery(Area.objects.filter(path=city).values("time_zone")), Value(""))


def posts_of(actor: Actor, *, day: date) -> Sequence[Held | Token]:
    """Return what whoever did something may do on `day` in each of their posts, and for a program its token.

    None for devices, parties and jobs.
    """
    if actor.kind is ActorKind.TOKEN:
        token = asked.answer(token_question(actor.key), lambda: _token(actor.key))
        return [token] if token is not None and token.holds_on(day) else []
    if actor.kind is not ActorKind.PERSON:
        return []
    found = rows.run(HELD, {"account": int(actor.key), "day": day})
    return [Held(Scope(path, Privacy(least)), frozenset(may), unit_key) for path, least, may, unit_key in found]


def token_question(key: int | str) -> tuple[str, str]:
    """Return under what a page remembers the token that calls."""
    return "accounts.token", str(key)


def _token(key: str) -> Token | None:
    return Token.objects.select_related("area").filter(pk=key).first()


def token_with(key_hash: str) -> Token | None:
    """Return the token whose key has this hash; it knows the time zone of its city."""
    tokens = Token.objects.select_related("area").annotate(city_zone=_city_zone())
    return tokens.filter(key_hash=key_hash).first()


def tokens_in(path: str) -> QuerySet[Token]:
    """Return the tokens for areas at or below `path`, those in use first, the newest first."""
    within = Token.objects.filter(area__path__gte=path, area__path__lt=upper_bound(path))
    return within.select_related("area").order_by(F("revoked_at").desc(nulls_first=True), "-id")


def roles_with(permission: str) -> QuerySet[Role]:
    """Return the roles that hold `permission`, so that a refusal can name them."""
    return Role.objects.filter(permissions__contains=[permission], ended=False).order_by("id")


def open_sessions(account: Account) -> QuerySet[LoginSession]:
    """Return the account's sessions that have not ended, latest first."""
    return LoginSession.objects.filter(account=account, ended_at__isnull=True).order_by("-last_seen_at")


def login_rule() -> LoginRule:
    """Return how logging in is guarded: the catalogue's row, or the defaults before the catalogue is applied."""
    return LoginRule.objects.first() or LoginRule()
