"""How letters and messages read on a page."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from wenhui.edge.exchange import parties
from wenhui.edge.exchange.models import Incoming, Outgoing
from wenhui.edge.exchange.words import Mark, Outcome, Standing
from wenhui.kit.html.wording import say
from wenhui.kit.tidy import TURNING

LIGHTS: Mapping[Outcome | Standing, str] = {
    Outcome.WAITING: "soon",
    Outcome.DONE: "ok",
    Outcome.STALE: "hold",
    Outcome.QUARANTINED: "late",
    Outcome.SET_ASIDE: "hold",
    Standing.WAITING: "soon",
    Standing.SENT: "ok",
    Standing.DEAD: "late",
    Standing.SET_ASIDE: "hold",
}


def message(one: Incoming) -> dict[str, Any]:
    """Return a message for a page."""
    outcome = Outcome(one.outcome)
    return {
        "row": one,
        "party": party(one.party),
        "light": LIGHTS[outcome],
        "word": say(outcome.words),
        "marks": marks(one.marks),
        "case": one.reference.removeprefix("case:") if one.reference.startswith("case:") else "",
    }


def letter(one: Outgoing) -> dict[str, Any]:
    """Return a letter for a page."""
    return letters([one])[0]


def letters(rows: Iterable[Outgoing]) -> list[dict[str, Any]]:
    """Return letters for a page; their parties are looked up once."""
    names = {one.key: say(one.name) for one in parties.every()}
    return [
        {"row": one, "party": names.get(one.party, one.party), "light": LIGHTS[standing], "word": say(standing.words)}
        for one in rows
        for standing in [Standing(one.standing)]
    ]


def party(key: str) -> str:
    """Return what a party is called; its key where the office no longer exchanges with it."""
    found = parties.named(key)
    return say(found.name) if found else key


def marks(keys: Iterable[str]) -> list[str]:
    """Return what was odd about a message, in words."""
    return [say(Mark(key).words) for key in keys]


def body(text: str) -> str:
    """Return a body laid out in lines; marks that would turn the reading round are spelt out."""
    try:
        laid = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        laid = text
    return TURNING.sub(lambda found: f"\\u{ord(found[0]):04x}", laid)
