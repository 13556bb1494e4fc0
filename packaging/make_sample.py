# ruff: noqa: S311, ANN401
"""Paint the sample artwork: layered mountains at dawn, with mist, water and brush strokes. Everything from numbers.

    python packaging/make_sample.py [OUT.jpg]

The picture is original and made by this script alone; the same script and Pillow give the same picture.
"""

from __future__ import annotations

import math
import random
import struct
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFilter

WIDTH, HEIGHT = 2400, 3000
HORIZON = 0.70
Rgb = tuple[int, int, int]

SKY: list[tuple[float, Rgb]] = [
    (0.00, (66, 92, 126)), (0.16, (104, 130, 156)), (0.30, (162, 172, 180)), (0.42, (222, 196, 176)),
    (0.52, (246, 206, 160)), (0.60, (250, 222, 178)), (0.72, (244, 214, 184)),
]  # fmt: skip
SUN = (0.63, 0.485)
# Ridges from far to near: base line, height, roughness, color, mist at the foot.
RIDGES: list[tuple[float, float, float, Rgb, Rgb]] = [
    (0.545, 0.050, 0.45, (206, 178, 168), (248, 218, 184)),
    (0.575, 0.085, 0.52, (168, 156, 166), (240, 208, 182)),
    (0.610, 0.120, 0.55, (124, 132, 152), (224, 198, 182)),
    (0.645, 0.110, 0.58, (84, 104, 128), (200, 184, 178)),
    (0.685, 0.085, 0.60, (52, 74, 98), (168, 164, 170)),
]


def between(stops: list[tuple[float, Rgb]], at: float) -> Rgb:
    """The color of a gradient."""
    for (low, one), (high, two) in pairwise(stops):
        if at <= high:
            share = max(0.0, (at - low) / (high - low))
            share = share * share * (3 - 2 * share)
            return tuple(round(a + (b - a) * share) for a, b in zip(one, two, strict=True))  # type: ignore[return-value]
    return stops[-1][1]


def noise(chance: random.Random, across: int, down: int, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """Smooth noise."""
    grid = Image.frombytes("L", (across, down), chance.randbytes(across * down))
    return grid.resize(size, Image.Resampling.BICUBIC)


def ridge_line(chance: random.Random, base: float, height: float, rough: float) -> list[float]:
    """A mountain's outline by midpoint displacement: y for every x, in px."""
    points = [chance.uniform(-0.3, 0.6), chance.uniform(0.2, 1.0), chance.uniform(-0.3, 0.7), chance.uniform(0.1, 0.9),
              chance.uniform(-0.4, 0.5)]  # fmt: skip
    spread = 0.55
    while len(points) < WIDTH:
        finer: list[float] = []
        for one, two in pairwise(points):
            finer += [one, (one + two) / 2 + chance.uniform(-spread, spread) * 0.5]
        points = [*finer, points[-1]]
        spread *= rough
    step = (len(points) - 1) / (WIDTH - 1)
    return [(base - height * points[int(x * step)]) * HEIGHT for x in range(WIDTH)]


def sky() -> Image.Image:
    """Dawn."""
    column = Image.new("RGB", (1, HEIGHT))
    column.putdata([between(SKY, y / HEIGHT) for y in range(HEIGHT)])
    out = column.resize((WIDTH, HEIGHT))
    chance = random.Random(11)
    for across, down, low, strength, color in (
        (5, 22, 150, 0.55, (252, 226, 196)), (9, 46, 158, 0.45, (250, 208, 176)), (7, 34, 156, 0.40, (92, 108, 138)),
        (16, 90, 160, 0.30, (255, 238, 212)),
    ):  # fmt: skip
        band = noise(chance, across, down).point(
            [max(0, min(255, round((i - low) * 3.2 * strength))) for i in range(256)]
        )
        fade = Image.new("L", (1, HEIGHT))
        fade.putdata([round(255 * math.exp(-((((y / HEIGHT) - 0.30) / 0.17) ** 2))) for y in range(HEIGHT)])
        out.paste(color, (0, 0), ImageChops.multiply(band, fade.resize((WIDTH, HEIGHT))))
    return out


def sun(picture: Image.Image) -> None:
    """A low sun in the haze."""
    small = 240
    glow = Image.new("L", (small, small))
    values: list[int] = []
    for y in range(small):
        for x in range(small):
            away = math.hypot((x / small - SUN[0]) * WIDTH / HEIGHT, y / small - SUN[1])
            values.append(
                round(255 * min(1.0, 0.62 * math.exp(-((away / 0.26) ** 1.3)) + 0.45 * math.exp(-((away / 0.07) ** 2))))
            )
    glow.putdata(values)
    picture.paste((255, 232, 184), (0, 0), glow.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
    disc = Image.new("L", (WIDTH // 2, HEIGHT // 2))
    x, y, radius = SUN[0] * WIDTH / 2, SUN[1] * HEIGHT / 2, 29
    ImageDraw.Draw(disc).ellipse((x - radius, y - radius, x + radius, y + radius), fill=235)
    picture.paste((255, 248, 226), (0, 0), disc.filter(ImageFilter.GaussianBlur(2.2)).resize((WIDTH, HEIGHT)))


def ridges(picture: Image.Image) -> list[float]:
    """Five ranges, each with mist at its foot; gives the nearest one's outline."""
    chance = random.Random(2031)
    line: list[float] = []
    for index, (base, height, rough, color, mist) in enumerate(RIDGES):
        line = ridge_line(chance, base, height, rough)
        mask = Image.new("L", (WIDTH, HEIGHT))
        ImageDraw.Draw(mask).polygon([(0, HEIGHT), *((x, y) for x, y in enumerate(line)), (WIDTH, HEIGHT)], fill=255)
        foot = (base + 0.035) * HEIGHT
        top = min(line)
        column = Image.new("RGB", (1, HEIGHT))
        stops = [(0.0, color), (top / HEIGHT, color), (foot / HEIGHT, mist), (1.0, mist)]
        column.putdata([between(stops, y / HEIGHT) for y in range(HEIGHT)])
        body = column.resize((WIDTH, HEIGHT))
        # Flanks: light from the sun's side, as soft slanted strokes.
        flank = noise(chance, 150 + index * 50, 26 + index * 8, (WIDTH * 2, HEIGHT))
        flank = flank.transform(
            (WIDTH, HEIGHT), Image.Transform.AFFINE, (1, 0.55, 0, 0, 1, 0), Image.Resampling.BILINEAR
        )
        warm = flank.point([max(0, min(70, round((i - 148) * 0.9))) for i in range(256)])
        cool = flank.point([max(0, min(80, round((104 - i) * 0.9))) for i in range(256)])
        body.paste((min(255, color[0] + 46), min(255, color[1] + 46), min(255, color[2] + 22)), (0, 0), warm)
        body.paste(tuple(round(part * 0.74) for part in color), (0, 0), cool)
        clouds = noise(chance, 12, 60).point([max(0, min(255, round((i - 118) * 2.0))) for i in range(256)])
        rise = Image.new("L", (1, HEIGHT))
        rise.putdata([round(255 * max(0.0, min(1.0, 1 - abs(y - foot) / (0.075 * HEIGHT)))) for y in range(HEIGHT)])
        body.paste(mist, (0, 0), ImageChops.multiply(clouds, rise.resize((WIDTH, HEIGHT))))
        picture.paste(body, (0, 0), mask.filter(ImageFilter.GaussianBlur(max(0.8, 2.4 - index * 0.4))))
    return line


def water(picture: Image.Image) -> None:
    """A still lake: the scene upside down, drawn out and broken by light."""
    top = round(HORIZON * HEIGHT)
    depth = HEIGHT - top
    mirror = picture.crop((0, top - round(depth * 1.25), WIDTH, top)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirror = mirror.resize((WIDTH, depth), Image.Resampling.BICUBIC).filter(ImageFilter.BoxBlur((9, 3)))
    chance = random.Random(77)
    # Ripples shift rows sideways, more so nearby.
    rippled = Image.new("RGB", (WIDTH, depth))
    drift = 0.0
    for y in range(depth):
        near = y / depth
        drift = drift * 0.72 + chance.gauss(0, 3 + 20 * near)
        row = mirror.crop((0, y, WIDTH, y + 1))
        rippled.paste(ImageChops.offset(row, round(drift), 0), (0, y))
    rippled = Image.blend(
        rippled.filter(ImageFilter.BoxBlur((6, 1))), Image.new("RGB", rippled.size, (58, 82, 110)), 0.20
    )
    shade = Image.new("L", (1, depth))
    shade.putdata([round(150 * (y / depth) ** 1.5) for y in range(depth)])
    rippled.paste((22, 40, 62), (0, 0), shade.resize(rippled.size))
    picture.paste(rippled, (0, top))
    # The sun's road on the water.
    draw = ImageDraw.Draw(picture, "RGBA")
    for _ in range(1500):
        near = chance.random() ** 1.25
        y = top + 4 + near * (depth - 10)
        x = SUN[0] * WIDTH + chance.gauss(0, 28 + 120 * near)
        length = chance.uniform(8, 26 + 70 * near)
        alpha = round(chance.uniform(30, 120) * (1 - 0.62 * near))
        draw.line(
            (x - length, y, x + length, y + chance.uniform(-1, 1)),
            fill=(255, 226, 178, alpha),
            width=1 + round(2.4 * near),
        )
    haze = Image.new("L", (1, HEIGHT))
    haze.putdata([round(205 * math.exp(-(((y - top + 8) / (0.022 * HEIGHT)) ** 2))) for y in range(HEIGHT)])
    soft = ImageChops.multiply(
        haze.resize((WIDTH, HEIGHT)), noise(chance, 10, 80).point([min(255, 110 + i) for i in range(256)])
    )
    picture.paste((240, 216, 192), (0, 0), soft)


def _pine(draw: ImageDraw.ImageDraw, chance: random.Random, x: float, foot: float, tall: float, color: Rgb) -> None:
    lean = chance.uniform(-0.02, 0.02) * tall
    draw.line((x, foot, x + lean, foot - tall), fill=color, width=max(1, round(tall / 60)))
    y = foot - tall * 0.06
    while y > foot - tall:
        up = (foot - y) / tall
        reach = tall * 0.17 * (1 - up) ** 0.85 * chance.uniform(0.65, 1.15) + 1
        mid = x + lean * up
        for side in (-1, 1):
            wide = reach * chance.uniform(0.7, 1.1)
            drop = wide * chance.uniform(0.30, 0.55)
            tip = (mid + side * wide, y + drop)
            back = (mid + side * wide * 0.4, y + drop * 0.35)
            draw.polygon([(mid, y - tall * 0.035), tip, back, (mid, y + 2)], fill=color)
        y -= tall * chance.uniform(0.022, 0.04)


def shore(picture: Image.Image) -> None:
    """Two spits of land with pines, far and near."""
    chance = random.Random(5)
    for (left, right, y, thick, tall, color, count) in (
        (-0.02, 0.36, 0.722, 0.012, (44, 100), (58, 78, 96), 42),
        (0.72, 1.02, 0.748, 0.016, (56, 150), (42, 60, 78), 36),
        (-0.04, 0.44, 0.872, 0.045, (170, 430), (22, 32, 42), 26),
    ):  # fmt: skip
        layer = Image.new("L", (WIDTH, HEIGHT))
        draw = ImageDraw.Draw(layer)
        out: list[tuple[float, float]] = []
        steps = 80
        for step in range(steps + 1):
            share = step / steps
            hump = math.sin(math.pi * min(1.0, max(0.0, share))) ** 0.6
            ends = (1 - share) ** 0.5 if left < 0 else share**0.5
            out.append(((left + (right - left) * share) * WIDTH,
                        (y - thick * (0.3 + hump) * ends * chance.uniform(0.85, 1.1)) * HEIGHT))  # fmt: skip
        edge: list[tuple[float, float]] = []
        for step in range(steps, -1, -1):
            share = step / steps
            ends = (1 - share) ** 0.5 if left < 0 else share**0.5
            swell = 0.22 + 0.05 * math.sin(share * 17) + 0.03 * math.sin(share * 41)
            edge.append(((left + (right - left) * share) * WIDTH, (y + thick * swell * ends**0.2) * HEIGHT))
        draw.polygon(out + edge, fill=255)
        for _ in range(count):
            share = chance.random() ** (1.5 if left < 0 else 0.66)
            at = out[min(steps, round(share * steps))]
            size = chance.uniform(*tall) * ((1 - share * 0.72) if left < 0 else (0.3 + 0.7 * share))
            _pine(draw, chance, at[0], at[1] + 6, size, 255)  # type: ignore[arg-type]
        body = Image.new("RGB", (WIDTH, HEIGHT), color)
        bright = noise(chance, 60, 80).point([max(0, min(60, (i - 140))) for i in range(256)])
        body.paste(tuple(min(255, part + 34) for part in color), (0, 0), bright)
        # The reflection first, then the land itself.
        turn = round((y + thick * 0.12) * HEIGHT)
        above = layer.crop((0, max(0, turn - 460), WIDTH, turn)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        glassy = (
            above.resize((WIDTH, round(above.height * 0.86)))
            .filter(ImageFilter.BoxBlur((5, 4)))
            .point([round(i * 0.86) for i in range(256)])
        )
        fade = Image.linear_gradient("L").resize(glassy.size).point([255 - round(i * 0.88) for i in range(256)])
        picture.paste(tuple(round(part * 0.9) for part in color), (0, turn), ImageChops.multiply(glassy, fade))
        picture.paste(body, (0, 0), layer.filter(ImageFilter.GaussianBlur(0.9)))
        if y < 0.8:
            veil = Image.new("L", (1, HEIGHT))
            veil.putdata([round(120 * math.exp(-(((v - y * HEIGHT) / (0.016 * HEIGHT)) ** 2))) for v in range(HEIGHT)])
            soft = ImageChops.multiply(veil.resize((WIDTH, HEIGHT)), noise(chance, 14, 90))
            picture.paste((226, 206, 190), (0, 0), soft)


def birds(picture: Image.Image) -> None:
    """Five, far away."""
    draw = ImageDraw.Draw(picture, "RGBA")
    for x, y, size in (
        (0.29, 0.335, 17),
        (0.325, 0.322, 13),
        (0.352, 0.341, 12),
        (0.262, 0.351, 11),
        (0.392, 0.329, 9),
    ):
        a, b = x * WIDTH, y * HEIGHT
        draw.line(
            (a - size, b - size * 0.30, a - size * 0.4, b - size * 0.46, a, b),
            fill=(50, 62, 84, 200),
            width=3,
            joint="curve",
        )
        draw.line(
            (a, b, a + size * 0.45, b - size * 0.50, a + size, b - size * 0.22),
            fill=(50, 62, 84, 200),
            width=3,
            joint="curve",
        )


def _crosses(pixels: Any, here: Rgb, x: int, y: int, dx: float, dy: float) -> bool:
    """True if a stroke would smear over an edge."""
    for sign in (-1, 1):
        end = pixels[max(0, min(WIDTH - 1, int(x + sign * dx))), max(0, min(HEIGHT - 1, int(y + sign * dy)))]
        if sum(abs(a - b) for a, b in zip(here, end, strict=True)) > 30:
            return True
    return False


def brushed(picture: Image.Image) -> Image.Image:
    """The same scene laid down with a bristle brush: strokes take the color under them."""
    chance = random.Random(404)
    out = picture.copy()
    draw = ImageDraw.Draw(out, "RGBA")
    pixels: Any = picture.load()
    for count, length, wide, alpha in ((15000, 72, 13, 84), (26000, 40, 6, 80), (26000, 22, 3, 76)):
        for _ in range(count):
            x, y = chance.randrange(WIDTH), chance.randrange(HEIGHT)
            here: Rgb = pixels[x, y]
            place = y / HEIGHT
            if place > HORIZON:
                turn = chance.gauss(0, 0.03)
            elif place < 0.44:
                turn = -0.16 + 0.30 * math.sin(x / 420 + y / 300) + chance.gauss(0, 0.10)
            else:
                turn = chance.choice((-0.62, 0.58)) + chance.gauss(0, 0.22)
            reach = length * chance.uniform(0.5, 1.3)
            dx, dy = math.cos(turn) * reach / 2, math.sin(turn) * reach / 2
            if _crosses(pixels, here, x, y, dx, dy):
                if wide > 4:
                    continue
                dx, dy = dx * 0.25, dy * 0.25
            lift = chance.gauss(0, 6)
            color = tuple(max(0, min(255, round(part + lift + chance.gauss(0, 3)))) for part in here)
            draw.line(
                (x - dx, y - dy, x + dx, y + dy),
                fill=(*color, alpha),
                width=max(1, round(wide * chance.uniform(0.5, 1.2))),
            )
    return out


def relief(picture: Image.Image) -> Image.Image:
    """The ridges of the paint catch a little light; a fine tooth of canvas below."""
    gray = picture.convert("L")
    raised = gray.filter(ImageFilter.Kernel((3, 3), (-1, -1, 0, -1, 0, 1, 0, 1, 1), 1, 128))
    raised = raised.point([round(128 + max(-26, min(26, (i - 128) * 0.42))) for i in range(256)])
    chance = random.Random(9)
    tooth = noise(chance, WIDTH // 3, HEIGHT // 3).point([round(128 + (i - 128) * 0.035) for i in range(256)])
    both = ImageChops.add(raised, tooth, 1, -128)
    return ImageChops.add(picture, Image.merge("RGB", (both, both, both)), 1, -128)


def paint() -> Image.Image:
    """The whole picture."""
    picture = sky()
    sun(picture)
    ridges(picture)
    water(picture)
    shore(picture)
    birds(picture)
    return relief(brushed(picture))


def main() -> None:
    """Paint it and save it."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "resources" / "sample" / "sample.jpg"
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)  # the day it was made: always the same
    paint().save(out, quality=88, optimize=True, icc_profile=bytes(profile), dpi=(120, 120))


if __name__ == "__main__":
    main()
