"""What is said, what is known, and where providers differ."""

from wenhui.record.facts.models.differing import Conflict, Correction, Ruling
from wenhui.record.facts.models.subjects import SUBJECTS, About
from wenhui.record.facts.models.words import Confirmation, Fact, Known, Origin, Statement

__all__ = [
    "SUBJECTS",
    "About",
    "Confirmation",
    "Conflict",
    "Correction",
    "Fact",
    "Known",
    "Origin",
    "Ruling",
    "Statement",
]
