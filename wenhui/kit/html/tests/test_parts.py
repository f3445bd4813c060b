"""Every part renders in every state, and says in words what it shows in colour."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory

NOW = datetime(2026, 3, 17, 1, 42, tzinfo=UTC)


def shown(source: str, **context: object) -> str:
    """Return what a template makes of `source`, without the blanks between tags."""
    request = RequestFactory().get("/cases/", {"sort": "due", "page": "3", "q": "张"})
    html = Template("{% load parts %}" + source).render(Context({"request": request, "now": NOW, **context}))
    return " ".join(html.split())


@pytest.mark.parametrize(
    ("kind", "word"), [("ok", "正常"), ("soon", "临期"), ("late", "超期"), ("hold", "暂停"), ("stale", "数据过时")]
)
def test_a_light_is_shape_colour_and_word(kind: str, word: str) -> None:
    html = shown(f'{{% light "{kind}" plate=True %}}')

    assert f'class="light {kind} plate"' in html
    assert f"#i-{kind}" in html
    assert word in html


def test_a_bare_count_speaks_its_light() -> None:
    html = shown('{% light "late" 0 only_number=True %}')

    assert '<span class="sr">超期 </span>0' in html


def test_an_unknown_light_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="A light is one of"):
        shown('{% light "purple" %}')


def test_a_moment_is_exact_and_relative_at_once() -> None:
    html = shown("{% ago at %}", at=NOW + timedelta(minutes=48))

    assert 'datetime="2026-03-17T02:30:00+00:00"' in html
    assert 'title="2026-03-17 10:30:00"' in html
    assert ">今日 10:30<" in html


def test_what_is_not_known_is_a_dash() -> None:
    html = shown(
        "{% ago none %}{% left none %}{{ none|number }}{{ none|percent }}{{ ''|known }}{{ none|span }}", none=None
    )

    assert html == "—" * 6


def test_time_left_counts_from_the_moment_of_the_page_or_takes_a_span() -> None:
    html = shown("{% left due %}|{% left span %}", due=NOW + timedelta(minutes=48), span=-timedelta(days=2, hours=1))

    assert html == "剩 48 分|超 2 天 1 时"


def test_a_sparkline_speaks_only_when_given_words() -> None:
    silent, spoken = shown("{% spark values %}", values=[1, 2]), shown('{% spark values 3 "近 7 天" %}', values=[1, 2])

    assert 'aria-hidden="true"' in silent
    assert 'class="aim"' not in silent
    assert 'aria-label="近 7 天"' in spoken
    assert 'class="aim"' in spoken


def test_bars_are_svg_without_inline_style() -> None:
    html = shown('{% bar 22 6 3 kinds="ok soon late" %}{% bar 62 38 %}{% bar 0 0 %}')

    assert "style=" not in html
    assert html.count("<rect") == 4


def test_a_bar_without_a_kind_for_every_part_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="a kind for every part"):
        shown('{% bar 1 2 3 kinds="ok" %}')


def test_columns_by_age_leave_nothing_at_nothing() -> None:
    html = shown('{% ages columns "在办时长" %}', columns=[("≤ 1", 40, ""), ("> 15", 0, "late"), ("?", None, "")])

    assert 'y="0.0"' in html
    assert html.count('y="100"') == 2
    assert "—" in html


def test_a_head_says_how_it_is_sorted_and_turns_round() -> None:
    up = shown('{% th "due" "剩余时间" sort="due" %}')
    other = shown('{% th "place" "地点" sort="due" %}')

    assert 'aria-sort="ascending"' in up
    assert "sort=-due" in up
    assert "page=" not in up
    assert "aria-sort" not in other
    assert "q=%E5%BC%A0" in other


def test_leafing_keeps_the_search() -> None:
    leaf = Paginator(range(126), 20).page(2)

    html = shown('{% include "parts/pages.html" %}', leaf=leaf, unit="件")

    assert "显示 21–40 / 126 件" in html
    assert "page=1" in html
    assert "page=3" in html


class Visit(forms.Form):
    phone = forms.CharField(label="联系电话", help_text="以后的表不再问", max_length=3)


def test_a_wrong_field_keeps_what_was_typed_and_reads_its_error() -> None:
    html = shown('{% include "parts/field.html" with field=form.phone only %}', form=Visit({"phone": "1380"}))

    assert 'value="1380"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_phone_hint id_phone_wrong"' in html
    assert 'id="id_phone_wrong"' in html


def test_an_error_about_two_fields_can_be_read_with_one_of_them() -> None:
    html = shown('{% control form.phone wrong="both" invalid=True %}', form=Visit())

    assert 'aria-invalid="true"' in html
    assert "both" in html


@pytest.mark.parametrize(
    ("part", "context", "words"),
    [
        ("tag", {"word": "网格上报", "kind": "accent"}, 'class="tag accent"'),
        ("button", {"word": "派遣", "kind": "main", "icon": "send", "key": "D"}, 'aria-keyshortcuts="D"'),
        ("button", {"word": "导出", "address": "/x"}, 'href="/x"'),
        ("button", {"word": "在派", "busy": True, "disabled": True}, "disabled"),
        ("chip", {"word": "打铁关", "address": "?", "active": True}, 'aria-current="true"'),
        ("note", {"kind": "late", "head": "没有保存成功", "text": "还在"}, 'role="alert"'),
        ("empty", {"head": "没有", "text": "都好了", "action": "看", "address": "/"}, "<h3>没有</h3>"),
        ("progress", {"what": "导入", "done": 62, "rest": 38, "total": 100, "share": 0.62}, "62 %"),
        ("toast", {"text": "已派", "action": "撤回", "address": "#"}, "撤回"),
        ("trail", {"steps": [{"state": "now", "head": "到场", "text": "", "who": "沈知远"}]}, '<li class="now">'),
        ("crumbs", {"crumbs": [("街道", "/"), ("社区", "")]}, 'aria-current="page"'),
        ("figure", {"id": "f", "name": "超期", "kind": "late", "value": "3", "unit": "件"}, 'class="fig late"'),
        ("spread", {"start": 50, "width": 20, "is_low": False}, 'width="20"'),
        ("link", {}, 'data-when="lost"'),
    ],
)  # fmt: skip
def test_a_part_says_its_state(part: str, context: dict[str, object], words: str) -> None:
    html = " ".join(render_to_string(f"parts/{part}.html", context).split())

    assert words in html
    assert "style=" not in html
