"""The public interface of cases: report one, list them, read one. The site mounts it below `/api/v1/`.

Reporting is idempotent by the header `Idempotency-Key`: the same key from the same account gives the same case. The header
is required, which also keeps forms of other sites out. Lists go on by `cursor`. Refusals are problem+json (RFC 9457).
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext
from ninja import Field, File, Form, Header, Query, Router, Schema, Status
from ninja.files import UploadedFile

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.ground.areas import queries as areas
from wenhui.ground.files import actions as files
from wenhui.ground.files import pages as shown_files
from wenhui.kit import clock
from wenhui.work.cases import access, actions, forms, queries, rules
from wenhui.work.cases.actions.reporters import mending_in_words
from wenhui.work.cases.intake import duplicates
from wenhui.work.cases.intake.naming import cleared_for
from wenhui.work.cases.intake.placing import Placed, placed
from wenhui.work.cases.models import Case, CasePhoto
from wenhui.work.cases.photos import photographing
from wenhui.work.cases.queries import Filters
from wenhui.work.cases.words import OPEN, Behalf, Channel, Light, PhotoRole, Platform, Route, Stage, Urgency, Verb

router = Router(tags=["cases"])

MOST = 100


class ReporterIn(Schema):
    """Who reports, as far as they said, and how they want to hear what came of it."""

    behalf: Behalf = Behalf.SELF
    name: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=30)
    route: Route = Route.NONE


class CaseIn(Schema):
    """A report. Where it is: an area's path, else a point (CGCS2000 or WGS 84), else an address.

    A point or an address outside the caller's area is taken in all the same, to be referred (`belongs_to`). Words are
    cleaned and, where there is no room, cut; the answer says so in `told`. `same_as` names the case it is about.
    """

    title: str = Field(min_length=1, max_length=2000)
    channel: Channel = Channel.RESIDENT
    type_key: str = Field(default=actions.NOT_GIVEN, max_length=120)
    area: str = Field(default="", max_length=160, description="Path of a building or grid, such as hz.gs.wh.lsdy.g04.")
    lng: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    address: str = Field(default="", max_length=1000)
    description: str = Field(default="", max_length=100_000)
    reporter: ReporterIn = ReporterIn()
    same_as: str = Field(default="", max_length=40, description="Number of the case that this is another report of.")
    said_at: datetime | None = Field(default=None, description="When it was said, by the clock of the other system.")


class MoveOut(Schema):
    """One step of a case."""

    verb: Verb
    at: datetime
    from_stage: str
    to_stage: Stage
    unit_key: str
    why: str


class CaseOut(Schema):
    """A case as it stands."""

    number: str
    title: str
    stage: Stage
    light: Light
    type_key: str
    platform: Platform
    channel: Channel
    urgency: Urgency
    area: str
    place: str
    lng: float | None
    lat: float | None
    unit_key: str
    reported_at: datetime
    due_at: datetime
    closed_at: datetime | None
    is_on_time: bool | None


class PhotoOut(Schema):
    """One photo or short video of a case; the addresses lie on this server. `metres`: how far from the case it was taken."""

    role: PhotoRole
    kind: Literal["photo", "video"]
    by: str
    at: datetime
    taken_at: datetime | None
    metres: int | None
    seconds: float | None
    width: int
    height: int
    small: str
    large: str
    whole: str


class LikelyOut(Schema):
    """A case that may be the same matter, from 0 to 1 how likely, and how far away where that is known."""

    number: str
    title: str
    stage: Stage
    score: float
    metres: int | None


class ReportedOut(CaseOut):
    """A case as it was reported: whose it is where it lies outside, what may be the same, what was done to the words."""

    belongs_to: str
    likely: list[LikelyOut]
    told: str


class CardOut(CaseOut):
    """A case with its history, the newest step first, and its photos, the first first."""

    description: str
    history: list[MoveOut]
    photos: list[PhotoOut]


class ListIn(Schema):
    """Which cases: open ones or any, at or below an area, with words, after a cursor."""

    stage: Literal["open", "any"] = "open"
    area: str = Field(default="", max_length=160)
    q: str = Field(default="", max_length=200)
    cursor: str = Field(default="", max_length=80)
    limit: int = Field(default=50, ge=1, le=MOST)


class ListOut(Schema):
    """One leaf of a list; `next` is the cursor of the following one, null at the end."""

    cases: list[CaseOut]
    next: str | None


class Problem(Schema):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""


REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


@router.post("", response={201: ReportedOut, **REFUSALS}, summary="Report a case; safe to repeat with the same key")
@guard.page(access.REPORT, methods=("POST",))
def report(
    request: OfficeRequest,
    body: CaseIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=120)],
) -> Status[dict[str, Any]] | HttpResponse:
    """Take a report in."""
    place = _place(request, body)
    if place is None:
        return guard.problem(422, gettext("认不出在哪里"), gettext("请给出网格或楼幢的路径、坐标，或写到幢的地址。"))
    given = body.dict(exclude={"area", "address", "reporter"})
    reporter = actions.Reporter(**body.reporter.dict())
    at, key = clock.now(), idempotency_key
    try:
        with cleared_for(reporter, request.sees.path):
            case = actions.report(
                **given, area=place.area, belongs_to=place.belongs_to, place=body.address, reporter=reporter, key=key,
                by=request.actor, at=at,
            )  # fmt: skip
    except actions.NotAllowedError as error:
        return guard.problem(403, str(error))
    except actions.CaseError as error:
        return guard.problem(422, str(error))
    return Status(201, _reported(case, at))


@router.get("", response={200: ListOut, **REFUSALS}, summary="List cases: open ones by what is due first, or any")
@guard.page(access.SEE)
def cases(request: OfficeRequest, asked: Query[ListIn]) -> dict[str, Any]:
    """Return one leaf."""
    at = clock.now()
    filters = Filters(path=asked.area, text=asked.q, is_any=asked.stage == "any")
    leaf = queries.listed(filters, at=at, after=forms.place({"after": asked.cursor}), most=asked.limit + 1)
    shown = leaf[: asked.limit]
    following = forms.written(queries.place_of(shown[-1], filters)) if len(leaf) > asked.limit else None
    return {"cases": [_out(case, at) for case in shown], "next": following}


@router.get("/{number}", response={200: CardOut, **REFUSALS}, summary="Read one case with its history")
@guard.page(access.SEE)
def case(request: OfficeRequest, number: str) -> dict[str, Any] | HttpResponse:
    """Return one case."""
    found = queries.card(number)
    if found is None:
        return guard.problem(404, gettext("没有这件案件，或不在您的权限内。"))
    history = [MoveOut.model_validate(move, from_attributes=True) for move in found.moves.all()]
    photos = [_photo(photo) for photo in photographing.photos_of(found)]
    return _out(found, clock.now()) | {"description": found.description, "history": history, "photos": photos}


@router.post(
    "/{number}/photos", response={201: PhotoOut, **REFUSALS}, summary="Add one photo or short video; safe to repeat"
)
@guard.page(access.SEE, methods=("POST",))
def add_photo(
    request: OfficeRequest,
    number: str,
    role: Form[PhotoRole],
    file: File[UploadedFile],
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=120)],
) -> Status[dict[str, Any]] | HttpResponse:
    """Add a photo; the same content in the same role is there once, whatever the key."""
    found = queries.card(number)
    if found is None:
        return guard.problem(404, gettext("没有这件案件，或不在您的权限内。"))
    try:
        content = photographing.content_of(file)
        photo = actions.add_photo(
            case_id=found.pk, content=content, name=file.name or "", role=role, by=request.actor, at=clock.now()
        )
    except actions.NotAllowedError as error:
        return guard.problem(403, str(error))
    except (actions.CaseError, files.FileError) as error:
        return guard.problem(422, str(error))
    return Status(201, _photo(photo))


def _place(request: OfficeRequest, body: CaseIn) -> Placed | None:
    """Return where a report is laid. An area that is named must be one's own; a point or address is referred."""
    within = request.sees.path
    if body.area:
        area = areas.at_path(body.area)
        return Placed(area) if area is not None else None
    if body.lng is not None and body.lat is not None:
        return placed(areas.at_point(body.lng, body.lat), within=within, said=body.address)
    found = forms.area_of(body.address, within=within) if body.address else None
    return placed(found, within=within, said=body.address) if found is not None else None


def _reported(case: Case, at: datetime) -> dict[str, Any]:
    """Return a case just reported, with what may be the same matter and what was done to the last report's words."""
    alike = duplicates.of_case(case, at=at) if case.stage in OPEN else []
    last = case.reports.order_by("-pk").first()
    return _out(case, at) | {
        "belongs_to": case.belongs_to,
        "told": mending_in_words(last.mended) if last is not None else "",
        "likely": [
            {"number": one.case.number, "title": one.case.title, "stage": one.case.stage, "score": one.why.score,
             "metres": one.why.metres}
            for one in alike
        ],
    }  # fmt: skip


def _photo(photo: CasePhoto) -> dict[str, Any]:
    file = photo.file
    same = {name: getattr(file, name) for name in ("kind", "taken_at", "seconds", "width", "height")}
    addresses = {size: shown_files.address(file, size) for size in shown_files.SIZES}
    own = {"role": photo.role, "by": photo.by_name, "at": photo.at, "metres": photo.metres}
    return own | same | addresses


def _out(case: Case, at: datetime) -> dict[str, Any]:
    light = rules.light(
        case.closed_at or at,
        stage=case.at_stage,
        soon_at=case.soon_at,
        due_at=case.due_at,
        paused_until=case.paused_until,
    )
    same = (
        "number", "title", "stage", "platform", "channel", "urgency", "place", "lng", "lat", "unit_key", "reported_at",
        "due_at", "closed_at", "is_on_time",
    )  # fmt: skip
    return {name: getattr(case, name) for name in same} | {
        "type_key": case.type_id, "area": case.area_path, "light": light,
    }  # fmt: skip
