"""The hotline as moves, journal lines and the exchange name it."""

from typing import Final

from wenhui.kit.actor import Actor, ActorKind, job
from wenhui.kit.words import Words

KEY: Final = "hotline"
NAME: Final = Words("12345 热线", "12345 hotline")
ACTOR: Final = Actor(ActorKind.PARTY, KEY, NAME.zh)
RULE: Final = job("hotline", "热线回访")
"""The office's own rule that a caller who is not satisfied has the case done again."""
