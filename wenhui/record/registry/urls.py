"""Addresses of the registry."""

from django.urls import path

from wenhui.record.registry.pages import pairs, people, registering, striking

app_name = "registry"

urlpatterns = [
    path("", people.home, name="home"),
    path("new/", registering.new, name="new"),
    path("new/likely/", registering.likely, name="likely"),
    path("duplicates/", pairs.duplicates, name="duplicates"),
    path("pairs/<int:one_id>/<int:two_id>/", pairs.pair, name="pair"),
    path("merges/<int:merge_id>/part/", pairs.part, name="part"),
    path("questions/<int:question_id>/", pairs.answer, name="answer"),
    path("persons/<int:person_id>/", people.person, name="person"),
    path("persons/<int:person_id>/alike/", pairs.alike, name="alike"),
    path("persons/<int:person_id>/reveal/<slug:what>/", people.reveal, name="reveal"),
    path("persons/<int:person_id>/reinstate/", striking.reinstate, name="reinstate"),
    path("dwellings/<int:dwelling_id>/", people.dwelling, name="dwelling"),
    path("organisations/", people.organisations, name="organisations"),
    path("attributes/", people.attributes, name="attributes"),
]
