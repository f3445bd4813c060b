"""What every template knows: theme, text size, language, the moment of rendering, whether this is the demonstration."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from wenhui.kit import clock
from wenhui.kit.html import times

THEMES = ("light", "dark")
TEXTS = ("normal", "large")
THEME_COOKIE = "wenhui_theme"
TEXT_COOKIE = "wenhui_text"


@dataclass(frozen=True, slots=True)
class Look:
    """How this reader wants pages to look; on the root element from the first byte, so that nothing flashes."""

    theme: str
    text: str
    lang: str

    @property
    def is_dark(self) -> bool:
        """Say whether night colours are on."""
        return self.theme == "dark"

    @property
    def is_large(self) -> bool:
        """Say whether large text is on."""
        return self.text == "large"


def chosen(request: HttpRequest) -> Look:
    """Return the look of this request, from its cookies; anything unknown is the plain one."""
    theme, text = request.COOKIES.get(THEME_COOKIE, ""), request.COOKIES.get(TEXT_COOKIE, "")
    return Look(
        theme=theme if theme in THEMES else "light",
        text=text if text in TEXTS else "normal",
        # Han glyphs come out in their mainland form only under zh-CN.
        lang="en" if (get_language() or "").startswith("en") else "zh-CN",
    )


def look(request: HttpRequest) -> dict[str, Any]:
    """Give templates `look`, `now` and `is_demo`; and `zone`, the name of the zone in force where it must be said."""
    now: datetime = clock.now()
    return {"look": chosen(request), "now": now, "zone": times.zone(), "is_demo": settings.DEMO}
