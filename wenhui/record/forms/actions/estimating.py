"""What a form will cost those who fill it is worked out, or estimated by the office, before it is admitted."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.record.forms import access, burdens
from wenhui.record.forms.actions import standing
from wenhui.record.forms.models import Form
from wenhui.record.forms.refusals import WrongEstimateError
from wenhui.record.forms.rules.burden import TENTH
from wenhui.record.forms.words import FormStanding

MOST: Final = Decimal(480)


@transaction.atomic
def estimate(*, form_id: int, minutes: Decimal | None = None, by: Actor, at: datetime) -> Form:
    """Measure a draft or a submitted form and write down the minutes a week it will cost (负担测算).

    `minutes` for one subject are the office's own estimate; it counts where neither the form nor one like it was measured
    before, and is told as an estimate. Open to whoever asks and to whoever decides. Raises WrongStandingError,
    WrongEstimateError.
    """
    form = Form.objects.filter(pk=form_id).first()
    permission = access.DECIDE if form and form.standing == FormStanding.SUBMITTED else access.ASK
    form = standing.locked(form_id, permission, by=by, at=at)
    standing.refuse_unless_standing(form, FormStanding.DRAFTED, FormStanding.SUBMITTED)
    if minutes is not None:
        if not TENTH <= minutes <= MOST:
            raise WrongEstimateError
        form.typed_minutes = minutes.quantize(TENTH)
    columns = standing.measured(form, at=at)
    standing.expect(form, burdens.expect(form, columns))
    form.save(update_fields=["typed_minutes", "expected_cells", "expected_minutes", "expected_from"])
    journal.write(
        by=by, at=at, verb="forms.estimate", subject=f"form:{form.pk}", refs={"from": form.expected_from or "-"}
    )
    return form
