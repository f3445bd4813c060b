"""Which rules of knocking hold at a home: those of the nearest area above it."""

from wenhui.ground.areas.rules import ancestor_paths
from wenhui.work.visits.models import VisitPolicy
from wenhui.work.visits.rules.knocking import Policy


def at(path: str) -> Policy:
    """Return the policy that holds at a path; the usual one before the catalogue names any."""
    rows = {row.path: row for row in VisitPolicy.objects.filter(path__in=ancestor_paths(path))} if path else {}
    nearest = max(rows, key=len, default="")
    return rows[nearest].rules if nearest else Policy()
