"""From conditions to whom they choose: a question becomes one filter over people who live behind a door of the scope."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from shapely import STRtree
from shapely.geometry import Point, Polygon, shape

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, Level
from wenhui.kit.html.wording import say
from wenhui.kit.scope import upper_bound
from wenhui.kit.words import Words
from wenhui.record.facts.models import Known
from wenhui.record.registry import dictionary
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.models import Person, Residence
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.codes import YES_NO
from wenhui.record.registry.words import Kind, Registration, ResidenceKind, Sex
from wenhui.work.visits import knowing
from wenhui.work.visits.rules import choosing
from wenhui.work.visits.rules.choosing import Question
from wenhui.work.visits.rules.reminding import anniversary

LIVES_HERE: Final = Q(left_on__isnull=True, dwelling__isnull=False)
# By which attributes one may choose, whatever else is known: of the building, the home and getting about; with the texts
# that may be asked for. What is sensitive among them is found only by those cleared for it.
ASKABLE: Final[Mapping[str, Sequence[str]]] = {
    "building.lifts": ("0", "1", "2", "3", "4"),
    "dwelling.smoke_alarm": ("true", "false"),
    "person.stairs": ("alone", "helped", "carried"),
    "person.self_care": ("0", "1", "2", "3", "4"),
}
SUBJECTS: Final = {"building": ("place", "area"), "dwelling": ("place", "dwelling"), "person": ("person", "pk")}


class NobodyAskedError(ValueError):
    """A question without conditions would copy the registry."""

    words = Words("请至少选一个条件", "choose at least one condition")


def read(document: Mapping[str, object]) -> Question:
    """Return the question that a document asks. Raises ChoiceError."""
    return choosing.read(document, kinds=Registration.values, sexes=Sex.values, attributes=ASKABLE)


def compiled(
    question: Question,
    *,
    today: date,
    buildings: Sequence[str] | None = None,
    numbers: Mapping[str, int] | None = None,
) -> Q:
    """Return the filter over `Person` that a question means on a day. Pure: asks nothing of the database.

    `buildings` are the paths that its polygon holds; none of them means nobody. `numbers` are those of the attributes it
    asks by.
    """
    where = LIVES_HERE
    if question.age_from is not None:
        where &= Q(birth_on__lte=anniversary(today, -question.age_from))
    if question.age_to is not None:
        where &= Q(birth_on__gt=anniversary(today, -question.age_to - 1))
    if question.sex:
        where &= Q(sex=question.sex)
    if question.kinds:
        where &= Q(registration__in=question.kinds)
    if question.is_renting:
        rents = Residence.objects.filter(person=OuterRef("pk"), kind=ResidenceKind.RENTED, valid_to__isnull=True)
        where &= Q(Exists(rents))
    if question.is_alone:
        beside = Person.objects.filter(left_on__isnull=True, dwelling=OuterRef("dwelling")).exclude(pk=OuterRef("pk"))
        where &= ~Q(Exists(beside))
    for key, texts in question.known:
        column, subject = SUBJECTS[key.partition(".")[0]]
        said = Known.objects.filter(knowing.one_of((numbers or {})[key], texts), **{column: OuterRef(subject)})
        where &= Q(Exists(said))
    if question.polygon:
        where &= Q(area_path__in=list(buildings or ()))
    return where & _within(question.places)


def chosen(question: Question, *, path: str, today: date) -> QuerySet[Person]:
    """Return whom a question chooses at or below `path`, in no order. Raises NobodyAskedError for an empty question."""
    if not question.asks_anything:
        raise NobodyAskedError(NobodyAskedError.words.en)
    buildings = buildings_in(question.polygon, path=path) if question.polygon else None
    within = Q(area_path__gte=path, area_path__lt=upper_bound(path))
    numbers = dictionary.current().numbers if question.known else {}
    return Person.objects.filter(compiled(question, today=today, buildings=buildings, numbers=numbers) & within)


def said(question: Question) -> str:
    """Return the conditions in words, in the reader's language."""
    words = []
    if question.age_from is not None and question.age_to is not None:
        words.append(gettext("%(from)s–%(to)s 岁") % {"from": question.age_from, "to": question.age_to})
    elif question.age_from is not None:
        words.append(gettext("%s 岁以上") % question.age_from)
    elif question.age_to is not None:
        words.append(gettext("%s 岁以下") % question.age_to)
    if question.sex:
        words.append(str(Sex(question.sex).label))
    if question.kinds:
        words.append(gettext("、").join(str(Registration(kind).label) for kind in question.kinds))
    if question.is_alone:
        words.append(gettext("一个人住"))
    if question.is_renting:
        words.append(gettext("租房住"))
    held = dictionary.current() if question.known else None
    for key, texts in question.known:
        assert held is not None  # noqa: S101 - read above
        attribute = held.attributes.get(key) or held.ended[key]
        choices = dict(choices_of(attribute, held))
        meant = gettext("、").join(choices.get(text, text) for text in texts)
        words.append(gettext("%(what)s：%(which)s") % {"what": say(attribute.words), "which": meant})
    if question.polygon:
        words.append(gettext("地图上画的范围"))
    names = Area.objects.filter(path__in=question.places).order_by("path").values_list("name", flat=True)
    return gettext("，").join([*words, *names])


def choices_of(attribute: Attribute, held: Dictionary) -> list[tuple[str, str]]:
    """Return the texts by which one may choose people with an attribute, with their words."""
    table = YES_NO if attribute.kind == Kind.BOOLEAN else held.tables.get(attribute.table)
    named = {code.code: say(code.words) for code in table.codes} if table else {}
    return [(text, named.get(text, f"{text} {attribute.unit}".strip())) for text in ASKABLE[attribute.key]]


def buildings_in(polygon: Sequence[choosing.Point], *, path: str) -> list[str]:
    """Return the paths of standing buildings whose middle lies in a polygon; its border counts."""
    held = Polygon(polygon)
    if not held.is_valid:
        held = held.buffer(0)  # a line drawn by hand may cross itself
    standing = [area for area in areas.children_of(path, Level.BUILDING) if _middle(area) is not None]
    tree = STRtree([_middle(area) for area in standing])
    return sorted(standing[hit].path for hit in tree.query(held, predicate="intersects"))


def _middle(area: Area) -> Point | None:
    if area.lng is not None and area.lat is not None:
        return Point(area.lng, area.lat)
    return shape(area.outline).representative_point() if area.outline else None


def _within(places: Sequence[str]) -> Q:
    where = Q()
    for place in places:
        where |= Q(area_path__gte=place, area_path__lt=upper_bound(place))
    return where
