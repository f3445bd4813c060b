"""Addresses of facts."""

from django.urls import path

from wenhui.record.facts.pages import conflicts, words

app_name = "facts"

urlpatterns = [
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/ask/", conflicts.ask, name="ask"),
    path("conflicts/export/", conflicts.export, name="export"),
    path("conflicts/<int:conflict_id>/", conflicts.conflict, name="conflict"),
    path("rulings/<int:ruling_id>/lift/", words.lift, name="lift"),
    path("<slug:subject>/<int:number>/<str:key>/", words.words, name="words"),
]
