"""Lays what browsers load from npm packages under `static/lib/`: the icon sprite, ECharts, Leaflet. Nothing is bundled.

`python -m wenhui.kit.html.build` runs after `npm ci`. The folder is not committed; it is rebuilt from pinned packages.
"""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from wenhui.kit.html import sprite

LIB = Path(__file__).parent / "static" / "lib"
NODE_MODULES = Path(__file__).resolve().parents[3] / "node_modules"

# What pages load, by the name under static/lib/.
FILES: Final[Mapping[str, str]] = {
    "echarts/echarts.js": "echarts/dist/echarts.esm.min.mjs",
    "echarts/LICENSE": "echarts/LICENSE",
    "leaflet/leaflet.js": "leaflet/dist/leaflet-src.esm.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/LICENSE": "leaflet/LICENSE",
}


def lay(node_modules: Path, lib: Path) -> list[Path]:
    """Write the sprite and copies of the used files; return what now lies there."""
    missing = [name for name in FILES.values() if not (node_modules / name).is_file()]
    if missing:
        raise FileNotFoundError(f"{node_modules} lacks {', '.join(missing)}; run `npm ci` first.")
    drawn = sprite.build(node_modules / "@tabler" / "icons" / "icons" / "outline")
    shutil.rmtree(lib, ignore_errors=True)
    for name, source in FILES.items():
        (lib / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(node_modules / source, lib / name)
    (lib / "icons.svg").write_text(drawn, encoding="utf-8")
    return sorted(path for path in lib.rglob("*") if path.is_file())


def main() -> int:
    """Lay the files; say what is missing in one line."""
    try:
        laid = lay(NODE_MODULES, LIB)
    except (FileNotFoundError, sprite.MissingIconError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    size = sum(path.stat().st_size for path in laid)
    sys.stdout.write(f"{len(laid)} browser files laid, {size // 1024} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
