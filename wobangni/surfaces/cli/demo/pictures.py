"""Drawn photos for the demo: nothing and nobody real is in them."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 900
Colour = tuple[int, int, int]


def picture(motif: str, number: int) -> bytes:
    """A JPEG of the motif; another number, another light and another view."""
    die = random.Random(number)  # noqa: S311
    image = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    _MOTIFS[motif](draw, die)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=86)
    return out.getvalue()


def app_logo() -> bytes:
    """A mark for the demo's county app: the sun over a hill."""
    image = Image.new("RGB", (192, 192), (156, 66, 33))
    draw = ImageDraw.Draw(image)
    draw.ellipse((62, 42, 130, 110), fill=(255, 255, 255))
    draw.polygon([(0, 192), (96, 92), (192, 192)], fill=(255, 255, 255))
    draw.polygon([(24, 192), (96, 118), (168, 192)], fill=(156, 66, 33))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _ground(draw: ImageDraw.ImageDraw, horizon: int, sky: Colour, land: Colour) -> None:
    for y in range(HEIGHT):
        share = y / horizon if y < horizon else (y - horizon) / (HEIGHT - horizon)
        base = sky if y < horizon else land
        factor = 0.75 + 0.25 * share if y < horizon else 1.05 - 0.35 * share
        draw.line([(0, y), (WIDTH, y)], fill=_scaled(base, factor))


def _scaled(colour: Colour, factor: float) -> Colour:
    red, green, blue = (min(255, int(part * factor)) for part in colour)
    return red, green, blue


def _grain(draw: ImageDraw.ImageDraw, die: random.Random, top: int, colours: list[Colour], count: int = 2500) -> None:
    for _dot in range(count):
        x, y, size = die.randrange(WIDTH), die.randrange(top, HEIGHT), die.choice((1, 2, 3))
        draw.ellipse((x, y, x + size * 2, y + size), fill=die.choice(colours))


def _blob(
    draw: ImageDraw.ImageDraw, die: random.Random, centre: tuple[int, int], radius: tuple[int, int], fill: Colour
) -> None:
    (x, y), (wide, high) = centre, radius
    points = []
    for step in range(24):
        angle, uneven = step * math.tau / 24, die.uniform(0.8, 1.15)
        points.append((x + wide * uneven * math.cos(angle), y + high * uneven * math.sin(angle)))
    draw.polygon(points, fill=fill)


def _road(draw: ImageDraw.ImageDraw, die: random.Random) -> None:
    """A street with a hole in it."""
    _ground(draw, 300, (190, 205, 220), (150, 140, 120))
    draw.polygon([(430, 300), (770, 300), (1250, HEIGHT), (-50, HEIGHT)], fill=(105, 107, 110))
    for y in range(330, HEIGHT, 130):
        half = 3 + (y - 300) // 60
        draw.rectangle((600 - half, y, 600 + half, y + 50 + (y - 300) // 8), fill=(225, 222, 205))
    _grain(draw, die, 320, [(96, 98, 101), (118, 120, 122), (88, 90, 94)])
    centre = (die.randint(520, 760), die.randint(610, 700))
    _blob(draw, die, centre, (190, 75), (78, 72, 66))
    _blob(draw, die, (centre[0] + 5, centre[1] + 12), (150, 52), (54, 50, 48))
    _blob(draw, die, (centre[0] - 20, centre[1] + 20), (80, 24), (126, 138, 150))


def _radiator(draw: ImageDraw.ImageDraw, die: random.Random) -> None:
    """A radiator with a thermometer that stands too low."""
    _ground(draw, 700, (226, 220, 206), (150, 120, 90))
    for x in range(200, 920, 72):
        draw.rounded_rectangle((x, 330, x + 58, 690), 22, fill=(238, 238, 236), outline=(205, 205, 203), width=4)
    draw.rectangle((150, 655, 980, 672), fill=(214, 214, 212))
    draw.rounded_rectangle((985, 240, 1085, 640), 26, fill=(250, 250, 248), outline=(190, 190, 190), width=4)
    low = die.choice((13, 14, 15, 16))
    for mark in range(0, 31, 5):
        y = 590 - mark * 10
        draw.line((1000, y, 1024, y), fill=(90, 90, 90), width=3)
        draw.text((1052, y - 8), str(mark), fill=(70, 70, 70))
    draw.rectangle((1031, 590 - low * 10, 1041, 600), fill=(200, 60, 50))
    draw.ellipse((1020, 590, 1052, 622), fill=(200, 60, 50))


def _lamp(draw: ImageDraw.ImageDraw, die: random.Random) -> None:
    """A dark road with lamps that don't burn."""
    _ground(draw, 480, (34, 40, 62), (36, 36, 40))
    draw.polygon([(520, 480), (680, 480), (1100, HEIGHT), (100, HEIGHT)], fill=(52, 53, 57))
    for number in range(5):
        x, height = 760 + number * 95, 190 + number * 85
        foot = 520 + number * 75
        draw.line((x, foot, x, foot - height), fill=(92, 94, 100), width=3 + number)
        draw.line((x, foot - height, x - 30 - number * 10, foot - height + 8), fill=(92, 94, 100), width=3 + number)
    for _star in range(40):
        x, y = die.randrange(WIDTH), die.randrange(380)
        draw.point((x, y), fill=(200, 205, 220))
    _blob(draw, die, (250, 470), (26, 14), (240, 200, 120))


def _well(draw: ImageDraw.ImageDraw, die: random.Random) -> None:
    """A pump house and an empty trough on the steppe in winter."""
    _ground(draw, 420, (198, 214, 230), (222, 220, 212))
    _grain(draw, die, 430, [(188, 176, 140), (205, 200, 186), (170, 160, 128)], 1600)
    draw.rectangle((700, 320, 980, 560), fill=(176, 116, 88))
    draw.polygon([(680, 325), (1000, 325), (960, 250), (720, 250)], fill=(70, 110, 150))
    draw.rectangle((800, 400, 880, 560), fill=(92, 70, 58))
    draw.rounded_rectangle((180, 640, 660, 740), 18, fill=(150, 152, 154))
    draw.rounded_rectangle((205, 655, 635, 715), 12, fill=(205, 222, 232))
    draw.line((640, 560, 640, 650), fill=(110, 112, 116), width=14)
    draw.line((560, 566, 646, 566), fill=(110, 112, 116), width=14)


def _refuse(draw: ImageDraw.ImageDraw, die: random.Random) -> None:
    """A refuse pit that runs over."""
    _ground(draw, 380, (200, 212, 222), (172, 160, 120))
    draw.rectangle((330, 420, 900, 700), fill=(160, 156, 150), outline=(130, 126, 120), width=8)
    bags: list[Colour] = [(235, 235, 238), (60, 62, 66), (190, 60, 60), (70, 110, 170), (220, 190, 80)]
    for _bag in range(70):
        x, y = die.randint(340, 890), die.randint(360, 520)
        _blob(draw, die, (x, y), (die.randint(20, 48), die.randint(16, 34)), die.choice(bags))
    for _bag in range(26):
        x, y = die.randint(60, 1150), die.randint(680, 860)
        _blob(draw, die, (x, y), (die.randint(10, 26), die.randint(8, 16)), die.choice(bags))


def _fence(draw: ImageDraw.ImageDraw, die: random.Random) -> None:
    """A wire fence across a track on the grassland, cut open in one place."""
    _ground(draw, 360, (176, 206, 232), (142, 158, 92))
    _grain(draw, die, 370, [(120, 138, 76), (164, 172, 104), (104, 122, 70)], 3000)
    draw.polygon([(470, 360), (560, 360), (760, HEIGHT), (330, HEIGHT)], fill=(176, 160, 120))
    gap = die.randint(3, 5)
    for number in range(10):
        x, foot = 40 + number * 124, 640
        draw.line((x, foot, x, foot - 190), fill=(96, 84, 70), width=12)
        if number != gap:
            for wire in range(5):
                y = foot - 40 - wire * 34
                draw.line((x, y, x + 124, y + die.randint(-4, 4)), fill=(120, 120, 122), width=3)


def _snow(draw: ImageDraw.ImageDraw, die: random.Random) -> None:
    """A lane under trodden snow."""
    _ground(draw, 330, (205, 212, 222), (236, 239, 244))
    for x in (60, 250, 900, 1060):
        draw.rectangle((x, 130, x + 150, 460), fill=(178, 128, 104))
        draw.rectangle((x - 8, 112, x + 158, 140), fill=(244, 246, 250))
    draw.polygon([(500, 330), (700, 330), (980, HEIGHT), (220, HEIGHT)], fill=(214, 222, 234))
    _grain(draw, die, 350, [(250, 251, 253), (226, 231, 240), (204, 213, 228)], 2600)
    for _step in range(30):
        _blob(draw, die, (die.randint(420, 800), die.randint(520, 860)), (14, 7), (176, 186, 204))


_MOTIFS: dict[str, Callable[[ImageDraw.ImageDraw, random.Random], None]] = {
    "road": _road,
    "radiator": _radiator,
    "lamp": _lamp,
    "well": _well,
    "refuse": _refuse,
    "fence": _fence,
    "snow": _snow,
}
