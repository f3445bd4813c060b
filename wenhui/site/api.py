"""The public API: every room's router under /api/v1/, its OpenAPI file, and refusals as problem+json (RFC 9457)."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from wenhui.edge.hooks.api import router as hooks
from wenhui.edge.sensing.api import router as sensing
from wenhui.ground.accounts import guard
from wenhui.record.registry.api import router as registry
from wenhui.work.cases.api import router as cases

VERSION = "1.0.0"

REFUSALS: Final[Mapping[int, str]] = {
    401: "Neither a token that holds nor a session",
    403: "The token or post has not this permission",
    404: "Nothing there, or out of sight",
    422: "Something cannot be read, or cannot be done, and the words say what",
    429: "The token called too often in this minute; Retry-After says when to come again",
}


class Problem(Schema):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""


class OfficeAPI(NinjaAPI):
    """The API with what holds for every operation: who may call, and how one is refused."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """Return the OpenAPI file: every operation may refuse, and always with a problem."""
        schema = super().get_openapi_schema(**given)
        components: dict[str, Any] = schema["components"]
        components.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
        components["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
        }
        schema["security"] = [{"token": []}, {"session": []}]
        problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        refusals = {code: {"description": words, "content": problem} for code, words in REFUSALS.items()}
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"] = operation["responses"] | refusals
        return schema


api = OfficeAPI(
    title="Wenhui",
    version=VERSION,
    description="What other programs may ask of the office and do in it. Every answer lies within the caller's scope.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
api.add_router("/cases", cases)
api.add_router("/registry", registry)
api.add_router("/hooks", hooks)
api.add_router("/sensing/alarms", sensing)


@api.get("/", include_in_schema=False)
@guard.own()
def index(request: HttpRequest) -> dict[str, str]:
    """Say what this is and where its OpenAPI file lies."""
    return {"name": "wenhui", "version": VERSION, "openapi": "/api/v1/openapi.json"}


@api.get("/openapi.json", include_in_schema=False)
@guard.own()
def openapi(request: HttpRequest) -> dict[str, object]:
    """Return the OpenAPI file, the same that stands in `docs/openapi.json`."""
    return dict(api.get_openapi_schema())


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer 404 without telling whether a thing is missing or out of scope."""
    return guard.problem(404, gettext("没有这一项，或不在您的权限内"))


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer 422 and name each place of the request that cannot be read."""
    places = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors)
    return guard.problem(422, gettext("请求里有读不懂的内容"), places)
