"""The rules of photos: with which step which are brought, who may add them, how far away is far. Pure."""

from collections.abc import Mapping

from wenhui.work.cases import access
from wenhui.work.cases.words import OPEN, PhotoRole, Stage, Verb

MOST = 60
"""Photos of one case; enough for every step of a long one."""

FAR = 500
"""Metres from which the card asks to look twice: somebody may have sent the photo of another place."""

PERMISSION: Mapping[PhotoRole, str] = {
    PhotoRole.REPORTED: access.REPORT,
    PhotoRole.BEFORE: access.HANDLE,
    PhotoRole.AFTER: access.HANDLE,
    PhotoRole.CHECK: access.VERIFY,
}

WITH: Mapping[Verb, tuple[PhotoRole, ...]] = {
    Verb.REPORT: (PhotoRole.REPORTED,),
    Verb.ANSWER: (PhotoRole.BEFORE, PhotoRole.AFTER),
    Verb.VERIFY: (PhotoRole.CHECK,),
    Verb.REWORK: (PhotoRole.CHECK,),
}
"""Which photos a step is asked to bring; none must be brought."""


def may_be_shown(stage: Stage) -> bool:
    """Say whether photos may still be added: while a case is open."""
    return stage in OPEN
