"""What house tests share: the modules of the house and their order."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from django.apps import AppConfig, apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "wenhui"

# From the ground up; a foreign key may point only at its own room or one further left.
ORDER = (
    "html",
    "journal",
    "tally",
    "areas",
    "accounts",
    "files",
    "registry",
    "facts",
    "ledgers",
    "forms",
    "visits",
    "cases",
    "emergency",
    "sensing",
    "open311",
    "exchange",
    "citybrain",
    "post",
    "hotline",
    "hooks",
    "cockpit",
    "site",
)


def our_apps() -> list[AppConfig]:
    """Return this project's Django apps."""
    return [config for config in apps.get_app_configs() if config.name.startswith("wenhui.")]


def submodule(config: AppConfig, name: str) -> ModuleType | None:
    """Return a module's part such as `actions`, where it has one."""
    dotted = f"{config.name}.{name}"
    return import_module(dotted) if find_spec(dotted) else None


def sources(pattern: str = "*.py") -> list[Path]:
    """Return the project's own files of one kind, tests and migrations left out."""
    return [
        path
        for path in sorted(PACKAGE.rglob(pattern))
        if not {"tests", "migrations", "__pycache__"} & set(path.relative_to(PACKAGE).parts)
    ]
