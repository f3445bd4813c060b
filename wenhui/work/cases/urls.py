"""Addresses of cases."""

from django.urls import path, re_path

from wenhui.work.cases import pages
from wenhui.work.cases.desk import dispatch_pages, map_pages
from wenhui.work.cases.desk import pages as desk_pages
from wenhui.work.cases.evaluation import pages as evaluation_pages
from wenhui.work.cases.intake import pages as intake_pages
from wenhui.work.cases.paper import pages as paper_pages
from wenhui.work.cases.routing import pages as routing_pages

app_name = "cases"

urlpatterns = [
    path("", pages.home, name="board"),
    path("rules/", routing_pages.home, name="rules"),
    path("rules/sheet.xlsx", routing_pages.sheet, name="rules_sheet"),
    path("papers/", paper_pages.templates, name="papers"),
    path("papers/<str:paper>.docx", paper_pages.sample, name="paper_sample"),
    path("dispatch/", dispatch_pages.dispatch, name="dispatch"),
    path("dispatch/recall/", dispatch_pages.recall, name="recall"),
    path("map/", map_pages.home, name="map"),
    path("map/points.json", map_pages.points, name="map_points"),
    path("map/ground.json", map_pages.ground, name="map_ground"),
    path("mine/", desk_pages.home, name="mine"),
    path("report/", pages.report, name="report"),
    re_path(r"^export\.(?P<kind>csv|xlsx)$", pages.export, name="export"),
    path("report/alike/", intake_pages.alike, name="alike"),
    path("answers/", intake_pages.answers, name="answers"),
    path("answers/<int:pk>/", intake_pages.inform, name="inform"),
    path("answers/<int:pk>/reveal/", intake_pages.reveal, name="reveal_reporter"),
    path("families/", intake_pages.families, name="families"),
    path("families/gather/", intake_pages.gather, name="gather"),
    re_path(
        r"^families/(?P<pk>\d+)/(?P<verb>take_on|decline_family|settle)/$",
        intake_pages.change_family,
        name="change_family",
    ),
    path("evaluation/", evaluation_pages.home, name="evaluation"),
    path("evaluation/rows/", evaluation_pages.behind, name="evaluation_rows"),
    path("evaluation/publish/", evaluation_pages.publish, name="evaluation_publish"),
    path("evaluation/<int:pk>/", evaluation_pages.published, name="evaluation_published"),
    path("evaluation/<int:pk>/export.zip", evaluation_pages.export, name="evaluation_export"),
    path("<str:number>/reports/<int:pk>/call-back/", evaluation_pages.call_back, name="call_back"),
    path("families/likely/<int:pk>/", intake_pages.judge_kin, name="judge_kin"),
    path("<str:number>/attach/", intake_pages.attach, name="attach"),
    path("<str:number>/redirect/", intake_pages.redirect, name="redirect"),
    re_path(r"^(?P<number>[^/]+)/appeal/(?P<kind>objection|exclusion)/$", intake_pages.appeal, name="appeal"),
    path("<str:number>/appeal/<int:pk>/", intake_pages.decide, name="decide_appeal"),
    path("<str:number>/reports/<int:pk>/part/", intake_pages.part, name="part"),
    path("<str:number>/paper/", paper_pages.paper, name="paper"),
    path("<str:number>/reports/<int:pk>/letter/", paper_pages.letter, name="letter"),
    path("<str:number>/", pages.card, name="card"),
    path("<str:number>/photos/", pages.add_photos, name="add-photos"),
    path("<str:number>/ask/", pages.ask, name="ask"),
    re_path(r"^(?P<number>[^/]+)/(?P<decision>approve|decline|withdraw)/$", pages.decide, name="decide"),
    re_path(
        r"^(?P<number>[^/]+)/(?P<deed>invite|split|accept_part|answer_part|release_part)/$", pages.share, name="share"
    ),
    path("<str:number>/<str:verb>/", pages.move, name="move"),
]
