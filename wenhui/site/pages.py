"""The pages that belong to no room: the public front page, and the words of errors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def front(request: HttpRequest) -> HttpResponse:
    """Show strangers what this office is and how to reach it; staff find their way in."""
    return render(request, "site/front.html")
