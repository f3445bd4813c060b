"""Addresses of emergency mode."""

from django.urls import path

from wenhui.work.emergency import pages

app_name = "emergency"

urlpatterns = [
    path("", pages.home, name="home"),
    path("<int:pk>/", pages.one, name="one"),
    path("<int:pk>/list/", pages.take_out, name="list"),
    path("<int:pk>/end/", pages.end, name="end"),
]
