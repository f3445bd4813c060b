"""Addresses of the registry."""

from django.urls import path

from wenhui.record.registry import pages

app_name = "registry"

urlpatterns = [
    path("", pages.home, name="home"),
    path("persons/<int:person_id>/", pages.person, name="person"),
    path("persons/<int:person_id>/reveal/<slug:what>/", pages.reveal, name="reveal"),
    path("dwellings/<int:dwelling_id>/", pages.dwelling, name="dwelling"),
    path("organisations/", pages.organisations, name="organisations"),
    path("attributes/", pages.attributes, name="attributes"),
]
