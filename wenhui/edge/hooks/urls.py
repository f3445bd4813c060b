"""Addresses of the pages about webhooks."""

from django.urls import path

from wenhui.edge.hooks import pages

app_name = "hooks"

urlpatterns = [
    path("", pages.home, name="home"),
    path("new/", pages.subscribe, name="new"),
    path("<int:hook_id>/", pages.tend, name="tend"),
]
