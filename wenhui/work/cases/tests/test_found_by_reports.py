"""The board finds a case by the words of everybody who reported it, within what its reader may see."""

from datetime import timedelta

import pytest

from wenhui.ground.accounts.testing import AsWeb
from wenhui.work.cases import actions, queries
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import OPEN, Stage

pytestmark = pytest.mark.database


def test_a_case_is_found_by_the_words_of_reports_and_cases_that_were_joined_to_it(desk: Desk, as_web: AsWeb) -> None:
    luming = desk.actor("luming")
    held = desk.report(title="路面塌陷")
    desk.report(title="围挡倒伏压到自行车", description="西门口", same_as=held.number)
    doubled = desk.report(title="地上陷了个窟窿", at=desk.at + timedelta(hours=1))
    desk.report(title="坑里积着脏水", same_as=doubled.number)
    desk.report(title="树枝刮到电线")
    actions.attach(case_id=doubled.pk, into=held.number, by=luming, at=desk.at + timedelta(hours=2))

    def found(text: str, who: str = "zhounc", *stages: Stage) -> list[int]:
        with as_web(desk.cast[who].scope):
            return queries.found(text, stages=stages)

    assert found("自行车", "zhounc", *OPEN) == [held.pk]
    assert found("围挡 西门口", "zhounc", *OPEN) == [held.pk]
    assert found("窟窿", "zhounc", *OPEN) == [held.pk]
    assert found("脏水", "zhounc", *OPEN) == [held.pk]
    assert found("窟窿") == [doubled.pk, held.pk]
    assert found("自行车 窟窿") == []
    assert found("自行车", "hansg") == []
    assert found("自行车", "zhounc", Stage.CLOSED) == []
