"""The parts of a figure by what it is kept by (type, unit, sex, …), in words, the largest first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenhui.cockpit import queries, rules
from wenhui.ground.tally import queries as tally
from wenhui.kit.html.wording import say
from wenhui.kit.words import Words
from wenhui.lake.indicators import Indicator, Period
from wenhui.record.forms import shown as forms
from wenhui.record.forms.words import CountedAs, PeriodKind
from wenhui.record.ledgers.words import CountedAs as CountedInTables
from wenhui.record.registry.words import OrganisationKind, Registration, ResidenceKind, Sex
from wenhui.work.cases import queries as cases
from wenhui.work.cases.models import CaseType
from wenhui.work.cases.words import Channel, Platform
from wenhui.work.visits.words import Outcome, ReasonKind
from wenhui.work.visits.words import Part as TimeOfDay

MOST: Final = 10

DIMENSIONS: Final[Mapping[str, Any]] = {
    "type_key": _("按类型"),
    "unit_key": _("按处置单位"),
    "channel": _("按来源"),
    "platform": _("按平台"),
    "registration": _("按人口类别"),
    "sex": _("按性别"),
    "kind": _("按类别"),
    "outcome": _("按结果"),
    "part": _("按时段"),
    "asker": _("按要表单位"),
    "counted_as": _("按计量来源"),
    "period": _("按填报周期"),
}
CHOICES: Final[Mapping[tuple[str, str], Any]] = {
    ("registry_person", "registration"): Registration,
    ("registry_person", "sex"): Sex,
    ("registry_residence", "kind"): ResidenceKind,
    ("registry_organisation", "kind"): OrganisationKind,
    ("visits_reason", "kind"): ReasonKind,
    ("visits_visit", "outcome"): Outcome,
    ("visits_visit", "part"): TimeOfDay,
    ("forms_form", "period"): PeriodKind,
    ("forms_entrycount", "counted_as"): CountedAs,
    ("ledgers_cellcount", "counted_as"): CountedInTables,
}


class Part(NamedTuple):
    """One category; `size` is None where it is too few to show."""

    name: str
    size: int | None


def parts(one: Indicator, dimension: str, path: str, *, at: datetime, period: Period | None, below: int) -> list[Part]:
    """Return the largest categories of an indicator, the rest added up in one. One question, one for the words."""
    found = tally.by_category(one.key, path, dimension, at, period)
    covered = rules.covered([count for _, count in found], below=below) if queries.is_of_persons(one) else []
    words = _words(one.table, dimension)
    shown = [
        Part(words.get(key, key) or gettext("没有填"), None if covered and covered[place] else count)
        for place, (key, count) in enumerate(found)
    ]
    rest = sum(count for _, count in found[MOST:])
    return shown[:MOST] + ([Part(gettext("其他 %(n)s 类") % {"n": len(found) - MOST}, rest)] if rest else [])


def names_of_askers() -> Mapping[str, str]:
    """Return what those who ask are called, by code."""
    return forms.asker_names()


def _words(table: str, dimension: str) -> Mapping[str, str]:
    match dimension:
        case "type_key":
            return {one.key: say(one.words) for one in CaseType.objects.all()}
        case "asker":
            return forms.asker_names()
        case "unit_key":
            return {key: say(unit.words) for key, unit in cases.units().items()}
        case "channel" | "platform":
            members: Sequence[Any] = list(Channel) if dimension == "channel" else list(Platform)
            return {one.value: say(Words(*one.words)) for one in members}
    return {one.value: str(one.label) for one in CHOICES.get((table, dimension), ())}
