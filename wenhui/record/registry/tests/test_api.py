"""The API answers masked lists only."""

import pytest

from wenhui.ground.accounts.testing import Browse, Office
from wenhui.kit.clock import now
from wenhui.record.registry import actions
from wenhui.record.registry.models import Person
from wenhui.record.registry.tests.conftest import GULAN, invented_id_number
from wenhui.record.registry.words import Registration

pytestmark = pytest.mark.django_db
PERSONS = "/api/v1/registry/persons"


@pytest.fixture
def zhang(office: Office) -> Person:
    """张伟民 of 流水东苑."""
    return actions.register_person(
        name="张伟民",
        registration=Registration.REGISTERED,
        dwelling=office.dwelling,
        id_number=invented_id_number(),
        phone="12034565678",
        by=GULAN,
        at=now(),
    )


def test_persons_is_a_masked_list_within_the_scope(zhang: Person, browse: Browse) -> None:
    here = browse("gulan").get(PERSONS, {"q": "zwm"}).json()
    elsewhere = browse("hansg").get(PERSONS, {"q": "zwm"}).json()

    assert [(one["person_id"], one["name"], one["phone"], one["matched"]) for one in here] == [
        (zhang.pk, "张**", "12*****5678", "initials")
    ]
    assert elsewhere == []


@pytest.mark.parametrize(("asked", "status"), [({"q": "567"}, 422), ({}, 422), ({"q": "张", "limit": 51}, 422)])
def test_what_cannot_be_answered_is_refused(browse: Browse, asked: dict[str, str], status: int) -> None:
    assert browse("gulan").get(PERSONS, asked).status_code == status


def test_a_stranger_gets_401_and_who_may_not_gets_403(browse: Browse) -> None:
    assert browse().get(PERSONS, {"q": "张"}).status_code == 401
    assert browse("shenzy").get(PERSONS, {"q": "张"}).status_code == 403


def test_the_schema_names_no_field_in_the_clear(browse: Browse) -> None:
    schema = browse("gulan").get("/api/v1/openapi.json").json()

    fields = schema["components"]["schemas"]["PersonOut"]["properties"]
    assert set(fields) == {"person_id", "name", "sex", "age", "phone", "registration", "place", "is_gone", "matched"}
