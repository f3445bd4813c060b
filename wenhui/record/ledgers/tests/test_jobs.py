"""What is ordered of a file is done by a job, in the post of who ordered it, once, and taken up again after a crash."""

from datetime import date

import pytest
from django.db import IntegrityError, OperationalError, transaction

from wenhui.ground.accounts.models import Post
from wenhui.ground.accounts.testing import AsWeb, Cast, Office
from wenhui.ground.journal.models import Entry
from wenhui.record.facts import actions as facts
from wenhui.record.facts import queries as known
from wenhui.record.facts.models import Origin
from wenhui.record.ledgers import actions, jobs
from wenhui.record.ledgers.models import Arrivals, Errand, Upload
from wenhui.record.ledgers.tests.conftest import AT, HE, HEADS, LIN, ZHOU, received, table
from wenhui.record.ledgers.tests.making import say
from wenhui.record.ledgers.words import ErrandKind, UploadStanding
from wenhui.record.registry import actions as registry
from wenhui.record.registry.models import Person
from wenhui.record.registry.words import Registration, Subject

pytestmark = pytest.mark.database


def ordered(upload: Upload, kind: ErrandKind, post: Post, reason: str = "") -> Errand:
    return actions.order(upload_id=upload.pk, kind=kind, post=post, reason=reason, by=ZHOU, at=AT)


def done(upload: Upload, kind: ErrandKind, post: Post, reason: str = "") -> Errand:
    """Order something and let the job do it."""
    errand = ordered(upload, kind, post, reason)
    jobs.work(errand_id=errand.pk, post_id=post.pk)
    errand.refresh_from_db()
    upload.refresh_from_db()
    return errand


def test_a_file_is_checked_accepted_and_withdrawn_by_jobs_as_the_web_role(
    lin: Person, office: Office, cast: Cast, as_web: AsWeb
) -> None:
    post = cast["zhounc"].post
    upload = received(table(LIN, HE), office.community)
    standings = []

    for kind, reason in ((ErrandKind.PREVIEW, ""), (ErrandKind.ACCEPT, ""), (ErrandKind.WITHDRAW, "传错了月份")):
        errand = ordered(upload, kind, post, reason)
        with as_web(None):
            jobs.work(errand_id=errand.pk, post_id=post.pk)
        upload.refresh_from_db()
        standings.append(upload.standing)

    assert standings == [UploadStanding.PREVIEWED, UploadStanding.ACCEPTED, UploadStanding.WITHDRAWN]
    assert list(Errand.objects.filter(ended_at__isnull=True) | Errand.objects.exclude(zh="")) == []
    assert [entry.verb for entry in Entry.objects.filter(subject=f"upload:{upload.pk}").order_by("pk")] == [
        *("ledgers.receive", "ledgers.order", "ledgers.preview", "ledgers.order", "ledgers.accept"),
        *("ledgers.order", "ledgers.withdraw"),
    ]


def test_one_thing_at_a_time_is_done_with_a_file_and_the_second_is_told(
    lin: Person, office: Office, cast: Cast
) -> None:
    upload = received(table(LIN), office.community)
    ordered(upload, ErrandKind.PREVIEW, cast["zhounc"].post)

    with pytest.raises(actions.AlreadyOrderedError, match="周念慈"):
        ordered(upload, ErrandKind.PREVIEW, cast["zhounc"].post)


@pytest.mark.parametrize(
    ("kind", "reason", "error"),
    [
        (ErrandKind.ACCEPT, "", actions.WrongStandingError),
        (ErrandKind.WITHDRAW, "传错了月份", actions.WrongStandingError),
    ],
)
def test_what_cannot_be_done_yet_is_not_ordered(
    lin: Person, office: Office, cast: Cast, kind: ErrandKind, reason: str, error: type[Exception]
) -> None:
    upload = received(table(LIN), office.community)

    with pytest.raises(error):
        ordered(upload, kind, cast["zhounc"].post, reason)


def test_a_withdrawal_says_why(lin: Person, office: Office, cast: Cast) -> None:
    upload = received(table(LIN), office.community)
    for kind in (ErrandKind.PREVIEW, ErrandKind.ACCEPT):
        done(upload, kind, cast["zhounc"].post)

    with pytest.raises(actions.ReasonMissingError):
        ordered(upload, ErrandKind.WITHDRAW, cast["zhounc"].post, "错")
    with pytest.raises(IntegrityError, match="ledgers_a_withdrawal_says_why"), transaction.atomic():
        Errand.objects.create(
            upload=upload, kind=ErrandKind.WITHDRAW, post=cast["zhounc"].post, at=AT, area=office.community
        )


def test_what_is_refused_is_written_on_the_errand_in_words(lin: Person, office: Office, cast: Cast) -> None:
    upload = received(table(("1", "已婚"), heads=("序号", "婚姻状况")), office.community)

    errand = done(upload, ErrandKind.PREVIEW, cast["zhounc"].post)

    assert "认不出行里是谁" in errand.zh
    assert (errand.is_open, upload.standing) == (False, UploadStanding.RECEIVED)


def test_a_post_that_may_not_import_any_more_gets_nothing_done(lin: Person, office: Office, cast: Cast) -> None:
    upload, post = received(table(LIN), office.community), cast["zhounc"].post
    errand = ordered(upload, ErrandKind.PREVIEW, post)
    Post.objects.filter(pk=post.pk).update(valid_to=date(2026, 1, 2))

    jobs.work(errand_id=errand.pk, post_id=post.pk)

    errand.refresh_from_db()
    assert "现在不能导入台账" in errand.zh


def test_a_job_killed_after_the_decision_is_begun_again_and_finishes(
    lin: Person, office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload, post = received(table(LIN, HE), office.community), cast["zhounc"].post
    done(upload, ErrandKind.PREVIEW, post)
    errand = ordered(upload, ErrandKind.ACCEPT, post)

    def killed(**_: object) -> None:
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(facts, "catch_up", killed)
        with pytest.raises(OperationalError):
            jobs.work(errand_id=errand.pk, post_id=post.pk)
    upload.refresh_from_db()
    between = (upload.standing, Origin.objects.get(pk=upload.origin_id or 0).is_caught_up)
    jobs.work(errand_id=errand.pk, post_id=post.pk)

    errand.refresh_from_db()
    assert between == (UploadStanding.ACCEPTED, False)
    assert Origin.objects.get(pk=upload.origin_id or 0).is_caught_up
    assert (errand.is_open, errand.zh) == (False, "")
    assert known.known_of("person", [lin.pk])[lin.pk]["person.marriage"].text == "20"
    assert Person.objects.filter(name="何晚舟").count() == 1


def test_a_job_that_ended_does_nothing_when_it_is_begun_again(lin: Person, office: Office, cast: Cast) -> None:
    upload, post = received(table(LIN), office.community), cast["zhounc"].post
    errand = done(upload, ErrandKind.PREVIEW, post)
    entries = Entry.objects.count()

    jobs.work(errand_id=errand.pk, post_id=post.pk)

    assert Entry.objects.count() == entries


def test_what_went_wrong_in_the_programme_is_told_and_raised(
    lin: Person, office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload, post = received(table(LIN), office.community), cast["zhounc"].post
    errand = ordered(upload, ErrandKind.PREVIEW, post)

    def broken(**_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(actions, "preview", broken)
    with pytest.raises(RuntimeError):
        jobs.work(errand_id=errand.pk, post_id=post.pk)

    errand.refresh_from_db()
    assert "没有办成" in errand.zh


def test_what_moved_since_the_check_is_told_and_checked_anew(lin: Person, office: Office, cast: Cast) -> None:
    post = cast["zhounc"].post
    upload = received(table(LIN, HE), office.community)
    done(upload, ErrandKind.PREVIEW, post)
    before = upload.counts["changed"]
    say(Subject.PERSON, lin.pk, marriage="10")

    errand = done(upload, ErrandKind.ACCEPT, post)
    again = done(upload, ErrandKind.ACCEPT, post)

    assert "有 1 人的登记内容变了" in errand.zh
    assert (before, upload.standing, again.zh) == (0, UploadStanding.ACCEPTED, "")
    assert Arrivals.objects.get(upload=upload).rows == [4]


def test_the_check_after_something_moved_shows_what_changes_now(lin: Person, office: Office, cast: Cast) -> None:
    post = cast["zhounc"].post
    upload = received(table(LIN), office.community)
    done(upload, ErrandKind.PREVIEW, post)
    first = upload.counts["new"], upload.counts["changed"]
    say(Subject.PERSON, lin.pk, marriage="10")

    done(upload, ErrandKind.ACCEPT, post)

    assert upload.standing == UploadStanding.PREVIEWED
    assert (upload.counts["new"], upload.counts["changed"]) == (first[0] - 1, first[1] + 1)


def test_a_newcomer_whom_somebody_registered_meanwhile_is_checked_anew_and_not_doubled(
    lin: Person, office: Office, cast: Cast
) -> None:
    upload = received(table(LIN, HE), office.community)
    done(upload, ErrandKind.PREVIEW, cast["zhounc"].post)
    registry.register_person(
        name="何晚舟", id_number=HE[2], registration=Registration.RESIDENT, dwelling=office.dwelling, by=ZHOU, at=AT
    )

    errand = done(upload, ErrandKind.ACCEPT, cast["zhounc"].post)

    assert "有 1 人的登记内容变了" in errand.zh
    assert (upload.counts["linked"], upload.counts["newcomers"]) == (2, 0)


def test_a_preview_thrown_away_leaves_the_file_as_it_was_received(lin: Person, office: Office, cast: Cast) -> None:
    upload = received(table(LIN, HE, heads=HEADS), office.community)
    done(upload, ErrandKind.PREVIEW, cast["zhounc"].post)

    actions.reopen(upload_id=upload.pk, by=ZHOU, at=AT)

    upload.refresh_from_db()
    assert (upload.standing, upload.origin, upload.counts) == (UploadStanding.RECEIVED, None, {})
    assert upload.content is not None
    assert not upload.newcomers.exists()
    assert Entry.objects.filter(verb="ledgers.reopen").count() == 1
