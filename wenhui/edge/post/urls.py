"""Addresses of messages."""

from django.urls import path

from wenhui.edge.post import pages

app_name = "post"

urlpatterns = [
    path("", pages.home, name="home"),
    path("read/", pages.read_all, name="read_all"),
    path("<int:notification_id>/", pages.follow, name="follow"),
]
