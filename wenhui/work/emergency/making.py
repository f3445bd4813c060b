"""The list of an emergency on paper, or as one file that opens without a network."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from wenhui.kit.paper import printing
from wenhui.work.emergency.gathering import Gathered
from wenhui.work.emergency.models import Emergency
from wenhui.work.visits.emergency import Block, Door, Occupant

LAYOUT = Path(__file__).parent / "list.typ"


def pdf(one: Emergency, held: Gathered, blocks: Sequence[Block], *, by: str, is_clear: bool, at: datetime) -> bytes:
    """Return the list as A4, in Chinese."""
    with translation.override(settings.LANGUAGE_CODE):
        return printing.pdf(LAYOUT, data(one, held, blocks, by=by, is_clear=is_clear, at=at), at=at)


def page(one: Emergency, held: Gathered, blocks: Sequence[Block], *, by: str, is_clear: bool, at: datetime) -> str:
    """Return the list as one file of HTML that needs nothing beside it."""
    with translation.override(settings.LANGUAGE_CODE):
        given = data(one, held, blocks, by=by, is_clear=is_clear, at=at)
        styles = Path(str(finders.find("visits/paper.css"))).read_text(encoding="utf-8")
        look = {"lang": settings.LANGUAGE_CODE}
        return render_to_string(
            "emergency/offline.html", given | {"styles": styles, "look": look, "is_demo": settings.DEMO}
        )


def data(
    one: Emergency, held: Gathered, blocks: Sequence[Block], *, by: str, is_clear: bool, at: datetime
) -> dict[str, Any]:
    """Return what stands on the list. Without names only doors are listed where somebody needs help."""
    return {
        "title": gettext("应急名单"),
        "office": one.area.name,
        "reason": one.reason,
        "said": gettext("%(by)s %(at)s 打印") % {"by": by, "at": _moment(at)},
        "ends": _moment(one.ends_at),
        "clear": is_clear,
        "demo": settings.DEMO,
        "sums": [
            [gettext("未结案件"), len(held.cases)],
            [gettext("超期"), held.late],
            [gettext("楼幢"), len(held.blocks)],
            [gettext("户"), held.homes],
            [gettext("人"), held.people],
            [gettext("要人帮"), held.in_need],
        ],
        "cases": [
            {"number": row.case.number, "title": row.case.title, "place": f"{row.grid} {row.spot}".strip(),
             "stage": row.stage, "left": row.left, "unit": row.unit}
            for row in held.cases
        ],
        "grids": [
            {"name": grid.name, "who": gettext("、").join(post.account.name for post in grid.posts)}
            for grid in held.grids
        ],
        "blocks": [_block(block, is_clear=is_clear) for block in blocks],
    }  # fmt: skip


def _block(block: Block, *, is_clear: bool) -> dict[str, Any]:
    doors = [door for door in block.doors if is_clear or door.needs_help]
    return {
        "name": block.name,
        "people": block.people,
        "need": block.in_need,
        "doors": [_door(door, is_clear=is_clear) for door in doors],
    }


def _door(door: Door, *, is_clear: bool) -> dict[str, Any]:
    join = gettext("、").join
    if is_clear:
        people = join(_named(one) for one in door.people)
        needs = join(f"{one.name}（{_needs(one)}）" for one in door.people if one.needs)
    else:
        people = ngettext("%(n)s 人", "%(n)s 人", len(door.people)) % {"n": len(door.people)}
        needs = join(_needs(one) for one in door.people if one.needs)
    call = f"{door.call.name} {door.call.phone}" if is_clear and door.call else ""
    return {"door": f"{door.unit} {door.room}".strip(), "people": people, "needs": needs, "call": call}


def _named(one: Occupant) -> str:
    return one.name if one.age is None else f"{one.name} {one.age}"


def _needs(one: Occupant) -> str:
    return gettext("，").join(str(need.label) for need in one.needs)


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
