"""Who may do what with visits. Permissions are given to roles. No Django."""

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.scope import Scope
from wenhui.kit.words import Words

SEE: Final = "visits.see"
VISIT: Final = "visits.visit"
ASK: Final = "visits.ask"
ROSTER: Final = "visits.roster"
HAND_OVER: Final = "visits.hand_over"
EMERGENCY: Final = "visits.emergency"

PERMISSIONS: Final[Mapping[str, Words]] = {
    SEE: Words("看走访清单", "See what is to be visited"),
    VISIT: Words("上门走访并记下结果", "Visit homes and write down what came of it"),
    ASK: Words("请人上门、发起上门通知", "Ask for a visit, send a roster's homes a knock"),
    ROSTER: Words("编名册、打印名册", "Compose and print rosters"),
    HAND_OVER: Words("把一个人的走访交给另一个人", "Hand one worker's homes to another"),
    EMERGENCY: Words("打印带电话的应急名单", "Print emergency lists with phones in clear"),
}


class Post(Protocol):
    """What access asks of a post (岗位)."""

    @property
    def scope(self) -> Scope:
        """Return the area of the post."""

    def may(self, permission: str) -> bool:
        """Say whether the post's role holds a permission."""


def may(by: Actor, permission: str, *, path: str, posts: Iterable[Post]) -> bool:
    """Say whether `by` may do at `path` what needs `permission`.

    The office's own jobs may: they bring reminders. People need a post that holds the permission and covers the place;
    devices, programs and outside parties never knock.
    """
    match by.kind:
        case ActorKind.JOB:
            return True
        case ActorKind.DEVICE | ActorKind.PARTY | ActorKind.TOKEN:
            return False
        case ActorKind.PERSON:
            return any(post.may(permission) and post.scope.covers(path) for post in posts)
