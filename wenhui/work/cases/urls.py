"""Addresses of cases."""

from django.urls import path, re_path

from wenhui.work.cases import pages

app_name = "cases"

urlpatterns = [
    path("", pages.home, name="board"),
    path("report/", pages.report, name="report"),
    re_path(r"^export\.(?P<kind>csv|xlsx)$", pages.export, name="export"),
    path("<str:number>/", pages.card, name="card"),
    path("<str:number>/photos/", pages.add_photos, name="add-photos"),
    path("<str:number>/<str:verb>/", pages.move, name="move"),
]
