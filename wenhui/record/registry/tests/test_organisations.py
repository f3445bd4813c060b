"""Registering organisations."""

import pytest
from django.db import IntegrityError, transaction

from wenhui.ground.journal.models import Entry
from wenhui.kit.clock import local_day
from wenhui.record.registry import actions
from wenhui.record.registry.actions import NewOrganisation, organisations, refusals
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


def new(ground: Ground, name: str, uscc: str = "") -> NewOrganisation:
    kind = OrganisationKind.TRADER if uscc else OrganisationKind.OTHER
    return NewOrganisation(name=name, area=ground[BUILDING].pk, kind=kind.value, uscc=uscc)


def test_many_are_registered_at_once_and_whose_code_stands_already_is_left_out(ground: Ground) -> None:
    actions.register_organisation(name="晨光早餐店", uscc=CODE, area=ground[BUILDING], by=GULAN, at=AT)

    numbers = actions.register_organisations(
        organisations=[new(ground, "老王面馆"), new(ground, "晨光早餐店", CODE)], by=GULAN, at=AT
    )

    noodles = Organisation.objects.get(name="老王面馆")
    line = Entry.objects.get(verb="registry.register_organisations")
    assert numbers == [noodles.pk, None]
    assert (noodles.initials, noodles.area) == ("lwmg", ground[BUILDING])
    assert (line.subject, line.refs["organisations"]) == (f"organisation:{noodles.pk}", 1)


def test_of_none_nothing_is_written(ground: Ground) -> None:
    assert actions.register_organisations(organisations=[], by=GULAN, at=AT) == []
    assert not Entry.objects.exists()


def test_an_organisation_by_mistake_is_closed_and_frees_its_code(ground: Ground) -> None:
    (number,) = actions.register_organisations(organisations=[new(ground, "晨光早餐店", CODE)], by=GULAN, at=AT)
    assert number is not None

    struck = actions.strike_out_organisations(organisations=[number], reason="传错了表", by=GULAN, at=AT)
    again = actions.strike_out_organisations(organisations=[number], reason="传错了表", by=GULAN, at=AT)

    row = Organisation.objects.get(pk=number)
    assert (struck, again) == ((number,), ())
    assert (row.is_mistaken, row.uscc, row.closed_on) == (True, None, local_day(AT))
    assert Entry.objects.filter(verb="registry.strike_out_organisations").count() == 2
    actions.register_organisation(name="晨光早餐店", uscc=CODE, area=ground[BUILDING], by=GULAN, at=AT)


def test_an_organisation_is_struck_out_for_a_reason_only(ground: Ground) -> None:
    with pytest.raises(refusals.NoGroundError):
        actions.strike_out_organisations(organisations=[1], reason="错", by=GULAN, at=AT)


def test_a_mistaken_organisation_that_is_open_does_not_exist(ground: Ground) -> None:
    row = actions.register_organisation(name="老王面馆", area=ground[BUILDING], by=GULAN, at=AT)

    with pytest.raises(IntegrityError, match="registry_a_mistaken_organisation_is_closed"), transaction.atomic():
        Organisation.objects.filter(pk=row.pk).update(is_mistaken=True)
