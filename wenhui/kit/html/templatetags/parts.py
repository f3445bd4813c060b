"""`{% load parts %}`: icons, lights, times, numbers and small drawn figures, in the words of the office."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from wenhui.kit import clock
from wenhui.kit.html import icons, numbers, spark, times, wording
from wenhui.kit.words import Words

register = template.Library()

LIGHT_WORDS: Mapping[str, Any] = {
    "ok": gettext_lazy("正常"),
    "soon": gettext_lazy("临期"),
    "late": gettext_lazy("超期"),
    "hold": gettext_lazy("暂停"),
    "stale": gettext_lazy("数据过时"),
}


LONG_COUNT = 10_000  # as many digits as a narrow column holds only in smaller type


def _now(context: template.Context) -> datetime:
    now: datetime = context.get("now") or clock.now()
    return now


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw one icon of the sprite; with `label` it speaks for itself, without it is decoration."""
    if name not in icons.NAMES:
        raise template.TemplateSyntaxError(f"Icon {name!r} is not in wenhui/kit/html/icons.py.")
    address = f"{static('lib/icons.svg')}#i-{name}"
    if label:
        return format_html('<svg class="ic" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)
    return format_html('<svg class="ic" aria-hidden="true"><use href="{}"/></svg>', address)


@register.inclusion_tag("parts/light.html")
def light(kind: str, word: object = "", *, plate: bool = False, only_number: bool = False) -> dict[str, Any]:
    """Show a light: shape, colour and word together. `word` replaces the usual one (`剩 48 分`, `达标`, a count).

    With `only_number` the word is a bare count, and the light's name is spoken before it.
    """
    if kind not in LIGHT_WORDS:
        raise template.TemplateSyntaxError(f"A light is one of {', '.join(LIGHT_WORDS)}, not {kind!r}.")
    usual = LIGHT_WORDS[kind]
    return {"kind": kind, "word": usual if word == "" else word, "usual": usual, "plate": plate, "spoken": only_number}


@register.simple_tag(takes_context=True)
def ago(context: template.Context, at: datetime | None) -> str | SafeString:
    """Write a moment: 今日 10:30, 昨日 18:00, 3-13 17:00, 2025-07-02; `—` when there is none."""
    if at is None:
        return numbers.UNKNOWN
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', at.isoformat(), times.exact(at), times.moment(at, now=_now(context))
    )


@register.simple_tag(takes_context=True)
def left(context: template.Context, due: datetime | timedelta | None) -> str:
    """Write how long is left until `due`, a moment or a span counted on a work calendar: 剩 48 分, 超 2 天 1 时."""
    if due is None:
        return numbers.UNKNOWN
    return times.left(due if isinstance(due, timedelta) else due - _now(context))


@register.simple_tag(takes_context=True)
def day(context: template.Context, at: datetime | None = None) -> str:
    """Write the day of page heads: 3 月 17 日 周二."""
    return times.day(at or _now(context))


@register.filter
def say(words: Words) -> str:
    """Say a pair of words in the reader's language."""
    return wording.say(words)


@register.filter
def span(length: timedelta | None) -> str:
    """Write a length of time: 1 时 18 分."""
    return numbers.UNKNOWN if length is None else times.span(length)


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """Write a number: 1,764; `—` when it is not known."""
    return numbers.number(value, decimals)


@register.filter
def percent(share: float | None, decimals: int = 1) -> str:
    """Write a share between 0 and 1: 96.4 %."""
    return numbers.percent(share, decimals)


@register.filter
def signed(value: float | None, decimals: int = 0) -> str:
    """Write a change: +3, −8."""
    return numbers.signed(value, decimals)


@register.filter
def known(value: object) -> object:
    """Show a dash for what is empty or not known."""
    return numbers.UNKNOWN if value is None or value == "" else value


@register.inclusion_tag("parts/ages.html")
def ages(columns: Sequence[tuple[str, int | None, str]], head: str) -> dict[str, Any]:
    """Draw standing columns: `(label, count, kind)` each, kind empty, `soon` or `late` for what has grown old."""
    tallest = max((count or 0 for _, count, _ in columns), default=0)
    return {
        "head": head,
        "columns": [
            # The least that shows is two parts in a hundred; nothing stays nothing.
            {
                "label": label,
                "count": count,
                "kind": kind,
                "is_long": (count or 0) >= LONG_COUNT,
                "top": round(100 - max(2, count / tallest * 100), 1) if count else 100,
            }
            for label, count, kind in columns
        ],
    }


@register.inclusion_tag("parts/spark.html", name="spark")
def spark_tag(values: Sequence[float | None], target: float | None = None, label: str = "") -> dict[str, Any]:
    """Draw a sparkline of `values`, oldest first, with a dashed line at `target`."""
    drawn = spark.line(values, target=target)
    return {"spark": drawn, "label": label, "width": spark.WIDTH, "height": spark.HEIGHT}


@register.inclusion_tag("parts/spread.html")
def spread(value: float, target: float, reach: float) -> dict[str, Any]:
    """Draw how far `value` lies from `target`: a bar from the target line; below it in the colour of 接近."""
    start, width = spark.from_target(value, target=target, reach=reach)
    return {"start": start, "width": width, "is_low": value < target}


@register.inclusion_tag("parts/bar.html")
def bar(*counts: float, kinds: str = "", tall: bool = False, label: str = "") -> dict[str, Any]:
    """Draw parts of a whole: `{% bar 62 38 kinds="accent rest" %}`; a part of kind `rest` is the empty track."""
    names = kinds.split() or ["accent", "rest"]
    if len(names) < len(counts):
        raise template.TemplateSyntaxError("A bar names a kind for every part.")
    parts = [
        {"kind": kind, "start": start, "width": width}
        for kind, (start, width) in zip(names, spark.shares(counts), strict=False)
        if kind != "rest" and width
    ]
    return {"parts": parts, "tall": tall, "label": label}


@register.simple_tag
def control(field: BoundField, *, invalid: object = None, wrong: str = "", **attributes: Any) -> SafeString:
    """Render a form field's own control in our dress: its hint and its error are read with it.

    `invalid` and `wrong` mark it for an error that stands elsewhere, such as one about two fields together.
    """
    spoken = [f"{field.auto_id}_hint"] if field.help_text else []
    if field.errors:
        spoken.append(f"{field.auto_id}_wrong")
    if invalid:
        spoken.append(wrong)
    if field.errors or invalid:
        attributes["aria-invalid"] = "true"
    if spoken:
        attributes["aria-describedby"] = " ".join(spoken)
    own = field.field.widget.attrs.get("class", "")
    attributes["class"] = f"input {own}".strip()
    return field.as_widget(attrs=attributes)


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: object) -> str:
    """Return this page's query with `changes`; a value of None drops the key, and a change of anything drops `page`."""
    query = context["request"].GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("parts/th.html", takes_context=True)
def th(context: template.Context, key: str, word: str, *, sort: str = "", number: bool = False) -> dict[str, Any]:
    """Head a column one may sort by. `sort` is what is sorted now: `due` upwards, `-due` downwards."""
    state = "ascending" if sort == key else "descending" if sort == f"-{key}" else ""
    following = f"-{key}" if state == "ascending" else key
    return {
        "word": word,
        "state": state,
        "address": address_with(context, sort=following),
        "spoken": gettext("按%(column)s排序") % {"column": word},
        "number": number,
    }
