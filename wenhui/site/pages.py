"""The page that belongs to no room: the public front page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.i18n import set_language

from wenhui.ground.accounts import guard
from wenhui.site import menu


@guard.public
def front(request: HttpRequest) -> HttpResponse:
    """Show strangers what this office is and how to reach it; staff find their way in."""
    return render(
        request,
        "site/front.html",
        {
            "is_staff": request.user.is_authenticated,
            "login": resolve_url(settings.LOGIN_URL),
            "workplace": menu.workplace(),
        },
    )


@guard.public
def language(request: HttpRequest) -> HttpResponse:
    """Switch between Chinese and English, and go back to where one was."""
    return set_language(request)
