"""Draws plain street scenes for the demonstration's photos, before and after the work; each says that it is drawn."""

import base64
import zlib
from collections.abc import Callable, Mapping
from random import Random

from PIL import Image, ImageDraw

WIDE, HIGH = 960, 720
GROUND = 470
MARK = (88, 22)
MARK_POINTS = """
eNolzsEKgkAUBdAnrxwX5bh0EbnoB4Q2QoGflBFEQeCAP2YM+B1PZtHWcBMkvN7YXZ3FhXuTEP5Bc/REZkRT8qfmZuZ65gKFS5MKY8/ApNLNRi
HUJCy/yFNV98xuuggfYSA8OWHBb6GyCBDxAITlqGSpy4UTe/JQvPB6UEyrmdoK4y6vXBN4bnionM1QgSf1tnQaqMif1LtgjIX3viUHuy3Qebjp
Vq5vgPZtoVucCSZRBgEjoB+IL2oa
"""
# 演示图片 in points, so that no font need be at hand.

Draw = ImageDraw.ImageDraw
Colour = tuple[int, int, int]


def name_of(title: str) -> str:
    """Return which scene fits a case with this title."""
    return next((name for words, name in NAMED if any(word in title for word in words)), "stalls")


def scene(name: str, *, done: bool, draw: Random) -> Image.Image:
    """Return a picture of a scene before or after the work."""
    image = Image.new("RGB", (WIDE, HIGH))
    pen = ImageDraw.Draw(image)
    _street(pen, draw, is_night=name == "lamp")
    SCENES[name](pen, draw, done)
    _mark(image)
    return image


NAMED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("路灯", "信号灯"), "lamp"),
    (("垃圾", "渣土", "菜叶", "沙发", "杂物", "家具", "纸箱"), "litter"),
    (("路面", "坑", "地砖", "井盖", "水"), "road"),
    (("车",), "vehicles"),
    (("树", "绿", "草"), "trees"),
)


def _street(pen: Draw, draw: Random, *, is_night: bool) -> None:
    """Draw sky, a row of houses and the ground before them."""
    top, low = ((22, 30, 52), (52, 58, 78)) if is_night else ((152, 190, 214), (222, 226, 218))
    for y in range(GROUND):
        pen.line((0, y, WIDE, y), fill=_between(top, low, y / GROUND))
    x = -draw.randrange(60)
    while x < WIDE:
        wide, roof = draw.randrange(150, 260), draw.randrange(90, 230)
        wall = draw.choice([(196, 176, 150), (178, 186, 184), (206, 196, 176), (170, 150, 136)])
        pen.rectangle((x, roof, x + wide, GROUND), fill=_between(wall, (24, 28, 40), 0.6 if is_night else 0))
        for row in range(roof + 24, GROUND - 50, 52):
            for column in range(x + 18, x + wide - 30, 46):
                lit = is_night and draw.random() < 0.3
                pane = (238, 206, 128) if lit else (70, 84, 96)
                pen.rectangle((column, row, column + 24, row + 30), fill=pane)
        x += wide + draw.randrange(4, 26)
    near = (64, 66, 72) if is_night else (142, 142, 138)
    for y in range(GROUND, HIGH):
        pen.line((0, y, WIDE, y), fill=_between(near, (30, 32, 36), (y - GROUND) / (HIGH - GROUND) * 0.5))
    pen.rectangle((0, GROUND, WIDE, GROUND + 14), fill=_between(near, (250, 250, 244), 0.25))


def _lamp(pen: Draw, draw: Random, done: bool) -> None:  # noqa: FBT001 - before and after
    x = draw.randrange(300, 620)
    pen.rectangle((x, 130, x + 12, GROUND + 60), fill=(38, 42, 46))
    pen.rectangle((x, 130, x + 110, 140), fill=(38, 42, 46))
    if done:
        pen.polygon(((x + 100, 150), (x - 60, GROUND + 130), (x + 290, GROUND + 130)), fill=(92, 90, 80))
    pen.ellipse((x + 76, 134, x + 126, 160), fill=(255, 232, 160) if done else (70, 74, 78))


def _litter(pen: Draw, draw: Random, done: bool) -> None:  # noqa: FBT001
    pen.rectangle((110, GROUND - 120, 190, GROUND + 40), fill=(62, 112, 78))
    pen.rectangle((100, GROUND - 136, 200, GROUND - 116), fill=(48, 90, 62))
    if done:
        return
    for _ in range(16):
        x, y, size = draw.randrange(190, 720), draw.randrange(GROUND + 20, 640), draw.randrange(36, 92)
        colour = draw.choice([(36, 38, 42), (214, 208, 196), (160, 120, 74), (52, 82, 128)])
        pen.ellipse((x, y - size * 0.6, x + size, y + size * 0.4), fill=colour)
        pen.polygon(
            ((x + size * 0.4, y - size * 0.5), (x + size * 0.5, y - size * 0.8), (x + size * 0.6, y - size * 0.5)),
            fill=colour,
        )


def _road(pen: Draw, draw: Random, done: bool) -> None:  # noqa: FBT001
    x, y = draw.randrange(280, 480), draw.randrange(540, 600)
    if done:
        pen.rounded_rectangle((x - 40, y - 30, x + 300, y + 70), 12, fill=(64, 66, 68))
        return
    pen.ellipse((x, y - 40, x + 270, y + 60), fill=(52, 48, 44))
    pen.ellipse((x + 30, y - 20, x + 240, y + 44), fill=(98, 116, 124))
    for post in (x - 30, x + 290):
        pen.polygon(((post, y - 110), (post - 28, y + 30), (post + 28, y + 30)), fill=(220, 96, 40))
        pen.polygon(
            ((post - 10, y - 60), (post + 10, y - 60), (post + 16, y - 28), (post - 16, y - 28)), fill=(244, 240, 230)
        )


def _vehicles(pen: Draw, draw: Random, done: bool) -> None:  # noqa: FBT001
    for line in range(0, WIDE, 160):
        pen.polygon(((line, 640), (line + 90, 640), (line + 80, 654), (line - 10, 654)), fill=(226, 224, 214))
    if done:
        return
    for place in (90, 380, 660):
        x, y = place + draw.randrange(40), GROUND + draw.randrange(20, 60)
        colour = draw.choice([(176, 48, 42), (44, 74, 122), (222, 222, 218), (60, 64, 68)])
        pen.rounded_rectangle((x + 40, y - 40, x + 170, y + 30), 22, fill=_between(colour, (20, 24, 28), 0.35))
        pen.rounded_rectangle((x, y, x + 220, y + 70), 16, fill=colour)
        for wheel in (x + 26, x + 146):
            pen.ellipse((wheel, y + 44, wheel + 48, y + 92), fill=(26, 28, 30))


def _trees(pen: Draw, draw: Random, done: bool) -> None:  # noqa: FBT001
    for place in (140, 430, 720):
        x = place + draw.randrange(60)
        pen.rectangle((x, 250, x + 26, GROUND + 70), fill=(96, 72, 50))
        for _ in range(5 if done else 11):
            dx, dy = draw.randrange(-90, 80), draw.randrange(-110, 40 if done else 120)
            green = draw.choice([(74, 120, 66), (92, 138, 74), (58, 98, 56)])
            pen.ellipse((x + dx - 50, 230 + dy - 40, x + dx + 60, 230 + dy + 50), fill=green)
        if not done:
            pen.line((x + 20, 300, x + 130, 420), fill=(112, 84, 58), width=10)


def _stalls(pen: Draw, draw: Random, done: bool) -> None:  # noqa: FBT001
    for place in (70, 370, 660):
        colour = draw.choice([(186, 62, 46), (52, 104, 120), (206, 150, 60)])
        pen.polygon(((place, 330), (place + 220, 330), (place + 250, 380), (place - 30, 380)), fill=colour)
        if done:
            continue
        pen.rectangle((place, GROUND + 10, place + 220, GROUND + 80), fill=(150, 112, 72))
        for number in range(7):
            x = place + 10 + number * 29
            pen.ellipse(
                (x, GROUND - 10, x + 26, GROUND + 16), fill=draw.choice([(206, 70, 48), (236, 176, 60), (98, 140, 64)])
            )


SCENES: Mapping[str, Callable[[Draw, Random, bool], None]] = {
    "lamp": _lamp, "litter": _litter, "road": _road, "vehicles": _vehicles, "trees": _trees, "stalls": _stalls,
}  # fmt: skip


def _mark(image: Image.Image) -> None:
    """Write into the picture that it is drawn for the demonstration."""
    words = Image.frombytes("1", MARK, zlib.decompress(base64.b64decode("".join(MARK_POINTS.split()))))
    words = words.convert("L").resize((MARK[0] * 2, MARK[1] * 2))
    ImageDraw.Draw(image).rectangle((0, HIGH - 76, words.width + 40, HIGH - 16), fill=(28, 36, 35))
    image.paste(Image.new("RGB", words.size, (255, 253, 249)), (20, HIGH - 68), words)


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
