"""Words are seen with their subject and by clearance; facts read the same."""

from datetime import date

import pytest

from wenhui.ground.accounts.testing import AsWeb, Cast
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.record.facts.models import Confirmation, Conflict, Fact, Known, Statement
from wenhui.record.facts.tests.conftest import say
from wenhui.record.registry.models import Person
from wenhui.record.registry.tests.conftest import invented_id_number

pytestmark = pytest.mark.database

HERE, ELSEWHERE = "hz.gs.wh.lsdy.", "hz.gs.wh.dtg."


@pytest.mark.parametrize("model", [Statement, Confirmation, Known, Conflict, Fact])
def test_who_may_not_see_the_person_sees_nothing_said_of_them(
    lin: Person, he: Person, cast: Cast, as_web: AsWeb, model: type[Statement]
) -> None:
    say(lin, "civil_affairs", marriage="20")
    say(lin, "self", marriage="10", education="30")
    say(lin, "self", education="30")

    with as_web(Scope(HERE, Privacy.SENSITIVE)):
        here = model.objects.count()
    with as_web(Scope(ELSEWHERE, Privacy.SENSITIVE)):
        elsewhere = model.objects.count()
    with as_web(None):
        nowhere = model.objects.count()

    assert (here > 0, elsewhere, nowhere) == (True, 0, 0)


def test_words_above_the_clearance_do_not_exist(lin: Person, as_web: AsWeb) -> None:
    say(lin, id_number=invented_id_number(), education="30")

    with as_web(Scope(HERE, Privacy.PERSONAL)):
        seen = set(Known.objects.values_list("guarded", flat=True))
    with as_web(Scope(HERE, Privacy.SENSITIVE)):
        cleared = set(Known.objects.values_list("guarded", flat=True))

    assert (seen, cleared) == ({Privacy.PERSONAL.rank}, {Privacy.PERSONAL.rank, Privacy.SENSITIVE.rank})


def test_a_worker_says_and_withdraws_as_the_web_role(lin: Person, as_web: AsWeb) -> None:
    with as_web(Scope(HERE, Privacy.PERSONAL)):
        say(lin, marriage="20", name="林秋石")

    lin.refresh_from_db()
    assert lin.name == "林秋石"


def test_a_fact_holds_until_the_same_provider_says_something_else(lin: Person) -> None:
    say(lin, "self", date(2025, 1, 1), marriage="10")
    say(lin, "civil_affairs", date(2025, 6, 1), marriage="20")
    say(lin, "self", date(2026, 2, 14), marriage="40")

    facts = Fact.objects.filter(person=lin, attribute__key="person.marriage").order_by("valid_from")

    assert list(facts.values_list("provider", "value", "valid_from", "valid_to")) == [
        ("self", "10", date(2025, 1, 1), date(2026, 2, 14)),
        ("civil_affairs", "20", date(2025, 6, 1), None),
        ("self", "40", date(2026, 2, 14), None),
    ]
