"""Addresses of ledgers."""

from django.urls import path

from wenhui.record.ledgers import pages

app_name = "ledgers"

urlpatterns = [
    path("fill/", pages.start, name="fill"),
    path("fill/<int:number>/", pages.blank, name="blank"),
]
