"""Every address of the system, room by room."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from wenhui.ground.accounts import admin, guard
from wenhui.site import gallery, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.front, name="front"),
    path("language/", guard.public(set_language), name="language"),
    path("registry/", include("wenhui.record.registry.urls")),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/map.json", gallery.sample_map, name="gallery-map"),
    path("", include("wenhui.ground.accounts.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "wenhui.site.errors.bad_request"
handler403 = "wenhui.site.errors.forbidden"
handler404 = "wenhui.site.errors.not_found"
handler500 = "wenhui.site.errors.server_error"
