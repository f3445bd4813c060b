"""`wenhui manage openapi`: writes the OpenAPI file of the public API, which the repository keeps and a test compares."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

FILE = Path(settings.ROOT) / "docs" / "openapi.json"


def text() -> str:
    """Return the file as the code has it, keys in their order, so that a change reads as a change."""
    from wenhui.site.api import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=2, default=str) + "\n"


class Command(BaseCommand):
    """Write docs/openapi.json."""

    help = "Write docs/openapi.json as the code has it."

    def handle(self, *args: object, **options: object) -> None:
        """Write the file and say where."""
        FILE.write_text(text(), encoding="utf-8")
        self.stdout.write(f"Wrote {FILE.relative_to(settings.ROOT)}")
