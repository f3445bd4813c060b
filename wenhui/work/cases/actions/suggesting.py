"""What was learnt takes the place of what was known before; what was suggested is kept beside what somebody chose."""

from datetime import datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.work.cases import access
from wenhui.work.cases.actions import steps
from wenhui.work.cases.learning import teaching
from wenhui.work.cases.learning.teaching import Taught
from wenhui.work.cases.models import CaseSuggestion, SuggestionEdition
from wenhui.work.cases.words import About


@transaction.atomic
def bring_edition(
    *, path: str, taught: Taught, words: int, learnt_until: datetime | None, by: Actor, at: datetime
) -> SuggestionEdition:
    """Keep what an office's cases taught; it is used from now on unless it is worse on the newest cases (启用新模型)."""
    steps.refuse_unless_permitted(access.RULES, path=path, by=by, at=at)
    is_kept = teaching.is_kept(taught)
    editions = SuggestionEdition.objects.select_for_update().filter(path=path, in_force=True)
    if is_kept:
        for edition in editions:
            edition.in_force = False
            edition.save(update_fields=["in_force"])
    edition = SuggestionEdition.objects.create(
        path=path, digest=taught.digest, cases=taught.cases, words=words, held_out=taught.held_out,
        accuracy=taught.measured.get(About.TYPE) if taught.held_out else None, measured=dict(taught.measured),
        learnt_until=learnt_until, trained_at=at, in_force=is_kept,
    )  # fmt: skip
    refs: dict[str, str | int] = {"edition": edition.digest[:12], "cases": edition.cases, "used": int(is_kept)}
    journal.write(by=by, at=at, verb="cases.bring_edition", subject=f"suggestions:{path}", refs=refs)
    return edition


@transaction.atomic
def keep_choice(
    *, case_id: int, about: About, suggested: str, confidence: float, chosen: str, edition_id: int, by: Actor, at: datetime
) -> CaseSuggestion:  # fmt: skip
    """Keep what was suggested of a case beside what somebody chose (采纳或另选); who decides last is who counts."""
    case = steps.locked(case_id)
    steps.refuse_unless_permitted(access.SEE, path=case.area_path, by=by, at=at)
    row, _ = CaseSuggestion.objects.update_or_create(
        case=case,
        about=about,
        defaults={
            "suggested": suggested, "confidence": min(max(confidence, 0.0), 1.0), "chosen": chosen,
            "edition_id": edition_id, "at": at,
        },
    )  # fmt: skip
    refs: dict[str, str | int] = {"about": str(about), "edition": edition_id, "taken": int(suggested == chosen)}
    journal.write(by=by, at=at, verb="cases.keep_choice", subject=f"case:{case.pk}", refs=refs)
    return row
