"""Addresses of sensing."""

from django.urls import path

from wenhui.edge.sensing import pages

app_name = "sensing"

urlpatterns = [
    path("", pages.home, name="home"),
    path("quarantine/", pages.quarantine, name="quarantine"),
    path("<str:serial>/", pages.device, name="device"),
]
