"""Addresses of Open311, as the standard has them: the form is the ending."""

from django.urls import path, register_converter

from wenhui.edge.open311 import pages
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
    path("discovery.<form:form>", pages.discovery, name="discovery"),
    path("services.<form:form>", pages.services, name="services"),
    path("services/<str:code>.<form:form>", pages.definition, name="definition"),
    path("requests.<form:form>", pages.requests, name="requests"),
    path("requests/<str:number>.<form:form>", pages.request, name="request"),
    path("tokens/<str:token>.<form:form>", pages.token, name="token"),
    path("servicerequestupdates.<form:form>", pages.updates, name="updates"),
    path("bulk/<int:year>-<int:month>.csv", pages.bulk, name="bulk"),
]
