"""Addresses of the city brain: what it asks of us, and what people read."""

from django.urls import path, register_converter

from wenhui.edge.citybrain import days, listen, pages

register_converter(days.DayConverter, "day")

app_name = "citybrain"

urlpatterns = [
    path("events", listen.events, name="events"),
    path("days/<day:day>.json", listen.account, name="account"),
    path("days/<day:day>/differences.json", listen.differences, name="differences"),
    path("", pages.days, name="days"),
    path("<day:day>/", pages.day, name="day"),
]
