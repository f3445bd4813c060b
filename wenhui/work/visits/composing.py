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
from wenhui.kit.scope import upper_bound
from wenhui.kit.words import Words
from wenhui.record.registry.models import Person, Residence
from wenhui.record.registry.words import Registration, ResidenceKind, Sex
from wenhui.work.visits.rules import choosing
from wenhui.work.visits.rules.choosing import Question
from wenhui.work.visits.rules.reminding import anniversary

LIVES_HERE: Final = Q(left_on__isnull=True, dwelling__isnull=False)
ASKABLE: Final[Mapping[str, Sequence[str]]] = {}


class NobodyAskedError(ValueError):
    """A question without conditions would copy the registry."""

    words = Words("请至少选一个条件", "choose at least one condition")


def read(document: Mapping[str, object]) -> Question:
    """Return the question that a document asks. Raises ChoiceError."""
    return choosing.read(document, kinds=Registration.values, sexes=Sex.values, attributes=ASKABLE)


def compiled(question: Question, *, today: date, buildings: Sequence[str] | None = None) -> Q:
    """Return the filter over `Person` that a question means on a day. Pure: asks nothing of the database.

    `buildings` are the paths that its polygon holds; none of them means nobody.
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
    if question.polygon:
        where &= Q(area_path__in=list(buildings or ()))
    return where & _within(question.places)


def chosen(question: Question, *, path: str, today: date) -> QuerySet[Person]:
    """Return whom a question chooses at or below `path`, in no order. Raises NobodyAskedError for an empty question."""
    if not question.asks_anything:
        raise NobodyAskedError(NobodyAskedError.words.en)
    buildings = buildings_in(question.polygon, path=path) if question.polygon else None
    within = Q(area_path__gte=path, area_path__lt=upper_bound(path))
    return Person.objects.filter(compiled(question, today=today, buildings=buildings) & within)


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
    if question.polygon:
        words.append(gettext("地图上画的范围"))
    names = Area.objects.filter(path__in=question.places).order_by("path").values_list("name", flat=True)
    return gettext("，").join([*words, *names])


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
