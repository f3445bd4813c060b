"""Every address of the system, room by room."""

from django.urls import URLPattern, URLResolver, include, path

from wenhui.ground.accounts import admin, guard
from wenhui.ground.areas import urls as areas
from wenhui.site import api, gallery, health, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.front, name="front"),
    path("language/", pages.language, name="language"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("cases/", include("wenhui.work.cases.urls")),
    path("visits/", include("wenhui.work.visits.urls")),
    path("emergency/", include("wenhui.work.emergency.urls")),
    path("cockpit/", include("wenhui.cockpit.urls")),
    path("registry/", include("wenhui.record.registry.urls")),
    path("facts/", include("wenhui.record.facts.urls")),
    path("ledgers/", include("wenhui.record.ledgers.urls")),
    path("forms/", include("wenhui.record.forms.urls")),
    path("files/", include("wenhui.ground.files.urls")),
    path("exchange/", include("wenhui.edge.exchange.urls")),
    path("exchange/citybrain/", include("wenhui.edge.citybrain.urls")),
    path("sensing/", include("wenhui.edge.sensing.urls")),
    path("citybrain/", include("wenhui.edge.citybrain.doors")),
    path("messages/", include("wenhui.edge.post.urls")),
    path("hotline/v1/", include("wenhui.edge.hotline.doors")),
    path("hotline/", include("wenhui.edge.hotline.urls")),
    path("areas/", include((areas.addresses(guard.page), areas.app_name))),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/map.json", gallery.sample_map, name="gallery-map"),
    path("open311/", include("wenhui.edge.open311.urls")),
    path("api/v1/", api.api.urls),
    path("account/tokens/hooks/", include("wenhui.edge.hooks.urls")),
    path("", include("wenhui.ground.accounts.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "wenhui.site.errors.bad_request"
handler403 = "wenhui.site.errors.forbidden"
handler404 = "wenhui.site.errors.not_found"
handler500 = "wenhui.site.errors.server_error"
