"""Addresses of the exchange."""

from django.urls import path

from wenhui.edge.exchange import pages

app_name = "exchange"

urlpatterns = [
    path("", pages.home, name="home"),
    path("sent/", pages.letters, name="letters"),
    path("in/<int:incoming_id>/", pages.incoming, name="incoming"),
    path("out/<int:outgoing_id>/", pages.outgoing, name="outgoing"),
]
