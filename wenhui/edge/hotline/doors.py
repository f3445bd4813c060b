"""Addresses that the hotline itself asks."""

from django.urls import path

from wenhui.edge.hotline import listen

app_name = "hotline_doors"

urlpatterns = [
    path("tickets", listen.tickets, name="tickets"),
    path("results", listen.results, name="results"),
]
