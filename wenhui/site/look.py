"""How a reader's choices of look and language reach the page: by cookies alone.

`?theme=dark` and `?text=large` on any page are remembered in a cookie, then the page is shown without them.

The switches of every page work this way when there is no JavaScript, and a wall can be opened in its look by address.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import translation

from wenhui.kit.html import context

_YEAR = 365 * 24 * 3600
_CHOICES = {
    "theme": (context.THEME_COOKIE, context.THEMES),
    "text": (context.TEXT_COOKIE, context.TEXTS),
}


def remember_look(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return the middleware; anything but a known value is left to the page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        asked = {key: request.GET[key] for key in _CHOICES if request.GET.get(key) in _CHOICES[key][1]}
        if request.method != "GET" or not asked:
            return get_response(request)
        rest = request.GET.copy()
        for key in asked:
            del rest[key]
        # A path that begins with two slashes would lead to another host.
        path = "/" + request.path.lstrip("/")
        response = HttpResponseRedirect(f"{path}?{rest.urlencode()}" if rest else path)
        for key, value in asked.items():
            response.set_cookie(_CHOICES[key][0], value, max_age=_YEAR, samesite="Lax")
        return response

    return middleware


def chosen_language(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return the middleware that speaks Chinese until a reader asks for another language.

    Django's own also follows the browser's language; an office machine with an English browser would greet its clerk
    in English, and nobody would know why.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware
