"""Addresses of visits."""

from django.urls import path

from wenhui.work.visits import pages

app_name = "visits"

urlpatterns = [
    path("", pages.home, name="home"),
    path("home/<int:dwelling_id>/", pages.door, name="door"),
    path("home/<int:dwelling_id>/ask/", pages.ask, name="ask"),
    path("rosters/", pages.rosters, name="rosters"),
    path("rosters/new/", pages.compose, name="compose"),
    path("rosters/<int:roster_id>/", pages.roster, name="roster"),
    path("rosters/<int:roster_id>/print/", pages.print_roster, name="print_roster"),
    path("rosters/<int:roster_id>/end/", pages.end_roster, name="end_roster"),
    path("rosters/<int:roster_id>/reach/", pages.reach_out, name="reach_out"),
    path("emergency/", pages.emergency, name="emergency"),
    path("hand-over/", pages.hand_over, name="hand_over"),
]
