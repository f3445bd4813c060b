"""Addresses of files."""

from django.urls import re_path

from wenhui.ground.files import pages

app_name = "files"

urlpatterns = [
    re_path(r"^(?P<digest>[0-9a-f]{64})/(?P<size>small|large|whole)$", pages.show, name="show"),
]
