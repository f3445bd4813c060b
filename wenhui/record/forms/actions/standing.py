"""What every action of forms asks first, and the step from one standing to another."""

from datetime import datetime

from wenhui.ground.accounts import queries as accounts
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.record.forms import access, measuring
from wenhui.record.forms.burdens import Expected
from wenhui.record.forms.models import Form, FormColumn, FormMove
from wenhui.record.forms.refusals import NotAllowedError, UnknownFormError, WrongStandingError
from wenhui.record.forms.rules import moves
from wenhui.record.forms.words import FormStanding


def refuse_unless_allowed(permission: str, *, path: str, by: Actor, at: datetime) -> None:
    """Raise NotAllowedError unless `by` holds the permission over a place."""
    posts = list(accounts.posts_of(by, day=clock.local_day(at)))
    if not access.may(by, permission, path=path, posts=posts):
        raise NotAllowedError


def locked(form_id: int, permission: str, *, by: Actor, at: datetime) -> Form:
    """Return a form under lock for whoever may. Raises UnknownFormError, NotAllowedError."""
    form = Form.objects.select_for_update().filter(pk=form_id).first()
    if form is None:
        raise UnknownFormError
    refuse_unless_allowed(permission, path=form.area_path, by=by, at=at)
    return form


def refuse_unless_standing(form: Form, *standings: FormStanding) -> None:
    """Raise WrongStandingError where the form stands elsewhere."""
    if form.standing not in standings:
        raise WrongStandingError


def step(form: Form, following: FormStanding, *, why: str = "", by: Actor, at: datetime) -> None:
    """Bring a locked form to another standing, and write the move down. Raises WrongStandingError."""
    if not moves.may_follow(form.standing, following):
        raise WrongStandingError
    before, form.standing = form.standing, following
    form.save()
    note(form, before, why=why, by=by, at=at)


def note(form: Form, before: str, *, why: str = "", by: Actor, at: datetime) -> None:
    """Write down where a form came from and where it stands now."""
    FormMove.objects.create(
        form=form,
        came_from=before,
        went_to=form.standing,
        by_kind=by.kind,
        by_key=by.key,
        by_name=by.name,
        at=at,
        why=why,
    )


def expect(form: Form, expected: Expected | None) -> None:
    """Write what a form is expected to cost into it, without saving."""
    form.expected_cells = expected.cells if expected else None
    form.expected_minutes = expected.minutes if expected else None
    form.expected_from = expected.basis if expected else ""


def measured(form: Form, *, at: datetime) -> list[FormColumn]:
    """Measure a locked form unless that was done today, and return its columns."""
    columns = list(form.columns.select_related("attribute").order_by("place"))
    today = clock.local_day(at)
    if form.measured_at is None or clock.local_day(form.measured_at) != today:
        form.subjects = measuring.measure(form, columns, today=today)
        form.measured_at = at
        FormColumn.objects.bulk_update(columns, ["held", "fresh", "is_repeated"])
        form.save(update_fields=["subjects", "measured_at"])
    return columns
