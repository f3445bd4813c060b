"""Which letter presses which step of an opened case."""

from collections.abc import Mapping

from wenhui.work.cases.words import Verb

KEYS: Mapping[Verb, str] = {
    Verb.REGISTER: "R",
    Verb.DISPATCH: "D",
    Verb.ACCEPT: "A",
    Verb.ANSWER: "F",
    Verb.VERIFY: "V",
    Verb.REWORK: "W",
    Verb.CLOSE: "C",
    Verb.RETURN_WITH_REASON: "B",
    Verb.URGE: "U",
}
"""One letter each; J, K, H, L walk, N reports, X ticks."""
