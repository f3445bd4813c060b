"""Registering organisations."""

import pytest

from wenhui.ground.journal.models import Entry
from wenhui.record.registry import actions
from wenhui.record.registry.actions import organisations, refusals
from wenhui.record.registry.models import Organisation
from wenhui.record.registry.rules.organisations import compose_credit_code
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.record.registry.tests.conftest import AT, GULAN, Ground
from wenhui.record.registry.words import OrganisationKind

pytestmark = pytest.mark.django_db
CODE = compose_credit_code(register="92", region="999999", serial=7)
BUILDING = "hz.gs.wh.lsdy.g04.b001."


def test_register_organisation_reads_the_kind_from_the_code(ground: Ground) -> None:
    organisation = actions.register_organisation(
        name=" 晨光　早餐店", uscc=CODE.lower(), area=ground[BUILDING], by=GULAN, at=AT
    )

    line = Entry.objects.get()
    assert (organisation.name, organisation.kind) == ("晨光 早餐店", OrganisationKind.TRADER)
    assert (organisation.pinyin, organisation.initials) == ("chenguangzaocandian", "cgzcd")
    assert (line.verb, line.subject) == ("registry.register_organisation", f"organisation:{organisation.pk}")


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"name": " "}, organisations.NamelessOrganisationError),
        ({"name": "店" * 121}, organisations.NamelessOrganisationError),
        ({"uscc": CODE[:-1]}, NotUsableError),
        ({"uscc": CODE, "kind": OrganisationKind.ENTERPRISE}, organisations.ContradictoryKindError),
    ],
)
def test_what_cannot_be_registered_is_refused(
    ground: Ground, more: dict[str, object], refusal: type[Exception]
) -> None:
    fields = {"name": "晨光早餐店", "area": ground[BUILDING], "by": GULAN, "at": AT}

    with pytest.raises(refusal):
        actions.register_organisation(**(fields | more))  # type: ignore[arg-type]

    assert (Organisation.objects.count(), Entry.objects.count()) == (0, 0)


def test_an_organisation_stands_in_a_building_or_grid(ground: Ground) -> None:
    with pytest.raises(refusals.WrongPlaceError):
        actions.register_organisation(name="晨光早餐店", area=ground["hz.gs.wh.lsdy."], by=GULAN, at=AT)


def test_a_credit_code_is_registered_once(ground: Ground) -> None:
    actions.register_organisation(name="晨光早餐店", uscc=CODE, area=ground[BUILDING], by=GULAN, at=AT)

    with pytest.raises(refusals.AlreadyRegisteredError):
        actions.register_organisation(name="晨光二店", uscc=CODE, area=ground[BUILDING], by=GULAN, at=AT)
