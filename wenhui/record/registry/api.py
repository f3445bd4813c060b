"""What other programs may ask of the registry: masked lists only."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router, Schema

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.record.registry import access, queries
from wenhui.record.registry.rules.refusal import NotUsableError

router = Router(tags=["registry"])


class PersonOut(Schema):
    """One person, masked."""

    person_id: int
    name: str
    sex: str
    age: int | None
    phone: str
    registration: str
    place: str
    is_gone: bool
    matched: str


@router.get("/persons", response=list[PersonOut], summary="Find people; names and numbers stay masked")
@guard.page(access.SEE)
def persons(
    request: OfficeRequest,
    q: Annotated[str, Query(description="Name, pinyin, initials, phone or its last four digits, ID number")],
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> list[queries.Found] | HttpResponse:
    """Return whom `q` finds within the caller's scope."""
    try:
        return queries.find(q, limit=limit, today=clock.local_day(clock.now()))
    except NotUsableError as refused:
        return guard.problem(422, say(refused.words))
