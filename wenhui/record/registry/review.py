"""Two rows side by side, field by field: what each says, masked, and how much alike that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenhui.kit.html.wording import say
from wenhui.kit.words import Words
from wenhui.lake.linkage import comparing
from wenhui.lake.linkage.comparing import LEVELS, MISSING, Pairs
from wenhui.lake.linkage.records import Encoded
from wenhui.record.registry import following, matching, queries
from wenhui.record.registry.following import Row
from wenhui.record.registry.models import MergeQuestion, Person, Residence, StrikeOut, Suspicion
from wenhui.record.registry.rules import likeness
from wenhui.record.registry.rules.likeness import Likeness, Reason

SEEN: Final = ("low", "high", "low__dwelling", "high__dwelling")
ONE_SIDED: Final = Words("只有一边有", "one side only")
NOT_KNOWN: Final = Words("两边都没有", "neither knows")
SAME: Final = Words("相同", "the same")
DIFFERENT: Final = Words("不同", "different")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of both rows; `likeness` is empty where one of them says nothing."""

    name: str
    left: str
    right: str
    likeness: str
    words: Words


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rows side by side; `keep` is the number of the fuller one."""

    left: Person
    right: Person
    fields: Sequence[Field]
    keep: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A suspected pair in the queue, masked."""

    suspicion: Suspicion
    left: queries.Found
    right: queries.Found
    percent: int


@dataclass(frozen=True, slots=True)
class Open:
    """A row whose owner is not known yet, in words."""

    question: MergeQuestion
    words: str


def waiting() -> QuerySet[Suspicion]:
    """Return the suspected pairs that the reader sees, the likeliest first, those put off last."""
    standing = Q(low__merged_into__isnull=True, high__merged_into__isnull=True)
    pairs = Suspicion.objects.filter(standing).select_related(*SEEN)
    return pairs.order_by(F("put_off_at").asc(nulls_first=True), "-probability", "pk")


def listed(pairs: Sequence[Suspicion], *, today: date) -> list[Waiting]:
    """Return suspected pairs as the queue shows them."""
    people = [person for pair in pairs for person in (pair.low, pair.high)]
    shown = {found.person_id: found for found in queries.shown(people, today=today)}
    return [Waiting(one, shown[one.low_id], shown[one.high_id], round(one.probability * 100)) for one in pairs]


def mates(one_id: int, two_id: int) -> QuerySet[Suspicion]:
    """Return the other pairs of the cluster in which two rows are suspected: whose rows may all be one person."""
    low, high = sorted((one_id, two_id))
    own = Suspicion.objects.filter(low=low, high=high)
    return waiting().filter(cluster__in=own.values("cluster")).exclude(low=low, high=high)


def side_by_side(one_id: int, two_id: int, *, today: date) -> Comparison | None:
    """Return two rows compared; None where one is not in scope or was merged."""
    people = Person.objects.select_related("dwelling", "household").filter(merged_into__isnull=True)
    found = people.in_bulk([one_id, two_id])
    if len(found) < 2:
        return None
    left, right = found[one_id], found[two_id]
    compared = {reason.field: reason for reason in _compared(left, right)}
    cards = [_said(person, today=today) for person in (left, right)]
    stays = Residence.objects.filter(person__in=(left, right)).values_list("person", flat=True)
    return Comparison(
        left=left,
        right=right,
        fields=[_field(str(name), cards[0][key], cards[1][key], compared.get(key)) for key, name in FIELDS.items()],
        keep=max((left, right), key=lambda one: fullness(one, list(stays).count(one.pk))).pk,
    )


def fullness(person: Person, stays: int) -> tuple[bool, bool, int, int]:
    """Return how much a row knows, to propose which one stays: an ID number, a door, residences, the older row."""
    return (person.id_number is not None, person.dwelling_id is not None, stays, -person.pk)


def questions_about(person_id: int) -> list[Open]:
    """Return the open questions that concern someone, on either side of a merge that was undone."""
    rows = list(
        MergeQuestion.objects.filter(
            Q(merge__primary=person_id) | Q(merge__other=person_id), answered_at__isnull=True
        ).select_related("merge")
    )
    homes = [int(row.row) for row in rows if row.table == Residence._meta.db_table]
    stays = Residence.objects.select_related("dwelling").in_bulk(homes) if homes else {}
    places = queries.addresses(stay.dwelling.path for stay in stays.values())
    told = following.described([Row(row.table, row.column, row.row) for row in rows])
    return [Open(row, _in_words(row, stays, places, told)) for row in rows]


def _in_words(
    row: MergeQuestion, stays: Mapping[int, Residence], places: Mapping[str, str], told: Mapping[Row, Words]
) -> str:
    stay = stays.get(int(row.row)) if row.table == Residence._meta.db_table else None
    if words := told.get(Row(row.table, row.column, row.row)):
        return say(words)
    if stay is None:
        return gettext("一条记录（%(table)s %(row)s）") % {"table": row.table, "row": row.row}
    begin = stay.valid_from.isoformat() if stay.valid_from else gettext("没有记下")
    parts = {"place": places[stay.dwelling.path], "kind": stay.get_kind_display(), "on": begin}
    return gettext("%(place)s，%(kind)s，从 %(on)s 起") % parts


# By what linkage calls a field, what the page calls it.
FIELDS: Final = {
    "name": _("姓名"),
    "sex": _("性别"),
    "birth": _("年龄"),
    "id": _("身份号码"),
    "phone": _("电话"),
    "address": _("住处"),
    "registration": _("类别"),
    "household": _("户号"),
}


def _compared(left: Person, right: Person) -> list[Reason]:
    encoded = Encoded(matching.records_of([left, right]))
    found = comparing.seen(encoded, Pairs(np.zeros(1, np.int32), np.ones(1, np.int32)))
    return likeness.reasons({name: LEVELS[name][level[0]] for name, level in found.items() if level[0] != MISSING})


def _said(person: Person, *, today: date) -> dict[str, str]:
    covered = queries.covered(person, today=today)
    household = person.household.number if person.household else ""
    return dict(zip(FIELDS, (*covered, household), strict=True))


def _field(name: str, left: str, right: str, reason: Reason | None) -> Field:
    if reason is not None:
        return Field(name, left, right, reason.likeness.value, reason.words)
    if not left or not right:
        return Field(name, left, right, "", ONE_SIDED if left or right else NOT_KNOWN)
    alike = left == right
    return Field(
        name, left, right, (Likeness.SAME if alike else Likeness.DIFFERENT).value, SAME if alike else DIFFERENT
    )


def strike_out_of(person_id: int) -> StrikeOut | None:
    """Return how somebody was struck out as a mistake who is so now, or None."""
    return StrikeOut.objects.filter(person=person_id, undone_at__isnull=True).first()
