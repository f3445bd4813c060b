"""What is known, on the cards of the registry."""

from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.record.facts import access, shelf
from wenhui.record.facts.rules import Freshness
from wenhui.record.registry.sections import Section
from wenhui.record.registry.words import Subject


class WhatIsKnown:
    """Fills the slot that the registry's cards leave."""

    def section(self, request: OfficeRequest, subject: Subject, number: int) -> Section | None:
        """Return what is known of a subject, topic by topic; for a home of which nothing is said, nothing."""
        headings = shelf.headings(subject, number, today=clock.local_day(clock.now()))
        if not headings and subject is not Subject.PERSON:
            return None
        lines = [line for heading in headings for line in heading.lines]
        content = {
            "subject": subject,
            "number": number,
            "headings": headings,
            "known": len(lines),
            "stale": sum(line.freshness is Freshness.STALE for line in lines),
            "differing": sum(bool(line.against) for line in lines),
            "may_see_conflicts": request.may(access.SEE),
        }
        return Section("facts/known.html", content)
