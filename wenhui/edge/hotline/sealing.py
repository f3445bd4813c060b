"""A message is kept raw, but for its caller: who rang is sealed before anything is written."""

import base64
import json
from functools import lru_cache
from typing import Any

from django.conf import settings

from wenhui.edge.hotline import wire
from wenhui.kit.crypto import FieldCipher, blind_index

PURPOSE = "hotline.caller"
SEALED = "sealed"


def sealed(item: dict[str, Any]) -> str:
    """Return an item as it is kept, its caller sealed."""
    if not item.get("caller"):
        return wire.text_of(item)
    secret = _cipher(settings.FIELD_KEY).seal(wire.text_of({"caller": item["caller"]}))
    return wire.text_of(item | {"caller": {SEALED: base64.b64encode(secret).decode()}})


def opened(text: str) -> dict[str, Any]:
    """Return a kept item as it came."""
    item: dict[str, Any] = json.loads(text)
    caller = item.get("caller")
    if isinstance(caller, dict) and SEALED in caller:
        item |= json.loads(_cipher(settings.FIELD_KEY).open(base64.b64decode(caller[SEALED])))
    return item


def fingerprint(item: dict[str, Any]) -> str:
    """Return what the same item always gives and nobody without the key can try numbers against."""
    return blind_index(settings.FIELD_KEY, wire.text_of(item), PURPOSE).hex()


@lru_cache(maxsize=4)
def _cipher(key: bytes) -> FieldCipher:
    return FieldCipher({1: key}, PURPOSE)
