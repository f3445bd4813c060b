"""Whether the process lives and whether it can serve; for supervisors and load balancers."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext

from wenhui.ground.accounts import guard


@guard.public
def live(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process runs; touches nothing else."""
    return JsonResponse({"live": True})


@guard.public
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when pages can be served, 503 with the reason when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"ready": False, "why": gettext("数据库没有应答")}, status=503)
    return JsonResponse({"ready": True})
