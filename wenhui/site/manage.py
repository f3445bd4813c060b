"""Django's own commands, behind `wenhui manage` and for tools that want a `manage.py`."""

import os
import sys

from django.core.management import execute_from_command_line


def main(arguments: list[str] | None = None) -> None:
    """Run one Django command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenhui.site.settings")
    execute_from_command_line(["wenhui manage", *(sys.argv[1:] if arguments is None else arguments)])


if __name__ == "__main__":
    main()
