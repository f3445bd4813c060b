"""Addresses of Open311, as the standard has them: the form is the ending."""

from django.urls import path, register_converter

from wenhui.edge.open311 import desk, pages
from wenhui.edge.open311.wire import Form


class FormConverter:
    """The ending of an address: json or xml."""

    regex = "json|xml"

    def to_python(self, value: str) -> Form:
        """Return the form."""
        return Form(value)

    def to_url(self, value: Form) -> str:
        """Return the ending."""
        return value.value


register_converter(FormConverter, "form")

app_name = "open311"

urlpatterns = [
    path("", desk.supplements, name="supplements"),
    path("<int:supplement_id>/read/", desk.mark_read, name="mark_read"),
    path("v2/discovery.<form:form>", pages.discovery, name="discovery"),
    path("v2/services.<form:form>", pages.services, name="services"),
    path("v2/services/<str:code>.<form:form>", pages.definition, name="definition"),
    path("v2/requests.<form:form>", pages.requests, name="requests"),
    path("v2/requests/<str:number>.<form:form>", pages.request, name="request"),
    path("v2/tokens/<str:token>.<form:form>", pages.token, name="token"),
    path("v2/servicerequestupdates.<form:form>", pages.updates, name="updates"),
    path("v2/bulk/<int:year>-<int:month>.csv", pages.bulk, name="bulk"),
    path("v2/bulk/<int:year>-<int:month>-<int:day>.csv", pages.bulk_of_day, name="bulk_of_day"),
]
