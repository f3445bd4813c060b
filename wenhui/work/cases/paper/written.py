"""What stands on a paper: the same words for the built-in layout and for an office's own template."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation

from wenhui.ground.areas import queries as areas
from wenhui.ground.files import store
from wenhui.ground.files.errors import StoreError
from wenhui.ground.files.rules import LARGE
from wenhui.kit.html.wording import say
from wenhui.work.cases import queries, rules, shown
from wenhui.work.cases.models import Case, CaseMove, CasePhoto, CaseReport
from wenhui.work.cases.paper.kinds import DEMANDS, Paper
from wenhui.work.cases.photos import photographing
from wenhui.work.cases.shown import Shown
from wenhui.work.cases.words import PhotoRole, Verb

CHINESE: Final = settings.LANGUAGE_CODE
MOST_PHOTOS: Final = 2
"""Of each side: as it was found and as it was left."""

BEFORE: Final = (PhotoRole.REPORTED, PhotoRole.BEFORE)
AFTER: Final = (PhotoRole.AFTER, PhotoRole.CHECK)


@dataclass(frozen=True, slots=True)
class Written:
    """One paper: its placeholders' words, the way of the case, and its photos by name."""

    paper: Paper
    values: Mapping[str, str]
    moves: list[dict[str, str]] = field(default_factory=list)
    photos: list[dict[str, str]] = field(default_factory=list)
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def data(self) -> dict[str, Any]:
        """Return what the built-in layout reads."""
        return {
            "title": f"{self.paper.words.zh} {self.values['案件号']}",
            "kind": self.paper.words.zh,
            "office": self.values["街道"],
            "values": dict(self.values),
            "moves": self.moves,
            "photos": self.photos,
            "demo": settings.DEMO,
        }


def of_case(paper: Paper, case: Case, *, by: str, at: datetime) -> Written:
    """Return a paper about a case, in Chinese. A photo that cannot be fetched now is named without its picture."""
    with translation.override(CHINESE):
        opened = next(shown.rows([case], at=at, units=queries.units()))
        moves = list(case.moves.order_by("id"))
        values = _values(opened, moves, paper, by=by, at=at)
        photos, pictures = _photos(photographing.photos_of(case)) if paper is Paper.SHEET else ([], {})
        return Written(paper, values, _way(moves), photos, pictures)


def letter(report: CaseReport, *, name: str, at: datetime) -> Written:
    """Return the letter to one reporter: their own words and what they were told, and nobody else's."""
    with translation.override(CHINESE):
        values = {
            "街道": _office(report.area_path),
            "案件号": report.case.number,
            "打印日期": _day(at),
            "报告人": name,
            "报告内容": "：".join(filter(None, (report.title, report.words))),
            "报告时间": _day(report.said_at or report.at),
            "答复内容": report.told,
            "答复时间": _day(report.answered_at) if report.answered_at else "",
        }
        return Written(Paper.LETTER, values)


def _values(opened: Shown, moves: list[CaseMove], paper: Paper, *, by: str, at: datetime) -> dict[str, str]:
    case = opened.case
    return {
        "街道": _office(case.area_path),
        "案件号": case.number,
        "事项": case.title,
        "描述": case.description,
        "类型": opened.type,
        "平台": opened.platform,
        "来源": opened.channel,
        "紧急程度": opened.urgency or "一般",
        "阶段": opened.stage,
        "网格": opened.grid,
        "地点": opened.spot,
        "处置单位": opened.unit,
        "要求": _demand(moves, paper),
        "上报时间": _moment(case.reported_at),
        "立案时间": _moment(case.registered_at),
        "派遣时间": _moment(case.dispatched_at),
        "反馈时间": _moment(case.answered_at),
        "结案时间": _moment(case.closed_at),
        "时限": opened.limit,
        "到期时间": _moment(case.due_at),
        "上级到期时间": _moment(case.upper_due_at),
        "街道时钟": opened.left,
        "上级时钟": opened.upper_left,
        "打印人": by,
        "打印时间": _moment(at),
        "打印日期": _day(at),
    }


def _demand(moves: Iterable[CaseMove], paper: Paper) -> str:
    wanted = DEMANDS.get(paper)
    said = [move.why for move in moves if move.verb == wanted and move.why]
    return said[-1] if said else ""


def _way(moves: Iterable[CaseMove]) -> list[dict[str, str]]:
    return [
        {"时间": _moment(move.at), "步骤": say(Verb(move.verb).words), "说明": move.why, "经办": move.by_name}
        for move in moves
    ]


def _photos(held: list[CasePhoto]) -> tuple[list[dict[str, str]], dict[str, bytes]]:
    photos, pictures = [], {}
    for side, roles in (("before", BEFORE), ("after", AFTER)):
        for number, photo in enumerate([one for one in held if one.role in roles][-MOST_PHOTOS:]):
            name = f"{side}-{number}.jpg"
            try:
                pictures[name] = store.current().read(store.key_of(photo.file.digest, f"{LARGE}.jpg"))
            except StoreError:
                name = ""
            words = f"{say(PhotoRole(photo.role).words)}，{_moment(photo.at)}，{photo.by_name}"
            photos.append({"side": side, "name": name, "words": words})
    return photos, pictures


def _office(path: str) -> str:
    office = areas.at_path(rules.office_of(path))
    return office.name if office else ""


def _moment(at: datetime | None) -> str:
    return f"{_day(at)} {timezone.localtime(at):%H:%M}" if at else ""


def _day(at: datetime) -> str:
    here = timezone.localtime(at)
    return f"{here.year}年{here.month}月{here.day}日"
