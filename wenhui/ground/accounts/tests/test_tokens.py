"""Keys of programs: made and revoked, what they open, what the database lets them see."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from wenhui.ground.accounts import access, actions, queries, tokens
from wenhui.ground.accounts.models import Token
from wenhui.ground.accounts.testing import OFFICE, AsWeb, Browse, Cast, MakeToken, Office, WebClient
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.kit.actor import ActorKind
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import policy_sql

pytestmark = pytest.mark.django_db

NOW = clock.now()
SEE, REPORT = "cases.see", "cases.report"


def call(key: str, path: str = "/api/v1/cases", client: Client | None = None) -> Any:
    return (client or WebClient()).get(path, headers={"Authorization": f"Bearer {key}"})


def test_a_key_is_kept_as_its_hash_and_its_making_is_journalled_without_it(make_token: MakeToken) -> None:
    token, key = make_token(SEE)

    assert (token.key_hash, token.hint) == (tokens.key_hash(key), key[:8])
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.subject) == ("accounts.make_token", f"token:{token.pk}")
    assert key not in str(entry.refs)


@pytest.mark.parametrize(
    "given",
    [{"permissions": ()}, {"permissions": ("accounts.administer",)}, {"permissions": ("cases.close",)}, {"days": 400}],
)
def test_a_token_is_for_what_programs_may_and_for_a_year_at_most(make_token: MakeToken, given: dict[str, Any]) -> None:
    day = clock.local_day(NOW)

    with pytest.raises(actions.TokenWrongError):
        make_token(*given.get("permissions", (SEE,)), valid_to=day + timedelta(days=given.get("days", 30)))


def test_two_tokens_in_use_never_share_a_name_but_a_revoked_one_leaves_it(make_token: MakeToken) -> None:
    token, _ = make_token(SEE, name="随手拍")
    with pytest.raises(actions.TokenNameTakenError):
        make_token(SEE, name="随手拍")

    actions.revoke_token(token=token, by=OFFICE, at=NOW)
    actions.revoke_token(token=token, by=OFFICE, at=NOW + timedelta(hours=1))

    assert Entry.objects.filter(verb="accounts.revoke_token").count() == 1
    assert make_token(SEE, name="随手拍")[0].holds_on(clock.local_day(NOW))


def test_the_database_refuses_what_goes_round_the_action(make_token: MakeToken) -> None:
    token, _ = make_token(SEE)
    spoilt: list[dict[str, Any]] = [
        {"clearance": "sensitive"}, {"permissions": []}, {"valid_to": token.valid_from}, {"per_minute": 0},
    ]  # fmt: skip
    for wrong in spoilt:
        with pytest.raises(DatabaseError), transaction.atomic():
            Token.objects.filter(pk=token.pk).update(**wrong)


def test_a_program_is_known_by_its_key_and_sees_its_own_ground(cast: Cast, make_token: MakeToken) -> None:
    token, key = make_token(SEE)

    answer = call(key)

    assert (answer.status_code, answer.json()["cases"]) == (200, [])
    assert answer.cookies == {}
    assert Token.objects.get(pk=token.pk).last_used_at is not None


@pytest.mark.parametrize("spoilt", ["", "wh_", "wh_forged", "wh_\x00", "令牌", "x" * 9000])
def test_a_forged_key_is_refused_in_words(cast: Cast, make_token: MakeToken, spoilt: str) -> None:
    make_token(SEE)

    answer = WebClient().get("/api/v1/cases", HTTP_AUTHORIZATION=f"Bearer {spoilt}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_that_is_over_revoked_or_not_for_this_opens_nothing(cast: Cast, make_token: MakeToken) -> None:
    day = clock.local_day(NOW)
    over = make_token(SEE, valid_from=day - timedelta(days=9), valid_to=day)[1]
    revoked, key = make_token(SEE)
    actions.revoke_token(token=revoked, by=OFFICE, at=NOW)
    other = make_token(REPORT)[1]

    statuses = [call(over).status_code, call(key).status_code, call(other).status_code]

    assert statuses == [401, 401, 403]


def test_a_key_stands_for_nobody_on_pages_and_a_cookie_beside_it_counts_for_nothing(
    browse: Browse, make_token: MakeToken
) -> None:
    key = make_token(REPORT)[1]

    assert call(key, "/cases/").status_code == 302
    assert call(key, client=browse("luming")).status_code == 403
    assert call("wh_forged", client=browse("luming")).status_code == 401


def test_who_calls_too_often_is_told_when_to_come_again(
    cast: Cast, make_token: MakeToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "METER", tokens.Meter())
    token, key = make_token(SEE, per_minute=2)
    at = NOW.replace(second=10)
    tokens.admit(key, at=at)
    tokens.admit(key, at=at)

    with pytest.raises(tokens.TooManyCallsError) as refused:
        tokens.admit(key, at=at)

    assert refused.value.wait == 50
    assert tokens.admit(key, at=at + timedelta(minutes=1)) == token


def test_the_answer_to_too_many_calls_is_a_problem(
    cast: Cast, make_token: MakeToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "METER", tokens.Meter())
    key = make_token(SEE, per_minute=1)[1]

    answers = [call(key) for _ in range(3)]  # a minute may turn between two of them, not between three

    assert answers[-1].status_code == 429
    assert answers[-1].headers["Content-Type"] == "application/problem+json"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60


def test_a_token_reports_within_its_area_and_permissions_only(make_token: MakeToken, cast: Cast) -> None:
    token, _ = make_token(REPORT, path="lsdy.")

    posts = list(queries.posts_of(token.actor, day=clock.local_day(NOW)))

    assert token.actor.kind is ActorKind.TOKEN
    assert [(post.may(REPORT), post.may(SEE)) for post in posts] == [(True, False)]
    assert (posts[0].scope.covers("hz.gs.wh.lsdy.g04."), posts[0].scope.covers("hz.gs.wh.dtg.")) == (True, False)


def rows_seen(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT area_path FROM {table} ORDER BY 1")
        return [path for (path,) in cursor.fetchall()]


def test_the_database_shows_a_token_the_rows_of_its_area_and_class(
    office: Office, cast: Cast, make_token: MakeToken, as_web: AsWeb
) -> None:
    with connection.cursor() as cursor:  # a table like any scoped one
        cursor.execute('CREATE TABLE scoped_here (area_path varchar(160) COLLATE "C")')
        cursor.execute("GRANT SELECT ON scoped_here TO wenhui_web")
        cursor.execute("INSERT INTO scoped_here VALUES ('hz.gs.wh.lsdy.g04.'), ('hz.gs.wh.dtg.g01.')")
        cursor.execute(policy_sql("scoped_here", least=Privacy.PERSONAL))
    token, _ = make_token(SEE, path="lsdy.", clearance=Privacy.PERSONAL)
    uncleared, _ = make_token(SEE, path="lsdy.")

    with as_web(token.scope):
        assert rows_seen("scoped_here") == ["hz.gs.wh.lsdy.g04."]
    with as_web(uncleared.scope):
        assert rows_seen("scoped_here") == []


FORM = {"name": "随手拍", "area": "hz.gs.wh.", "permissions": [SEE, REPORT], "clearance": "inside", "per_minute": 60}


def test_the_administration_makes_a_token_sees_its_key_once_and_revokes_it(browse: Browse) -> None:
    client = browse("qinsn")
    day = clock.local_day(NOW) + timedelta(days=90)

    made = client.post("/account/tokens/new/", FORM | {"valid_to": day.isoformat()})

    key = made.context["key"]
    assert (made.status_code, made.headers["Cache-Control"]) == (200, "no-store")
    listed = client.get("/account/tokens/").content.decode()
    assert key in made.content.decode()
    assert key not in listed
    assert key[:8] in listed
    assert call(key).status_code == 200
    client.post(f"/account/tokens/{made.context['token'].pk}/revoke/")
    assert call(key).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"area": "hz."},
        {"permissions": ["accounts.administer"]},
        {"permissions": []},
        {"clearance": "sensitive"},
        {"valid_to": "2020-01-01"},
        {"valid_to": "2099-01-01"},
        {"per_minute": 0},
    ],
)
def test_a_form_that_cannot_be_taken_says_where(browse: Browse, wrong: dict[str, Any]) -> None:
    day = clock.local_day(NOW) + timedelta(days=90)

    answer = browse("qinsn").post("/account/tokens/new/", FORM | {"valid_to": day.isoformat()} | wrong)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert Token.objects.count() == 0


def test_only_the_administration_sees_tokens_and_only_those_of_its_ground(
    browse: Browse, cast: Cast, make_token: MakeToken, office: Office
) -> None:
    token, _ = make_token(SEE, area=office.areas["hz."])

    client = browse("qinsn")

    assert browse("luming").get("/account/tokens/").status_code == 403
    assert client.get("/account/tokens/").context["listed"] == []
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert not access.may_give_token(cast["qinsn"].scope, token.area)
