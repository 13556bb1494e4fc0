"""The renderer: a piece as a stack of layers, each kept as long as what it depends on stays the same.

Bottom to top: wall, shadow (of the piece on the wall), sides (canvas only), glass (mats, bevels, sheet, artwork),
lip (the moulding's shadow on them), glazing (its reflection), moulding. A stage is cut into cells, each a finished
picture that is kept as well: a new frame is the moulding and the narrow cells around it, nothing else.
"""

from __future__ import annotations

import itertools
import math
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property, partial

from PIL import Image

from fwdesk.render import moulding, near, room, shades, surround, window
from fwdesk.render.cache import Lru
from fwdesk.render.layers import (
    Layer,
    around,
    flatten,
    masked_layer,
    overlap,
    picture_layer,
    pieces_layer,
    seen,
    veil_layer,
)
from fwdesk.render.plan import Plan, PxBox, Stand, fitted, tight
from fwdesk.render.plan import plan as plan_of
from fwdesk.render.proxy import Proxy
from fwdesk.render.scene import GlazingKind, Scene

_SIDE_SHARE = 0.20
_SIDE_RIGHT, _SIDE_BOTTOM = 0.72, 0.60
# So far within the opening a moulding and its shadow reach (inches); what lies deeper is a cell of its own.
_RIM = 1.0
# The neutral surround is L* 50 (UX 4.1, `B`).
_NEUTRAL = (0x77, 0x77, 0x77)

# Of an opening of more px only the part in view is drawn.
_WHOLE_PX = 12_000_000

# What is kept of each kind of picture, in px (four bytes each): a zoomed piece is as large as twenty others.
_MOST_PX = 26_000_000

_Check = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a finished stage. Equal parts of two stages are the same picture object: read it, never write to it."""

    image: Image.Image
    at: tuple[int, int]


@dataclass(frozen=True)
class Drawn:
    """A finished stage, in cells; the first covers all, later ones lie on it. `outside` is the piece's box in px.

    `scale` is px per inch; `stand` lets the next piece hang in the same place.
    """

    cells: tuple[Cell, ...]
    outside: PxBox
    scale: float
    stand: Stand

    @cached_property
    def image(self) -> Image.Image:
        """The cells as one picture (RGB)."""
        out = self.cells[0].image.copy()
        for cell in self.cells[1:]:
            out.paste(cell.image, cell.at)
        return out


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece hangs on a shared wall: at `scale` px per inch, its middle at a point, seen within `box`."""

    scale: float
    middle: tuple[float, float]
    box: PxBox


def _moved(box: PxBox, by: tuple[int, int]) -> PxBox:
    return box[0] + by[0], box[1] + by[1], box[2] + by[0], box[3] + by[1]


def _size(box: PxBox) -> tuple[int, int]:
    return max(1, box[2] - box[0]), max(1, box[3] - box[1])


class Renderer:
    """Draws pieces and keeps finished layers and cells. One caller at a time; others wait their turn."""

    def __init__(self) -> None:
        """Nothing kept yet."""
        self._lock = threading.Lock()
        self._serials = itertools.count()
        self.walls: Lru[Image.Image] = Lru(4)
        self.arts: Lru[Image.Image] = Lru(12, _MOST_PX, _pixels)
        self.proxies: Lru[Proxy] = Lru(3)
        self.glasses: Lru[Image.Image] = Lru(12, _MOST_PX, _pixels)
        self.rings: Lru[moulding.Ring] = Lru(64, _MOST_PX, lambda ring: sum(_pixels(part) for part in ring.parts))
        self.glazings: Lru[Image.Image] = Lru(12)
        self.sides: Lru[tuple[Image.Image, ...]] = Lru(6)
        self.cells: Lru[Image.Image] = Lru(160, _MOST_PX, _pixels)

    def stage(
        self,
        scene: Scene,
        art: Image.Image | None,
        width_px: int,
        height_px: int,
        *,
        taken: tuple[int, int] = (0, 0),
        last: Stand | None = None,
        margins: tuple[int, int, int] = (0, 0, 0),
        check: _Check | None = None,
    ) -> Drawn:
        """The piece in its setting, clear of the lower right corner if so many px of it are `taken`.

        On a wall `margins` (px on the left, above and below) are kept free for what is written there, and it stands
        where the `last` one did if that suits it. `check` is called between steps and may raise to give up.
        """
        with self._lock:
            check = check or _nothing
            size = (width_px, height_px)
            if scene.setting in {"room", "room with figure"}:
                plan, at, stand = room.hung(scene.geometry, *size, taken)
            else:
                plan, at, stand = fitted(scene.geometry, *size, taken, last, margins)
            layers = self._layers(scene, art, plan, at, size, check)
            cells = [Cell(self._ground(scene, size, plan.scale, _middle(scene, plan, at)), (0, 0))]
            for region in _regions(plan, at, layers, size):
                check()
                key = (region, tuple(layer.key for layer in seen(layers, region)))
                image = self.cells.get(key, lambda region=region: flatten(layers, region))
                cells.append(Cell(image, region[:2]))
            return Drawn(tuple(cells), _outside(plan, at), plan.scale, stand)

    def beside(
        self, hung: list[tuple[Scene, Place]], art: Image.Image | None, size: tuple[int, int], check: _Check
    ) -> tuple[Image.Image, tuple[tuple[Cell, ...], ...]]:
        """One wall in one light, and the cells of each of the pieces that hang on it beside each other."""
        with self._lock:
            groups: list[tuple[Cell, ...]] = []
            for scene, place in hung:
                made = plan_of(scene.geometry, place.scale, scene.geometry.opening)
                at = round(place.middle[0] - made.width / 2), round(place.middle[1] - made.height / 2)
                layers = self._layers(scene, art, made, at, size, check)
                cells: list[Cell] = []
                for whole in _regions(made, at, layers, size):
                    check()
                    region = overlap(whole, place.box)
                    if region:
                        key = (region, tuple(layer.key for layer in seen(layers, region)))
                        image = self.cells.get(key, lambda region=region, layers=layers: flatten(layers, region))
                        cells.append(Cell(image, region[:2]))
                groups.append(tuple(cells))
            return self._ground(hung[0][0], size, hung[0][1].scale, 0), tuple(groups)

    def piece(self, scene: Scene, art: Image.Image | None, long_side_px: int) -> Image.Image:
        """The piece alone, edge to edge: no wall, no shadow on it."""
        with self._lock:
            plan = tight(scene.geometry, long_side_px)
            ground = Image.new("RGB", (plan.width, plan.height), window.PAPER)
            layers = [picture_layer("ground", (), ground, (0, 0)), *self._piece(scene, art, plan, (0, 0), _nothing)]
            return flatten([layer for layer in layers if layer.name != "sides"], (0, 0, plan.width, plan.height))

    def layers(
        self,
        scene: Scene,
        art: Image.Image | None,
        width_px: int,
        height_px: int,
        *,
        taken: tuple[int, int] = (0, 0),
    ) -> tuple[Layer, ...]:
        """The stage's layers, bottom first; `flatten` of them is exactly `stage(...).image`."""
        with self._lock:
            size = (width_px, height_px)
            in_room = scene.setting in {"room", "room with figure"}
            hang = room.hung if in_room else fitted
            plan, at, _ = hang(scene.geometry, *size, taken)
            return tuple(self._layers(scene, art, plan, at, size, _nothing))

    def alone(
        self,
        scene: Scene,
        art: Image.Image | None,
        plan: Plan,
        at: tuple[int, int],
        size: tuple[int, int],
        *,
        shadow: bool,
        check: _Check | None = None,
    ) -> tuple[Layer, ...]:
        """The layers of a piece with nothing behind it, `at` a place in a picture of `size`; with its shadow or not."""
        with self._lock:
            cast = [shades.cast(scene, plan, _outside(plan, at), size)] if shadow else []
            return (*cast, *self._piece(scene, art, plan, at, check or _nothing))

    # Layers

    def _layers(
        self,
        scene: Scene,
        art: Image.Image | None,
        plan: Plan,
        at: tuple[int, int],
        size: tuple[int, int],
        check: _Check,
    ) -> list[Layer]:
        middle = _middle(scene, plan, at)
        ground = self._ground(scene, size, plan.scale, middle)
        below = picture_layer("ground", (scene.setting, scene.wall, size, plan.scale, middle), ground, (0, 0))
        outside = _outside(plan, at)
        around_it = shades.edge(outside) if scene.setting == "neutral" else shades.cast(scene, plan, outside, size)
        return [below, around_it, *self._piece(scene, art, plan, at, check, (0, 0, *size))]

    def _ground(self, scene: Scene, size: tuple[int, int], scale: float, middle: int) -> Image.Image:
        """What is behind the piece, without its shadow. In a room the sofa's middle is under the piece's."""
        match scene.setting:
            case "wall":
                return self.walls.get((scene.wall, size), lambda: surround.wall(scene.wall, size))
            case "neutral":
                return self.walls.get(("neutral", size), lambda: Image.new("RGB", size, _NEUTRAL))
            case setting:
                figure = setting == "room with figure"
                key = (setting, scene.wall, size, scale, middle)
                make = partial(room.furnished, scene.wall, size, scale, figure=figure, middle=middle)
                return self.walls.get(key, make)

    def _piece(
        self,
        scene: Scene,
        art: Image.Image | None,
        plan: Plan,
        at: tuple[int, int],
        check: _Check,
        stage: PxBox | None = None,
    ) -> list[Layer]:
        look, out = scene.moulding, list[Layer]()
        opening, sight = _moved(plan.opening, at), _moved(plan.sight, at)
        close = stage is not None and _area(opening) > _WHOLE_PX
        if stage and close:
            key, part, glass = self._near(scene, art, plan, at, stage)
        else:
            part = opening
            key, glass = self._glass(scene, art, plan)
        check()
        if scene.canvas and look is None:
            right, below, right_mask, below_mask = self._sides(scene, art, key, glass, plan, close=close)
            out.append(masked_layer("sides", (key, "right"), right, right_mask, (at[0] + plan.width, at[1])))
            out.append(masked_layer("sides", (key, "below"), below, below_mask, (at[0], at[1] + plan.height)))
        veil = _veil(scene)
        out.append(picture_layer("glass", (key, veil == "non-glare", part), glass, (part[0], part[1])))
        if scene.canvas and look is None:
            out += shades.fold(plan, opening)
        if look is not None and plan.face:
            out.append(shades.lip(plan, sight, 0.38 if scene.mats else 0.30))
        if veil is not None and scene.sheen:
            size = _size(opening)
            sheen = None if close else self.glazings.get((veil, size), lambda: surround.reflection(veil, size))
            cut = (sight[0] - opening[0], sight[1] - opening[1])

            def sheen_of(part: PxBox) -> Image.Image:
                if sheen is None:
                    return surround.reflection_part(veil, opening, part)
                return sheen.crop(_moved(part, (-opening[0], -opening[1])))

            out.append(veil_layer("glazing", (veil, size, cut), sight, (255, 255, 255), sheen_of))
        check()
        if look is not None and plan.face:
            out.append(self._moulding(look, plan, at))
        return out

    def _moulding(self, look: moulding.MouldingLook, plan: Plan, at: tuple[int, int]) -> Layer:
        key = (look, plan.width, plan.height, plan.face, plan.scale)
        ring = self.rings.get(key, lambda: moulding.ring(look, (plan.width, plan.height), plan.face, plan.scale))
        return pieces_layer("moulding", (key, at), _outside(plan, at), ring.placed(at), _moved(plan.sight, at))

    def _glass(self, scene: Scene, art: Image.Image | None, plan: Plan) -> tuple[Hashable, Image.Image]:
        back = (-plan.opening[0], -plan.opening[1])
        art_key, fit = self._art(scene, art, plan)
        veil = _veil(scene) if _veil(scene) == "non-glare" else None
        key = (
            plan.scale, _size(plan.opening), tuple(_moved(box, back) for box in plan.windows), _moved(plan.sheet, back),
            _moved(fit, back), scene.mats, scene.canvas, art_key,
        )  # fmt: skip

        def make() -> Image.Image:
            kept = window.Art(self._resized(scene, art, fit, art_key), fit)
            return window.glass(plan, scene.mats, kept, canvas=scene.canvas)

        plain = self.glasses.get((*key, None), make)
        if veil is None:
            return key, plain
        return key, self.glasses.get((*key, veil), lambda: surround.veiled(plain, veil))

    def _near(
        self, scene: Scene, art: Image.Image | None, plan: Plan, at: tuple[int, int], stage: PxBox
    ) -> tuple[Hashable, PxBox, Image.Image]:
        """What is seen inside the moulding, only where the stage shows it; and where that is."""
        art_key, fit = self._art(scene, art, plan)
        opening = _moved(plan.opening, at)
        part = overlap(opening, stage) or (opening[0], opening[1], opening[0] + 1, opening[1] + 1)
        region = _moved(part, (-at[0], -at[1]))
        veil = _veil(scene) if _veil(scene) == "non-glare" else None
        key = ("near", plan, region, scene.mats, scene.canvas, art_key, fit, veil)

        def art_of(box: PxBox) -> Image.Image:
            return self._resized_part(scene, art, fit, box)

        def make() -> Image.Image:
            made = near.glass(plan, scene.mats, (fit, art_of), region, canvas=scene.canvas)
            return surround.veiled(made, veil) if veil else made

        return key, part, self.glasses.get(key, make)

    def _art(self, scene: Scene, art: Image.Image | None, plan: Plan) -> tuple[Hashable, PxBox]:
        """What the artwork's pixels depend on, and the box they fill in the piece."""
        fit = plan.image
        if art is not None and scene.crop_box is None:
            wide, high = _size(plan.image)
            share = min(wide / art.width, high / art.height)
            width, height = max(1, round(art.width * share)), max(1, round(art.height * share))
            # A pixel or two is rounding, not a border.
            width, height = (wide if wide - width <= 2 else width), (high if high - height <= 2 else height)
            left, top = plan.image[0] + (wide - width) // 2, plan.image[1] + (high - height) // 2
            fit = (left, top, left + width, top + height)
        serial = None if art is None else self._proxy(art).serial
        return (serial, scene.crop_box, scene.art_pixels), fit

    def _proxy(self, art: Image.Image) -> Proxy:
        """Halves and a serial number: in keys it outlives the picture, whose id would be given to another one."""
        return self.proxies.get(id(art), lambda: Proxy.of(art, next(self._serials)))

    def _resized(self, scene: Scene, art: Image.Image | None, fit: PxBox, art_key: Hashable) -> Image.Image:
        size = _size(fit)
        if art is None:
            return self.arts.get((None, size), lambda: window.placeholder(size))

        return self.arts.get((art_key, size), lambda: self._resized_part(scene, art, fit, fit))

    def _resized_part(self, scene: Scene, art: Image.Image | None, fit: PxBox, part: PxBox) -> Image.Image:
        """The artwork in a part of the box it fills."""
        if art is None:
            return window.placeholder(_size(fit)).crop(_moved(part, (-fit[0], -fit[1])))
        return self._proxy(art).part(scene, fit, part)

    def _sides(
        self, scene: Scene, art: Image.Image | None, key: Hashable, glass: Image.Image, plan: Plan, *, close: bool
    ) -> tuple[Image.Image, ...]:
        deep = max(2, round(plan.inch(max(plan.depth, 0.35) * _SIDE_SHARE)))
        if not close:
            return self.sides.get((key, deep), lambda: window.canvas_sides(glass, deep, _SIDE_RIGHT, _SIDE_BOTTOM))
        # Made from a smaller one: they are as long as the whole canvas, which is too large to be drawn.
        factor = math.sqrt(_WHOLE_PX / 2 / _area(plan.opening))
        smaller = plan_of(scene.geometry, plan.scale * factor, scene.geometry.opening)
        small_key, front = self._glass(scene, art, smaller)

        def make() -> tuple[Image.Image, ...]:
            made = window.canvas_sides(front, max(2, round(deep * factor)), _SIDE_RIGHT, _SIDE_BOTTOM)
            sizes = ((deep, plan.height + deep), (plan.width + deep, deep)) * 2
            return tuple(image.resize(size, Image.Resampling.BILINEAR) for image, size in zip(made, sizes, strict=True))

        return self.sides.get((small_key, deep), make)


def _pixels(image: Image.Image) -> int:
    return image.width * image.height


def _nothing() -> None:
    return None


def _middle(scene: Scene, plan: Plan, at: tuple[int, int]) -> int:
    """Under what the sofa stands: the opening's middle, which no other moulding moves. On a bare wall it is all one."""
    furnished = scene.setting in {"room", "room with figure"}
    return at[0] + (plan.opening[0] + plan.opening[2]) // 2 if furnished else 0


def _area(box: PxBox) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _outside(plan: Plan, at: tuple[int, int]) -> PxBox:
    return _moved((0, 0, plan.width, plan.height), at)


def _veil(scene: Scene) -> GlazingKind | None:
    """The glazing that is seen; against neutral gray there is none, since colors are judged there."""
    return scene.glazing.kind if scene.glazing and scene.setting != "neutral" else None


def _regions(plan: Plan, at: tuple[int, int], layers: list[Layer], size: tuple[int, int]) -> list[PxBox]:
    """The cells of a stage, but for the wall that lies under all: around the piece, the rim, and what it holds."""
    stage = (0, 0, *size)
    boxes = [layer.box for layer in layers[1:]]
    zone = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    outside, opening = _outside(plan, at), _moved(plan.opening, at)
    rim = min(round(_RIM * plan.scale), min(_size(opening)) // 3)
    middle = (opening[0] + rim, opening[1] + rim, opening[2] - rim, opening[3] - rim)
    found = [*around(zone, outside), *around(outside, middle), middle]
    return [part for region in found if (part := overlap(region, stage))]
