"""Addresses of the hotline's pages; its own doors are in `doors`."""

from django.urls import path, re_path

from wenhui.edge.hotline import pages, sheet_pages

app_name = "hotline"

urlpatterns = [
    path("", pages.home, name="home"),
    path("sheets/", sheet_pages.sheets, name="sheets"),
    path("sheets/take/", sheet_pages.take_sheet, name="take_sheet"),
    path("sheets/<int:pk>.xlsx", sheet_pages.sheet, name="sheet"),
    path("imports/<int:pk>/", sheet_pages.brought, name="import"),
    re_path(r"^tickets/(?P<number>[\w.-]{1,40})/$", pages.ticket, name="ticket"),
    re_path(r"^tickets/(?P<number>[\w.-]{1,40})/reveal/$", pages.reveal, name="reveal"),
    re_path(
        r"^tickets/(?P<number>[\w.-]{1,40})/(?P<step>sign|contact|answer|extend|give_back)/$", pages.step, name="step"
    ),
    re_path(r"^tickets/(?P<number>[\w.-]{1,40})/exclude/$", pages.ask_exclusion, name="ask_exclusion"),
    path("exclusions/<int:pk>/", pages.decide_exclusion, name="decide_exclusion"),
]
