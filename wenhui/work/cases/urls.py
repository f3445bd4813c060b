"""Addresses of cases."""

from django.urls import path, re_path

from wenhui.work.cases import pages, rules_pages

app_name = "cases"

urlpatterns = [
    path("", pages.home, name="board"),
    path("rules/", rules_pages.home, name="rules"),
    path("rules/sheet.xlsx", rules_pages.sheet, name="rules_sheet"),
    path("report/", pages.report, name="report"),
    re_path(r"^export\.(?P<kind>csv|xlsx)$", pages.export, name="export"),
    path("<str:number>/", pages.card, name="card"),
    path("<str:number>/photos/", pages.add_photos, name="add-photos"),
    path("<str:number>/ask/", pages.ask, name="ask"),
    re_path(r"^(?P<number>[^/]+)/(?P<decision>approve|decline|withdraw)/$", pages.decide, name="decide"),
    re_path(
        r"^(?P<number>[^/]+)/(?P<deed>invite|split|accept_part|answer_part|release_part)/$", pages.share, name="share"
    ),
    path("<str:number>/<str:verb>/", pages.move, name="move"),
]
