"""Questions about accounts and posts."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, StrIndex, Substr

from wenhui.ground.accounts.models import Account, LoginRule, LoginSession, Post, Role
from wenhui.ground.areas.models import Area
from wenhui.kit.actor import Actor, ActorKind


def posts_on(day: date, *, account: Account) -> QuerySet[Post]:
    """Return the posts that `account` holds on `day`, oldest first; a role that has ended gives no post.

    Each knows the time zone of its city.
    """
    city = Substr(OuterRef("area__path"), 1, StrIndex(OuterRef("area__path"), Value(".")))
    zone = Subquery(Area.objects.filter(path=city).values("time_zone"))
    return (
        Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), account=account, valid_from__lte=day)
        .filter(role__ended=False)
        .select_related("role", "area")
        .annotate(city_zone=Coalesce(zone, Value("")))
        .order_by("valid_from", "id")
    )


def posts_of(actor: Actor, *, day: date) -> QuerySet[Post]:
    """Return the posts that whoever did something may do it in on `day`; none for devices, parties and jobs."""
    if actor.kind is not ActorKind.PERSON:
        return Post.objects.none()
    account = Account.objects.filter(pk=actor.key, is_active=True).first()
    return Post.objects.none() if account is None else posts_on(day, account=account)


def roles_with(permission: str) -> QuerySet[Role]:
    """Return the roles that hold `permission`, so that a refusal can name them."""
    return Role.objects.filter(permissions__contains=[permission], ended=False).order_by("id")


def open_sessions(account: Account) -> QuerySet[LoginSession]:
    """Return the account's sessions that have not ended, latest first."""
    return LoginSession.objects.filter(account=account, ended_at__isnull=True).order_by("-last_seen_at")


def login_rule() -> LoginRule:
    """Return how logging in is guarded: the catalogue's row, or the defaults before the catalogue is applied."""
    return LoginRule.objects.first() or LoginRule()
