"""Writes a workbook again with some of its parts changed; every other part keeps its bytes, date and attributes."""

import io
import re
import zipfile
from collections.abc import Mapping

from wenhui.kit.sheets.package import Package

_CHAIN = "xl/calcChain.xml"
_MENTIONS_CHAIN = re.compile(
    rb"<(?:Override|Relationship)\b[^>]*calcChain[^>]*?(?:/>|>\s*</(?:Override|Relationship)>)"
)


def pack(package: Package, changed: Mapping[str, bytes]) -> bytes:
    """Return the workbook with `changed` parts in place of its own.

    The order in which cells were once computed (calcChain, 18.6) is left out whenever a formula may have moved: a
    chain that names a cell without formula makes Excel call the file damaged, a missing one it makes anew.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in package.names:
            if name.lower() == _CHAIN.lower() or name.endswith("/"):
                continue
            part = changed.get(name)
            if part is None:
                part = package.unpack(name)
            if name == "[Content_Types].xml" or name.endswith("workbook.xml.rels"):
                part = _MENTIONS_CHAIN.sub(b"", part)
            old = package.entry(name)
            entry = zipfile.ZipInfo(name, old.date_time)
            entry.compress_type, entry.external_attr = old.compress_type, old.external_attr
            target.writestr(entry, part)
    return out.getvalue()
