"""The gallery: every component in every state, on invented examples, so that rooms copy what exists."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenhui.ground.accounts import guard
from wenhui.kit import clock
from wenhui.site import access

COLOURS = (
    (gettext_lazy("纸"), "paper"),
    (gettext_lazy("面"), "surface"),
    (gettext_lazy("凹"), "sunken"),
    (gettext_lazy("线"), "line"),
    (gettext_lazy("淡墨"), "ink-3"),
    (gettext_lazy("墨"), "ink"),
    (gettext_lazy("运河青"), "accent"),
    (gettext_lazy("青底"), "accent-soft"),
    (gettext_lazy("正常"), "ok-mark"),
    (gettext_lazy("临期"), "soon-mark"),
    (gettext_lazy("超期"), "late-mark"),
    (gettext_lazy("暂停"), "hold-mark"),
)


class Sample(forms.Form):
    """Three fields: one wrong, one with a hint, one to tick."""

    phone = forms.CharField(label=gettext_lazy("联系电话"))
    bank = forms.ChoiceField(
        label=gettext_lazy("收款银行"),
        choices=[("", gettext_lazy("请选择"))],
        help_text=gettext_lazy("以后的表不再问"),
        required=False,
    )
    words = forms.CharField(label=gettext_lazy("发生了什么"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    told = forms.BooleanField(label=gettext_lazy("已当面告知用途和保存期限"), initial=True, required=False)

    def clean_phone(self) -> str:
        """Refuse any number but one of eleven digits, in words that say how to mend it."""
        phone: str = self.cleaned_data["phone"]
        short = 11 - len(phone.replace(" ", ""))
        if short > 0:
            raise forms.ValidationError(
                _("少 %(n)s 位。手机号是 11 位，固定电话请带区号。"), params={"n": short}, code="short"
            )
        return phone


def _moments(now: datetime) -> list[datetime]:
    return [now - timedelta(hours=age) for age in (0.2, 26, 100, 9000)] + [now + timedelta(days=1)]


def _figures() -> list[dict[str, Any]]:
    down, up = [150, 142, 145, 133, 139, 130, 126], [91.2, 92.6, 93.5, 93.1, 94.9, 95.2, 96.4]
    return [
        {"id": "g-open", "name": _("在办案件"), "kind": "ok", "word": _("正常"), "value": "126", "unit": _("件"),
         "values": down, "target": 150, "change": _("比昨日少 8"), "trend": "fall", "aim": _("上限 150")},
        {"id": "g-due", "name": _("今日到期"), "kind": "soon", "word": _("临期"), "value": "11", "unit": _("件"),
         "values": [6, 11, 5, 9, 7, 10, 11], "target": None, "change": _("2 小时内 4 件"), "trend": "",
         "aim": _("已办结 5")},
        {"id": "g-late", "name": _("超期"), "kind": "late", "word": _("超期"), "value": "3", "unit": _("件"),
         "values": [6, 5, 5, 3, 3, 1, 3], "target": 0, "change": _("比昨日多 2"), "trend": "rise", "aim": _("目标 0")},
        {"id": "g-rate", "name": _("按期结案率"), "kind": "ok", "word": _("达标"), "value": "96.4", "unit": "%",
         "values": up, "target": 95, "change": _("比上月高 0.6"), "trend": "rise", "aim": _("目标 ≥ 95")},
        {"id": "g-none", "name": _("重复问询率"), "kind": "stale", "word": _("迟 3 时 41 分"), "value": "—", "unit": "",
         "values": [None, None, 2.1, 1.4, None, 1.1, 0.8], "target": 0, "change": "", "trend": "", "aim": _("目标 0")},
    ]  # fmt: skip


def _charts() -> list[dict[str, Any]]:
    weeks = ["1-19", "1-26", "2-02", "2-09", "2-16", "2-23", "3-02", "3-09"]
    came, went = [96, 104, 88, 71, 42, 90, 108, 101], [92, 101, 94, 80, 39, 82, 103, 109]
    months = [f"{2025 + month // 12}-{month % 12 + 1:02d}" for month in range(3, 15)]
    rate = [91.2, 92.0, 91.6, 92.8, 93.1, 93.8, 93.4, 94.6, 95.1, 94.9, 95.8, 96.4]
    kinds = [(_("暴露垃圾"), 42), (_("店外经营"), 31), (_("占道停车"), 27), (_("路面破损"), 15), (_("噪声扰民"), 9)]
    return [
        {"kind": "bar", "head": _("近 8 周每周新报与办结"), "names": [_("周"), _("新报"), _("办结")], "unit": "",
         "decimals": 0, "target": None, "rows": [(week, [a, b]) for week, a, b in zip(weeks, came, went, strict=True)]},
        {"kind": "line", "head": _("过去 12 个月按期结案率"), "names": [_("月"), _("按期结案率")], "unit": "%",
         "decimals": 1, "target": 95, "rows": [(month, [value]) for month, value in zip(months, rate, strict=True)]},
        {"kind": "rows", "head": _("最多的五类"), "names": [_("类别"), _("件数")], "unit": _("件"), "decimals": 0,
         "target": None, "rows": [(name, [count]) for name, count in kinds]},
    ]  # fmt: skip


_COUNTS = ((8, 15, 16), (11, 21, 24), (13, 0, 18))


def _map() -> dict[str, Any]:
    rows = [
        (f"{row + 1}-{column + 1}", "", count) for row, line in enumerate(_COUNTS) for column, count in enumerate(line)
    ]
    return {
        "id": "g-map", "head": _("在办案件分布"), "source": reverse("gallery-map"), "up": "",
        "words": _("9 个示意区域按在办案件数着色，最多 24 件，最少 0 件；2 处有超期"),
        "steps": ["0", "1–10", "11–15", "16–20", "≥ 21"], "pins": _("有超期"), "names": [_("区域"), _("件数")],
        "rows": rows,
    }  # fmt: skip


def _step(count: int) -> int:
    return 0 if count == 0 else 1 if count <= 10 else 2 if count <= 15 else 3 if count <= 20 else 4


def _square(west: float, south: float, size: float) -> dict[str, Any]:
    ring = [(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)]
    return {"type": "Polygon", "coordinates": [ring]}


@guard.page(access.SEE_GALLERY)
def sample_map(request: HttpRequest) -> JsonResponse:
    """Answer with nine invented squares, so that the map shows without any areas in the database."""
    size = 0.01
    features: list[dict[str, Any]] = []
    for row, line in enumerate(_COUNTS):
        for column, count in enumerate(line):
            west, south = 120 + column * size, 30 - row * size
            name = f"{row + 1}-{column + 1}"
            properties = {
                "role": "fill", "id": f"g{name}", "name": name, "label": name, "step": _step(count),
                "words": _("%(n)s 件") % {"n": count}, "address": f"#g{name}",
            }  # fmt: skip
            features.append({"type": "Feature", "geometry": _square(west, south, size), "properties": properties})
    for place, kind in (((120.017, 29.998), "late"), ((120.027, 29.998), "soon")):
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": place},
                "properties": {"role": "pin", "kind": kind, "name": _("1 件超期")},
            }
        )
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


@guard.page(access.SEE_GALLERY)
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    now = clock.now()
    steps = [
        {"state": "next", "head": _("待：处置反馈"), "text": _("，须附处置前后照片"), "who": ""},
        {"state": "now", "head": _("09:26 队伍到场"), "text": _("，加固围挡，疏导行人"), "who": _("市政养护 沈知远")},
        {"state": "", "head": _("08:30 派遣"), "text": "", "who": _("指挥室 陆明溪")},
    ]
    return render(
        request,
        "site/gallery.html",
        {
            "colours": COLOURS,
            "form": Sample({"phone": "138 0000 21", "told": "on"}),
            "moments": _moments(now),
            "spans": [timedelta(minutes=48), timedelta(minutes=78), timedelta(seconds=20), -timedelta(days=2, hours=1)],
            "figures": _figures(),
            "charts": _charts(),
            "map": _map(),
            "steps": steps,
            "leaf": Paginator(range(126), 20).page(2),
            "crumbs": [(_("文晖街道"), "#"), (_("流水东苑"), "#"), (_("04 网格"), "")],
            "columns": [("≤ 1", 38, ""), ("1–3", 47, ""), ("3–7", 27, ""), ("7–15", 10, "soon"), ("> 15", 4, "late")],
            "communities": [
                (_("打铁关"), 24, 1, 0.954, "ok", _("达标")),
                (_("流水东苑"), 21, 1, 0.93, "soon", _("接近")),
                (_("胜利"), 1018, 0, None, "stale", _("数据过时")),
            ],
        },
    )
