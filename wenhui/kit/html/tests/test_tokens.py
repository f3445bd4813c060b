"""The tokens: every pair that stands on a page can be read, and nothing else spells out a colour."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[1] / "static" / "look"
TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
WENHUI = Path(__file__).parents[3]

TEXT_ON = {
    "paper": ["ink", "ink-2", "ink-3", "accent", "ok", "soon", "late", "hold"],
    "surface": ["ink", "ink-2", "ink-3", "accent", "ok", "soon", "late", "hold"],
    "sunken": ["ink", "ink-2", "ink-3"],
    "accent-soft": ["ink", "ink-2", "ink-3", "accent", "accent-strong"],
    "ok-soft": ["ok", "ink", "ink-2"],
    "soon-soft": ["soon", "ink", "ink-2"],
    "late-soft": ["late", "ink", "ink-2"],
    "hold-soft": ["hold", "ink", "ink-2"],
    "accent": ["on-accent"],
    "accent-strong": ["on-accent"],
    "ink": ["paper"],
    "scene-sky": ["ink", "ink-2"],
    "water": ["water-ink"],
}
SHAPES_ON = {
    "paper": ["line-strong", "accent", "ok-mark", "soon-mark", "late-mark", "hold-mark", "series-1", "series-2"],
    "surface": ["line-strong", "accent", "ok-mark", "soon-mark", "late-mark", "hold-mark"],
    "late-soft": ["late-mark"],
    "soon-soft": ["soon-mark"],
    "late-mark": ["on-mark"],
}


def theme(name: str) -> dict[str, str]:
    """Return the colours of `light` or `dark` as tokens.css spells them."""
    blocks = re.findall(r"(:root|\[data-theme=\"dark\"\])[^{]*\{(.*?)\n\}", TOKENS, re.DOTALL)
    found: dict[str, str] = {}
    for selector, body in blocks:
        if selector == ":root" or name == "dark":
            found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", body))
    return found


def luminance(colour: str) -> float:
    """Return relative luminance after WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours after WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_ON, 4.5), (SHAPES_ON, 3.0)], ids=["words", "shapes"])
def test_every_pair_has_contrast(name: str, pairs: dict[str, list[str]], least: float) -> None:
    colours = theme(name)

    weak = {
        f"{upper} on {ground}": round(contrast(colours[upper], colours[ground]), 2)
        for ground, uppers in pairs.items()
        for upper in uppers
        if contrast(colours[upper], colours[ground]) < least
    }

    assert weak == {}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_more_on_the_map_is_further_from_the_ground(name: str) -> None:
    colours = theme(name)

    steps = [contrast(colours[f"map-{step}"], colours["paper"]) for step in range(5)]

    assert steps == sorted(steps)


def test_both_themes_name_the_same_colours() -> None:
    dark_only = re.search(r"\[data-theme=\"dark\"\][^{]*\{(.*?)\n\}", TOKENS, re.DOTALL)
    assert dark_only is not None

    missing = set(theme("light")) - set(re.findall(r"--([\w-]+):", dark_only[1]))

    assert missing <= {"on-accent"}


def ours(pattern: str) -> list[Path]:
    """Return our own files below the package; what npm laid is not ours."""
    return [path for path in WENHUI.rglob(pattern) if "lib" not in path.parts and "node_modules" not in path.parts]


def test_only_tokens_spell_out_colours() -> None:
    hexes = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\b(?![\w-])")

    spelt = {
        str(path): found
        for path in [*ours("*.css"), *ours("*.html"), *ours("*.js")]
        if path.name != "tokens.css"
        and (found := [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if hexes.search(line)])
        and not all("@media print" in line or 'href="#' in line for line in found)
    }

    assert spelt == {}


def test_every_token_that_is_used_exists() -> None:
    known = set(re.findall(r"--([\w-]+):", TOKENS))
    local = {"gutter"}

    unknown = {
        (path.name, name)
        for path in [*ours("*.css"), *ours("*.html"), *ours("*.svg")]
        for name in re.findall(r"var\(--([\w-]+?)[,)]", path.read_text(encoding="utf-8"))
        if name not in known | local
    }

    assert unknown == set()
