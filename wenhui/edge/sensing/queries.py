"""Named questions about devices and their messages."""

from django.db import connection

from wenhui.edge.sensing.models import Message
from wenhui.edge.sensing.words import Outcome
from wenhui.work.cases.words import OPEN


def path_of(serial: str) -> str | None:
    """Return where a device hangs, or None for an unknown one; needs no scope, since it is what the scope comes from.

    A function of the database, run as the owner, that tells this and no more (migration 0002).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT sensing_path_of(%s)", [serial])
        path: str | None = cursor.fetchone()[0]
    return path


def waiting() -> list[int]:
    """Return the messages that were kept and not acted on, oldest first: a listener died in between."""
    return list(Message.objects.filter(outcome=Outcome.WAITING).order_by("pk").values_list("pk", flat=True))


def open_case(*, serial: str, kind: str) -> int | None:
    """Return the open case that this device's last alarm of this kind became, within the transaction's scope."""
    became = Message.objects.filter(serial=serial, kind=kind, outcome=Outcome.CASE, case__stage__in=OPEN)
    return became.order_by("-pk").values_list("case_id", flat=True).first()
