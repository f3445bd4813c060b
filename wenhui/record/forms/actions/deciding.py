"""Whether a form may be asked: admitted, refused, sent back; later expired or ended."""

from datetime import datetime
from typing import Final

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.record.forms import access, burdens
from wenhui.record.forms.actions import standing
from wenhui.record.forms.models import Form, FormColumn
from wenhui.record.forms.refusals import (
    DutyMissingError,
    EstimateMissingError,
    NothingAskedError,
    ReasonsMissingError,
    WhyMissingError,
)
from wenhui.record.forms.words import Decision, FormStanding
from wenhui.record.registry.models import AdmittedAttribute

SHORTEST: Final = 4


@transaction.atomic
def admit(*, form_id: int, why: str = "", by: Actor, at: datetime) -> Form:
    """Admit a submitted form (准入) under a number. An earlier edition of the catalogue's form ends with it.

    Raises ReasonsMissingError where a column asks again what is held and fresh without saying why, DutyMissingError where
    the office has no duty for an attribute, EstimateMissingError where nobody knows what it will cost, NothingAskedError,
    WrongStandingError. The database refuses the same.
    """
    form = standing.locked(form_id, access.DECIDE, by=by, at=at)
    standing.refuse_unless_standing(form, FormStanding.SUBMITTED)
    columns = standing.measured(form, at=at)
    asked = [column for column in columns if not column.struck_at]
    if not asked:
        raise NothingAskedError
    _refuse_repeated(asked)
    _refuse_without_duty(asked, at=at)
    expected = burdens.expect(form, columns)
    if expected is None:
        raise EstimateMissingError
    standing.expect(form, expected)
    form.number = f"ZR-{clock.local_day(at):%Y}-{form.pk:03d}"
    form.decision, form.decided_at = Decision.ADMITTED, at
    form.spared = len(columns) - len(asked)
    standing.step(form, FormStanding.ADMITTED, why=why.strip(), by=by, at=at)
    _end_earlier(form, by=by, at=at)
    refs: dict[str, str | int] = {"number": form.number, "asked": len(asked), "spared": form.spared}
    journal.write(by=by, at=at, verb="forms.admit", subject=f"form:{form.pk}", refs=refs)
    return form


@transaction.atomic
def refuse(*, form_id: int, why: str, by: Actor, at: datetime) -> Form:
    """Refuse a submitted form (不予准入), with a reason that its asker reads. Raises WhyMissingError, WrongStandingError.

    Its columns that ask again what is held and fresh are counted as spared, together with those that were struck.
    """
    form = standing.locked(form_id, access.DECIDE, by=by, at=at)
    standing.refuse_unless_standing(form, FormStanding.SUBMITTED)
    columns = standing.measured(form, at=at)
    form.decision, form.decided_at = Decision.REFUSED, at
    form.spared = sum(bool(column.struck_at) or column.is_repeated for column in columns)
    standing.step(form, FormStanding.REFUSED, why=_said(why), by=by, at=at)
    journal.write(by=by, at=at, verb="forms.refuse", subject=f"form:{form.pk}", refs={"spared": form.spared})
    return form


@transaction.atomic
def send_back(*, form_id: int, why: str, by: Actor, at: datetime) -> Form:
    """Send a submitted form back to be mended (退回修改). Raises WhyMissingError, WrongStandingError."""
    form = standing.locked(form_id, access.DECIDE, by=by, at=at)
    standing.refuse_unless_standing(form, FormStanding.SUBMITTED)
    standing.step(form, FormStanding.DRAFTED, why=_said(why), by=by, at=at)
    journal.write(by=by, at=at, verb="forms.send_back", subject=f"form:{form.pk}")
    return form


@transaction.atomic
def end(*, form_id: int, why: str, by: Actor, at: datetime) -> Form:
    """End an admitted form, or give up a draft (停用). Raises WhyMissingError, WrongStandingError."""
    form = Form.objects.filter(pk=form_id).first()
    permission = access.ASK if form and form.standing == FormStanding.DRAFTED else access.DECIDE
    form = standing.locked(form_id, permission, by=by, at=at)
    standing.step(form, FormStanding.ENDED, why=_said(why), by=by, at=at)
    journal.write(by=by, at=at, verb="forms.end", subject=f"form:{form.pk}")
    return form


@transaction.atomic
def expire(*, by: Actor, at: datetime) -> int:
    """Let forms whose day has passed expire (到期), and return how many. Asked again the same day, nothing happens."""
    today = clock.local_day(at)
    over = list(
        Form.objects.select_for_update().filter(standing=FormStanding.ADMITTED, expires_on__lt=today).order_by("pk")
    )
    for form in over:
        standing.step(form, FormStanding.EXPIRED, by=by, at=at)
    if over:
        refs = {"forms": " ".join(str(form.pk) for form in over)}
        journal.write(by=by, at=at, verb="forms.expire", subject="forms:all", refs=refs)
    return len(over)


def _refuse_repeated(asked: list[FormColumn]) -> None:
    unexplained = [column.title for column in asked if column.is_repeated and not column.reason]
    if unexplained:
        raise ReasonsMissingError.of(unexplained)


def _refuse_without_duty(asked: list[FormColumn], *, at: datetime) -> None:
    guarded = {
        column.attribute.key: column.title for column in asked if column.attribute and column.attribute.needs_admission
    }
    admitted = AdmittedAttribute.objects.filter(key__in=guarded, since__lte=clock.local_day(at))
    lacking = guarded.keys() - set(admitted.values_list("key", flat=True))
    if lacking:
        raise DutyMissingError.of(guarded[key] for key in sorted(lacking))


def _end_earlier(form: Form, *, by: Actor, at: datetime) -> None:
    if form.key:
        earlier = Form.objects.select_for_update().filter(key=form.key, standing=FormStanding.ADMITTED)
        for one in earlier.exclude(pk=form.pk):
            standing.step(one, FormStanding.ENDED, why=form.number, by=by, at=at)


def _said(why: str) -> str:
    if len(why.strip()) < SHORTEST:
        raise WhyMissingError
    return why.strip()
