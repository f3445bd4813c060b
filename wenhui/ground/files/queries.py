"""Named questions about files. Each answers within the transaction's scope."""

from wenhui.ground.files.models import File


def of_digest(digest: str) -> File | None:
    """Return a file in sight that has this copy."""
    return File.objects.filter(digest=digest).order_by("pk").first()
