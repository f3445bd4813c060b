"""Addresses of the pages about the city brain; its own doors are in `doors`."""

from django.urls import path

from wenhui.edge.citybrain import pages

app_name = "citybrain"

urlpatterns = [
    path("", pages.days, name="days"),
    path("<day:day>/", pages.day, name="day"),
]
