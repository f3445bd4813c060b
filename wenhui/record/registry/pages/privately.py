"""What every page with people on it shares: no cache keeps it, and what day it is."""

from datetime import date

from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers

from wenhui.kit import clock


def private(response: HttpResponse) -> HttpResponse:
    """Return a page that no cache keeps."""
    add_never_cache_headers(response)
    return response


def today() -> date:
    """Return the present day of the office."""
    return clock.local_day(clock.now())
