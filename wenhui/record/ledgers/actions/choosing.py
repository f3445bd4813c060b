"""Which sheet of a received workbook holds the table, and what one of its rows is, where it was taken for something else."""

from datetime import datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.sheets.refusals import UnknownTabError
from wenhui.record.ledgers.actions.locking import locked
from wenhui.record.ledgers.importing.tabs import folded
from wenhui.record.ledgers.models import RememberedTab, Upload
from wenhui.record.ledgers.words import UploadStanding
from wenhui.record.registry.words import Subject


@transaction.atomic
def choose_table(*, upload_id: int, tab: str, subject: Subject | None, by: Actor, at: datetime) -> Upload:
    """Say which sheet holds the table and what one row of it is; None: as its heads say.

    The sheet is remembered for the provider, where it is another than was taken. Raises NoSuchUploadError,
    WrongStandingError, UnknownTabError.
    """
    upload = locked(upload_id, UploadStanding.RECEIVED)
    if tab != upload.tab:
        if tab not in upload.tabs:
            raise UnknownTabError.named(tab, "、".join(upload.tabs))
        upload.tab = tab
        RememberedTab.objects.filter(provider=upload.provider, tab__in=[folded(one) for one in upload.tabs]).delete()
        RememberedTab.objects.create(
            provider=upload.provider, tab=folded(tab), at=at,
            actor_kind=by.kind, actor_key=by.key, actor_name=by.name,
        )  # fmt: skip
    upload.subject = subject.value if subject else ""
    upload.save(update_fields=["tab", "subject"])
    refs = {"tab": upload.tabs.index(tab) if tab in upload.tabs else 0, "rows_are": upload.subject or "-"}
    journal.write(by=by, at=at, verb="ledgers.choose_table", subject=f"upload:{upload.pk}", refs=refs)
    return upload
