"""Addresses of the cockpit. An area stands in them by its path, such as `hz.gs.wh.lsdy.`"""

from django.urls import path, register_converter

from wenhui.cockpit import pages


class AreaPath:
    """A path of labels, each with a closing dot."""

    regex = r"(?:[a-z0-9_-]{1,20}\.)+"

    def to_python(self, value: str) -> str:
        """Return the path as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Return the path as an address holds it."""
        return value


register_converter(AreaPath, "area")

app_name = "cockpit"

urlpatterns = [
    path("", pages.home, name="home"),
    path("figures/", pages.all_figures, name="figures"),
    path("figures/<str:key>/", pages.explanation, name="explanation"),
    path("live/", pages.stream, name="live"),
    path("map/<area:path>/<str:key>.json", pages.map_of, name="map"),
    path("<area:path>/", pages.wall, name="wall"),
]
