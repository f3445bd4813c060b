"""Small XML parts as a flat list of elements: all that the directory, styles and relationships of a workbook need.

Prefixes are dropped, so that files of every producer look alike. Document types are refused where the part is read.
"""

from dataclasses import dataclass
from xml.parsers import expat

from wenhui.kit.sheets.refusals import BrokenFileError, HostileXmlError


@dataclass(slots=True)
class Element:
    """One element: its name and its parent's without prefix, its attributes without prefix, its own text."""

    name: str
    parent: str
    attributes: dict[str, str]
    text: str = ""

    def get(self, name: str) -> str:
        """Return an attribute, or nothing."""
        return self.attributes.get(name, "")

    def holds(self, name: str) -> bool:
        """Say whether an xsd:boolean attribute is true."""
        return self.get(name) in {"1", "true"}


def elements(part: bytes) -> list[Element]:
    """Return the elements of a part in the order in which they begin. Raises BrokenFileError, HostileXmlError."""
    found: list[Element] = []
    path: list[Element] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items() if not key.startswith("xmlns")}
        path.append(Element(name.rpartition(":")[2], path[-1].name if path else "", plain))
        found.append(path[-1])

    def end(_: str) -> None:
        path.pop()

    def text(said: str) -> None:
        if path:
            path[-1].text += said

    def refuse(*_: object) -> None:
        raise HostileXmlError

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refuse
    try:
        parser.Parse(part, True)  # noqa: FBT003 (positional in the standard library)
    except expat.ExpatError:
        raise BrokenFileError from None
    return found
