"""The public API: every room's router under /api/v1/, its OpenAPI file, and refusals as problem+json (RFC 9457)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import ValidationError

from wenhui.ground.accounts import guard
from wenhui.record.registry.api import router as registry
from wenhui.work.cases.api import router as cases

VERSION = "1.0.0"

api = NinjaAPI(
    title="Wenhui",
    version=VERSION,
    description="What other programs may ask of the office and do in it. Every answer lies within the caller's scope.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
api.add_router("/cases", cases)
api.add_router("/registry", registry)


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
