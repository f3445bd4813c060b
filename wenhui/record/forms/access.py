"""Who may do what with forms. No Django."""

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.scope import Scope
from wenhui.kit.words import Words

SEE: Final = "forms.see"
ASK: Final = "forms.ask"
DECIDE: Final = "forms.decide"
FILL: Final = "forms.fill"
FILE: Final = "forms.file"

PERMISSIONS: Final[Mapping[str, Words]] = {
    SEE: Words("看要填的表和准入情况", "See which forms are asked and whether they were admitted"),
    ASK: Words("登记上级要的表、报请准入", "Register forms asked from above and submit them for admission"),
    DECIDE: Words("准入或不予准入一张表", "Admit or refuse a form"),
    FILL: Words("在屏幕上填一户一人的表", "Fill forms on the screen, one subject at a time"),
    FILE: Words("报送一期报表，拿回执", "File a form for a period and get the receipt"),
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

    The office's own jobs may: the catalogue brings forms and the day ends them. People need a post that holds the
    permission and covers the place; devices, programs and outside parties have no say in what the office fills.
    """
    match by.kind:
        case ActorKind.JOB:
            return True
        case ActorKind.DEVICE | ActorKind.PARTY | ActorKind.TOKEN:
            return False
        case ActorKind.PERSON:
            return any(post.may(permission) and post.scope.covers(path) for post in posts)
