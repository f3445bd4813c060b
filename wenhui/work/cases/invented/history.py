"""What cases looked like at a past moment, worked out from the moments on them; for trends of an invented year.

A real office keeps each day's figures at midnight (`tally` freezes them) and never needs this.
"""

from datetime import datetime

TABLE = "cases_case"


def as_of(at: datetime) -> tuple[str, dict[str, datetime]]:
    """Return a FROM item shaped like the table as it stood at `at`, with its parameters.

    Steps after `at` are taken back by their moments; a return or rework that came later is not told apart.
    """
    moments = ("registered_at", "dispatched_at", "accepted_at", "answered_at", "verified_at", "closed_at")
    known = ", ".join(f"CASE WHEN {name} < %(at)s THEN {name} END AS {name}" for name in moments)
    stages = ("closed", "verified", "answered", "accepted", "dispatched", "registered")
    steps = " ".join(
        f"WHEN {name} < %(at)s THEN '{stage}'" for stage, name in zip(stages, reversed(moments), strict=True)
    )
    return (
        f"(SELECT area_path, type_key, platform, channel, unit_key, urgency, reported_at, due_at, soon_at, {known}, "  # noqa: S608
        f"closed_at < %(at)s AND closed_at <= due_at AS is_on_time, returned_count, rework_count, reopened_count, "
        f"CASE WHEN stage = 'rejected' THEN 'rejected' {steps} ELSE 'reported' END AS stage "
        "FROM cases_case WHERE reported_at < %(at)s) AS cases_then",
        {"at": at},
    )
