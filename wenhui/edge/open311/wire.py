"""GeoReport v2 as it travels: the same records in JSON and XML, both ways. No Django.

XML is built as a tree, so nothing in a value can become markup; characters that XML 1.0 has no way to write are dropped
from both forms, so that both say the same. The standard library builds only; what comes in is parsed by defusedxml,
without entities or document types.
"""

import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

Record = Mapping[str, Any]

# What one member of a list is called in XML, where JSON has an array without names.
MEMBERS: Mapping[str, str] = {
    "endpoints": "endpoint",
    "formats": "format",
    "attributes": "attribute",
    "values": "value",
}

ALONE = frozenset({"discovery", "service_definition"})
"""Roots that are themselves the one record."""

UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TURNED = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
CONTROLS = re.compile("[\x7f-\x9f]")


class Form(StrEnum):
    """The two forms of every answer."""

    JSON = "json"
    XML = "xml"

    @property
    def content_type(self) -> str:
        """Return what the header says; the standard asks for text/xml."""
        return "application/json; charset=utf-8" if self is Form.JSON else "text/xml; charset=utf-8"


class UnreadableError(ValueError):
    """An answer is not what GeoReport v2 lets one expect; the text says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Records under the names they have in XML: `root` around all, `member` around each.

    Without `member` there is one record, which the root itself stands for.
    """

    root: str
    member: str
    records: Sequence[Record]

    def written(self, form: Form) -> bytes:
        """Return the answer in a form."""
        return self._json() if form is Form.JSON else self._xml()

    def _json(self) -> bytes:
        found: Any = [_spoken(record) for record in self.records]
        return json.dumps(found if self.member else found[0], ensure_ascii=False, allow_nan=False).encode()

    def _xml(self) -> bytes:
        root = ET.Element(self.root)
        for record in self.records:
            _fill(ET.SubElement(root, self.member) if self.member else root, record)
        written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return written


def error(code: int, description: str) -> Answer:
    """Return a refusal in the standard's shape."""
    return Answer("errors", "error", [{"code": code, "description": description}])


def read(raw: bytes, form: Form) -> list[dict[str, Any]]:
    """Return the records of an answer. Raises UnreadableError, which never repeats what came."""
    try:
        found = json.loads(raw) if form is Form.JSON else _records(defusedxml.ElementTree.fromstring(raw))
    except (ValueError, RecursionError, ET.ParseError, DefusedXmlException) as wrong:
        raise UnreadableError(f"not {form.value.upper()}: {type(wrong).__name__}") from wrong
    records = found if isinstance(found, list) else [found]
    if not all(isinstance(record, dict) for record in records):
        raise UnreadableError("not a list of records")
    return records


def cleaned(text: str) -> str:
    """Return words as they may be kept: composed, without control characters and without what turns the line around."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return CONTROLS.sub("", TURNED.sub("", UNSPEAKABLE.sub("", composed))).strip()


def _spoken(value: Any) -> Any:
    if isinstance(value, str):
        return UNSPEAKABLE.sub("", value)
    if isinstance(value, Mapping):
        return {key: _spoken(one) for key, one in value.items()}
    return [_spoken(one) for one in value] if isinstance(value, list) else value


def _fill(element: ET.Element, record: Record) -> None:
    for key, value in record.items():
        _put(ET.SubElement(element, key), key, value)


def _put(element: ET.Element, key: str, value: Any) -> None:
    if isinstance(value, Mapping):
        _fill(element, value)
    elif isinstance(value, list):
        for one in value:
            _put(ET.SubElement(element, MEMBERS[key]), MEMBERS[key], one)
    elif isinstance(value, bool):
        element.text = str(value).lower()
    elif value is not None:
        element.text = UNSPEAKABLE.sub("", str(value))


def _records(root: ET.Element) -> list[dict[str, Any]]:
    return [_record(root)] if root.tag in ALONE else [_record(child) for child in root]


def _record(element: ET.Element) -> dict[str, Any]:
    return {child.tag: _value(child) for child in element}


def _value(element: ET.Element) -> Any:
    children = list(element)
    if not children:
        return element.text or None
    if MEMBERS.get(element.tag) == children[0].tag:
        return [_record(child) if len(child) else child.text for child in children]
    return _record(element)
