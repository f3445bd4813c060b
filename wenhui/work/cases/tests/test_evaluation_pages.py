"""Pages of the evaluation as the cast meets them under the web role, and the file that leaves the house."""

import io
import zipfile
from contextlib import chdir
from pathlib import Path

import duckdb
import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Browse
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.work.cases import actions
from wenhui.work.cases.actions import Reporter
from wenhui.work.cases.evaluation import publishing
from wenhui.work.cases.evaluation.rows import Asked
from wenhui.work.cases.models import Case, Evaluation
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.tests.test_evaluation import APRIL, MARCH, OFFICE, march
from wenhui.work.cases.words import Behalf, Route, Verb

__all__ = ["march"]


@pytest.fixture(autouse=True)
def second_of_april(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask the clock; here it is the second of April."""
    monkeypatch.setattr(clock, "now", lambda: APRIL)


def test_a_month_is_looked_at_published_and_counted_again_outside(
    march: Desk, browse: Browse, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clerk, handler = browse("luming"), browse("shenzy")

    with django_assert_max_num_queries(30):
        page = clerk.get("/cases/evaluation/").content.decode()
    rows = clerk.get("/cases/evaluation/rows/?period=2026-03&unit=municipal&term=on_time_rate.d").content.decode()
    look = clerk.get("/cases/evaluation/publish/?period=2026-03").content.decode()
    sent = clerk.post("/cases/evaluation/publish/?period=2026-03", follow=True)
    again = clerk.post("/cases/evaluation/publish/?period=2026-03")

    for words in ("2026 年 3 月", "按期结案率", "50.0 %", "没有可算的", "还没有派出", "全部单位", "公布这一期"):
        assert words in page
    assert "超期没有办" in rows
    assert "缓办</a>" not in rows
    assert rows.count('<td class="keep" data-label="到期">') == 4
    assert "9 行案件" in look
    assert "没有变化" in sent.content.decode()
    assert again.status_code == 409
    assert "为什么再公布一版" in again.content.decode()

    one = Evaluation.objects.get()
    own = handler.get("/cases/evaluation/").content.decode()
    published = handler.get(f"/cases/evaluation/{one.pk}/").content.decode()
    kept = clerk.get(f"/cases/evaluation/rows/?of={one.pk}&unit=municipal&term=on_time_rate.n").content.decode()
    beyond = handler.get("/cases/evaluation/rows/?period=2026-03&unit=sanitation&term=should_close.n").content.decode()
    below = browse("zhounc").get(f"/cases/evaluation/{one.pk}/")

    assert "市政养护" in own
    assert "环卫" not in own
    assert "全部单位" not in own
    assert published.count("环卫") == 1  # in what is open to every unit
    assert 'data-label="退单率"' in published[published.index("各单位的退单") :]
    assert 'data-label="按期结案率"' not in published[published.index("各单位的退单") :]
    assert "按期办结" in kept
    assert "公布时的样子" in kept
    assert "退单</a>" not in beyond
    assert below.status_code == 200
    assert handler.get("/cases/evaluation/publish/").status_code == 403
    assert handler.get(f"/cases/evaluation/{one.pk}/export.zip").status_code == 403
    assert clerk.get("/cases/evaluation/rows/?term=points.n").status_code == 404

    late = Case.objects.get(title="超期没有办")
    for verb in (Verb.ANSWER, Verb.VERIFY, Verb.CLOSE):
        march.step(late, verb, at=APRIL)
    since = publishing.since(one, Asked(OFFICE, MARCH, APRIL))
    [row] = since.rows
    assert (row.row["number"], set(row.facts())) == (late.number, {"closed_at", "closed", "solved", "work_minutes"})
    assert {one.rows for one in since.figures if one.key == "closed_rate"} == {1}
    assert not [one for one in since.figures if one.key == "on_time_rate"]
    differs = clerk.get(f"/cases/evaluation/{one.pk}/").content.decode()
    for words in ("1 行和公布时不同", "工时（分）：— → ", "公布时 50.0 %，现在 75.0 %：1 件不同"):
        assert words in differs
    assert Evaluation.objects.get().figures == one.figures

    taken = clerk.get(f"/cases/evaluation/{one.pk}/export.zip")
    zipfile.ZipFile(io.BytesIO(taken.getvalue())).extractall(tmp_path)
    figures = {
        (unit, key, figure[0], figure[1], figure[2])
        for unit, of in one.figures["units"].items()
        for key, figure in of.items()
    }
    with chdir(tmp_path), duckdb.connect(config={"threads": 1}) as there:
        last = there.execute((tmp_path / "recompute.sql").read_text()).fetchall()
        recomputed = set(there.execute("SELECT unit_key, measure, above, below, value FROM figures").fetchall())
        types = there.execute("SELECT unit_key, type_key, cases FROM first_types ORDER BY unit_key, place").fetchall()
    assert recomputed == figures
    assert last == [(len(figures), 0)]
    assert types == [(unit, key, n) for unit, of in one.figures["types"].items() for key, n in of]
    assert Entry.objects.get(verb="cases.export_evaluation").refs == {"rows": 9}


def test_a_call_back_is_written_on_the_card(desk: Desk, browse: Browse) -> None:
    clerk = desk.actor("luming")
    case = desk.take(
        desk.report(reporter=Reporter(Behalf.RESIDENT, "顾晚晴", "12000001234", Route.PHONE), by=clerk), Verb.CLOSE
    )
    report = case.reports.get()
    actions.inform(report_id=report.pk, told="已修好", by=clerk, at=desk.at)
    client = browse("luming")

    offered = client.get(f"/cases/{case.number}/").content.decode()
    refused = client.post(f"/cases/{case.number}/reports/{report.pk}/call-back/", {"satisfied": "no"})
    client.post(f"/cases/{case.number}/reports/{report.pk}/call-back/", {"satisfied": "no", "words": "又陷了"})
    told = client.get(f"/cases/{case.number}/").content.decode()

    assert "记回访" in offered
    assert refused.status_code == 409
    assert "不满意，又陷了" in told.replace("\n", "")
