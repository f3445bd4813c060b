"""What departments' forms still lack of somebody, on the cards of the registry."""

from collections.abc import Mapping
from typing import Final

from django.db.models import Q

from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit.html.wording import say
from wenhui.record.ledgers import queries
from wenhui.record.registry import dictionary
from wenhui.record.registry.sections import Section
from wenhui.record.registry.words import Subject

PROVIDERS: Final = "provider"
OF: Final[Mapping[Subject, str]] = {
    Subject.PERSON: "person",
    Subject.HOUSEHOLD: "household",
    Subject.DWELLING: "dwelling",
}


class WhatIsLacking:
    """Fills the slot that the registry's cards leave."""

    def section(self, request: OfficeRequest, subject: Subject, number: int) -> Section | None:
        """Return what is lacking of a subject and within the reader's clearance; nothing where nothing is."""
        if subject not in OF:
            return None
        about = Q(**{OF[subject]: number})
        if subject is Subject.DWELLING:
            about &= Q(person__isnull=True, household__isnull=True)
        gaps = list(queries.open_gaps().filter(about))
        if not gaps:
            return None
        held = dictionary.current()
        providers = held.tables[PROVIDERS].by_code
        lines = [
            {
                "words": say(held.attributes[gap.key].words),
                "askers": [say(providers[asker].words) for asker in gap.askers if asker in providers],
                "gap": gap,
            }
            for gap in gaps
            if gap.key in held.attributes and held.attributes[gap.key].privacy.rank <= request.sees.clearance.rank
        ]
        return Section("ledgers/lacking.html", {"lines": lines}) if lines else None
