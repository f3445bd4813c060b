"""A file found under lock, in a standing in which something may be done with it."""

from wenhui.record.ledgers.actions.refusals import NoSuchUploadError, WrongStandingError
from wenhui.record.ledgers.models import Upload
from wenhui.record.ledgers.words import UploadStanding


def locked(upload_id: int, *standings: UploadStanding) -> Upload:
    """Return a file under lock, its content left alone. Raises NoSuchUploadError, WrongStandingError."""
    upload = Upload.objects.select_for_update(of=("self",)).defer("content").filter(pk=upload_id).first()
    if upload is None:
        raise NoSuchUploadError
    if upload.standing not in standings:
        raise WrongStandingError
    return upload
