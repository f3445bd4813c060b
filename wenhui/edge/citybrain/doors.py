"""Addresses that the city brain itself asks, as its own are laid out too."""

from django.urls import path

from wenhui.edge.citybrain import listen

app_name = "citybrain_doors"

urlpatterns = [
    path("events", listen.events, name="events"),
    path("days/<day:day>.json", listen.account, name="account"),
    path("days/<day:day>/differences.json", listen.differences, name="differences"),
]
