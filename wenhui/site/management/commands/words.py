"""`wenhui manage words extract|compile`: the sentences readers see, and their English."""

from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from django.core.management.base import BaseCommand, CommandParser

from wenhui.site import translating


class Command(BaseCommand):
    """Collects sentences into the English catalogue, or compiles it."""

    help = "Collect the sentences that readers see (extract), or make their English ready for use (compile)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Two verbs; `--with` brings in English that somebody else wrote."""
        parser.add_argument("verb", choices=["extract", "compile"])
        parser.add_argument(
            "--with",
            dest="more",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="another .po whose English fills what is missing, such as that of a branch; may be repeated",
        )

    def handle(self, *, verb: str, more: list[Path], **options: Any) -> None:
        """Do it, and say what is left to do."""
        if verb == "extract":
            self.extract(more)
        else:
            for path in translating.compile_all():
                self.stdout.write(f"compiled {path.name} ({path.parent.parent.name})")

    def extract(self, more: list[Path]) -> None:
        """Write the catalogue anew and list what has no English yet."""
        kept: list[Catalog] = [translating.read(path) for path in (translating.ENGLISH, *more)]
        merged = translating.merge(translating.collect(translating.sources()), *kept)
        translating.write(merged)
        missing = translating.untranslated(merged)
        self.stdout.write(f"{len(merged)} sentences, {len(missing)} without English")
        for sentence in missing:
            self.stdout.write(f"  {sentence}")
