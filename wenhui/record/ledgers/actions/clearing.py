"""What a check found, erased: nothing of it counts."""

from wenhui.record.ledgers.models import LivesElsewhere, RowsOfPeople, RowsOfSubjects, Upload


def clear(upload: Upload) -> None:
    """Erase of whom a file speaks, whom it would bring and what was the matter with it."""
    RowsOfPeople.objects.filter(upload=upload).delete()
    RowsOfSubjects.objects.filter(upload=upload).delete()
    LivesElsewhere.objects.filter(upload=upload).delete()
    upload.newcomers.all().delete()
    upload.organisations.all().delete()
    upload.findings.all().delete()
