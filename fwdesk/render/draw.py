"""The renderer: a piece as a stack of layers, each kept as long as what it depends on stays the same.

Bottom to top: wall, shadow (of the piece on the wall), sides (canvas only), glass (mats, bevels, sheet, artwork),
lip (the moulding's shadow on them), glazing (its reflection), moulding. A new frame of the same face is one new
layer; a new mat is another one; nothing else is drawn again.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PIL import Image

from fwdesk.domain.crop import Box
from fwdesk.domain.geometry import Geometry
from fwdesk.render import moulding, surround, window
from fwdesk.render.cache import Lru
from fwdesk.render.colors import Rgb
from fwdesk.render.light import both, inner_shadow
from fwdesk.render.plan import Plan, PxBox, fitted, room_beside, tight
from fwdesk.render.scene import MouldingLook, Scene

# A sheet of paper or a bare mat stands this far off the wall (inches): it has no depth of its own.
_PAPER_LIFT = 0.12
_SIDE_SHARE = 0.20
_SIDE_RIGHT, _SIDE_BOTTOM = 0.72, 0.60

_Check = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Layer:
    """A finished layer: `image` (RGB), or a flat `color` if that is None, at `at`, through `mask` (L) if there is one.

    The pixels may be shared with the cache: read them, never write to them.
    """

    name: str
    at: tuple[int, int]
    image: Image.Image | None
    mask: Image.Image | None = None
    color: Rgb = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished stage. `outside` is the piece's box on it in px, `scale` px per inch."""

    image: Image.Image
    outside: PxBox
    scale: float


def flatten(layers: tuple[Layer, ...]) -> Image.Image:
    """All layers as one picture. The first must be an image that covers everything: the wall, or a ground."""
    ground = layers[0].image
    if ground is None:
        raise ValueError("the lowest layer must be a picture")
    out = ground.copy()
    for layer in layers[1:]:
        _lay(out, layer)
    return out


def _lay(out: Image.Image, layer: Layer) -> None:
    if layer.mask is None:
        if layer.image is not None:
            out.paste(layer.image, layer.at)
        return
    # Pillow 13: pasting a flat picture through a mask takes half as long as pasting a color through it.
    image = layer.image or Image.new("RGB", layer.mask.size, layer.color)
    out.paste(image, layer.at, layer.mask)


def _moved(box: PxBox, by: tuple[int, int]) -> PxBox:
    return box[0] + by[0], box[1] + by[1], box[2] + by[0], box[3] + by[1]


def _size(box: PxBox) -> tuple[int, int]:
    return max(1, box[2] - box[0]), max(1, box[3] - box[1])


def _placed(geometry: Geometry, width_px: int, height_px: int, taken: tuple[int, int]) -> tuple[Plan, tuple[int, int]]:
    if not any(taken):
        return fitted(geometry, (0, 0, width_px, height_px))
    return fitted(geometry, *room_beside(geometry, width_px, height_px, taken))


class Renderer:
    """Draws pieces and keeps finished layers. One caller at a time; others wait their turn."""

    def __init__(self) -> None:
        """Nothing kept yet."""
        self._lock = threading.Lock()
        self._serials = itertools.count()
        self.walls: Lru[Image.Image] = Lru(4)
        self.shadows: Lru[tuple[Image.Image, tuple[int, int]]] = Lru(8)
        self.backdrops: Lru[Image.Image] = Lru(4)
        self.arts: Lru[Image.Image] = Lru(12)
        self.proxies: Lru[_Proxy] = Lru(3)
        self.glasses: Lru[Image.Image] = Lru(24)
        self.lips: Lru[Image.Image] = Lru(12)
        self.rings: Lru[Image.Image] = Lru(64)
        self.masks: Lru[Image.Image] = Lru(12)
        self.glazings: Lru[Image.Image] = Lru(12)
        self.sides: Lru[tuple[Image.Image, ...]] = Lru(6)

    def stage(
        self,
        scene: Scene,
        art: Image.Image | None,
        width_px: int,
        height_px: int,
        *,
        taken: tuple[int, int] = (0, 0),
        check: _Check | None = None,
    ) -> Drawn:
        """The piece on its wall, clear of the lower right corner if so many px of it are `taken`.

        `check` is called between layers and may raise to give up.
        """
        with self._lock:
            check = check or _nothing
            plan, at = _placed(scene.geometry, width_px, height_px, taken)
            size = (width_px, height_px)
            outside = _moved((0, 0, plan.width, plan.height), at)
            ground = self._backdrop(scene, plan, outside, size)
            check()
            layers = (Layer("backdrop", (0, 0), ground), *self._piece(scene, art, plan, at, check))
            return Drawn(flatten(layers), outside, plan.scale)

    def piece(self, scene: Scene, art: Image.Image | None, long_side_px: int) -> Image.Image:
        """The piece alone, edge to edge: no wall, no shadow on it."""
        with self._lock:
            plan = tight(scene.geometry, long_side_px)
            ground = Layer("ground", (0, 0), Image.new("RGB", (plan.width, plan.height), window.PAPER))
            flat = tuple(layer for layer in self._piece(scene, art, plan, (0, 0), _nothing) if layer.name != "sides")
            return flatten((ground, *flat))

    def layers(
        self,
        scene: Scene,
        art: Image.Image | None,
        width_px: int,
        height_px: int,
        *,
        taken: tuple[int, int] = (0, 0),
        check: _Check | None = None,
    ) -> tuple[Layer, ...]:
        """The stage's layers, bottom first; `flatten` of them is exactly `stage(...).image`."""
        with self._lock:
            plan, at = _placed(scene.geometry, width_px, height_px, taken)
            size = (width_px, height_px)
            outside = _moved((0, 0, plan.width, plan.height), at)
            return (
                Layer("wall", (0, 0), self._wall(scene, size)),
                self._shadow(scene, plan, outside, size),
                *self._piece(scene, art, plan, at, check or _nothing),
            )

    def forget_art(self) -> None:
        """Let go of every artwork's pixels (another file was opened)."""
        with self._lock:
            for kept in (self.arts, self.proxies, self.glasses, self.sides):
                kept.clear()

    # Layers

    def _wall(self, scene: Scene, size: tuple[int, int]) -> Image.Image:
        return self.walls.get((scene.wall, size), lambda: surround.wall(scene.wall, size))

    def _shadow(self, scene: Scene, plan: Plan, outside: PxBox, size: tuple[int, int]) -> Layer:
        thin = scene.moulding is None and not scene.canvas
        depth = max(plan.depth, _PAPER_LIFT) if thin else max(plan.depth, 0.35)
        key = (size, outside, depth, plan.scale)
        mask, at = self.shadows.get(key, lambda: surround.shadow(size, outside, depth, plan.scale))
        return Layer("shadow", at, None, mask, surround.SHADOW)

    def _backdrop(self, scene: Scene, plan: Plan, outside: PxBox, size: tuple[int, int]) -> Image.Image:
        """Wall and shadow in one."""

        def make() -> Image.Image:
            out = self._wall(scene, size).copy()
            _lay(out, self._shadow(scene, plan, outside, size))
            return out

        thin = scene.moulding is None and not scene.canvas
        return self.backdrops.get((scene.wall, size, outside, plan.depth, plan.scale, thin), make)

    def _piece(
        self, scene: Scene, art: Image.Image | None, plan: Plan, at: tuple[int, int], check: _Check
    ) -> list[Layer]:
        look, sight = scene.moulding, plan.sight
        out: list[Layer] = []
        key, glass = self._glass(scene, art, plan)
        check()
        if scene.canvas and look is None:
            right, below, right_mask, below_mask = self._sides(key, glass, plan)
            out.append(Layer("sides", (at[0] + plan.width, at[1]), right, right_mask))
            out.append(Layer("sides", (at[0], at[1] + plan.height), below, below_mask))
        inside = (at[0] + sight[0], at[1] + sight[1])
        out.append(Layer("glass", inside, glass))
        if look is not None and plan.face:
            out.append(Layer("lip", inside, None, self._lip(plan, art_only=not scene.mats), surround.SHADOW))
        if scene.glazing is not None:
            kind, size = scene.glazing.kind, plan.sight_size
            sheen = self.glazings.get((kind, size), lambda: surround.reflection(kind, size))
            out.append(Layer("glazing", inside, None, sheen, (255, 255, 255)))
        check()
        if look is not None and plan.face:
            out.append(Layer("moulding", at, self._ring(look, plan), self._mask(plan)))
        return out

    def _ring(self, look: MouldingLook, plan: Plan) -> Image.Image:
        size = (plan.width, plan.height)
        key = (look, size, plan.face, plan.scale)
        return self.rings.get(key, lambda: moulding.ring(look, size, plan.face, plan.scale))

    def _mask(self, plan: Plan) -> Image.Image:
        size = (plan.width, plan.height)
        return self.masks.get((size, plan.face), lambda: moulding.ring_mask(size, plan.face))

    def _lip(self, plan: Plan, *, art_only: bool) -> Image.Image:
        """The moulding stands above what lies in it: a shadow from above and left, and a hint all around."""

        def make() -> Image.Image:
            size, inch = plan.sight_size, plan.inch
            offset = (inch(0.06), inch(0.14))
            cast = inner_shadow(size, offset, max(0.7, inch(0.13)), 0.30 if art_only else 0.38)
            hint = inch(0.05)
            around = window.occlusion(size, max(0.6, hint), 0.20)
            return both(cast, around)

        return self.lips.get((plan.sight_size, plan.scale, art_only), make)

    def _glass(self, scene: Scene, art: Image.Image | None, plan: Plan) -> tuple[Hashable, Image.Image]:
        back = (-plan.sight[0], -plan.sight[1])
        art_key, fit = self._art(scene, art, plan)
        veil = scene.glazing.kind if scene.glazing is not None and scene.glazing.kind == "non-glare" else None
        key = (
            plan.scale, plan.sight_size, tuple(_moved(box, back) for box in plan.windows), _moved(plan.sheet, back),
            _moved(fit, back), scene.mats, scene.canvas, art_key,
        )  # fmt: skip

        def make() -> Image.Image:
            kept = window.Art(self._resized(scene, art, fit, art_key), fit)
            return window.glass(plan, scene.mats, kept, canvas=scene.canvas)

        plain = self.glasses.get((*key, None), make)
        if veil is None:
            return key, plain
        return key, self.glasses.get((*key, veil), lambda: surround.veiled(plain, veil))

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

    def _proxy(self, art: Image.Image) -> _Proxy:
        """Halves and a serial number: in keys it outlives the picture, whose id would be given to another one."""
        return self.proxies.get(id(art), lambda: _Proxy.of(art, next(self._serials)))

    def _resized(self, scene: Scene, art: Image.Image | None, fit: PxBox, art_key: Hashable) -> Image.Image:
        size = _size(fit)
        if art is None:
            return self.arts.get((None, size), lambda: window.placeholder(size))

        proxy = self._proxy(art)

        def make() -> Image.Image:
            levels = proxy.levels
            left, top, right, bottom = _proxy_box(scene, art)
            level = 0
            while level + 1 < len(levels) and (right - left) / 2 ** (level + 1) >= size[0] * 1.2:
                level += 1
            chosen = levels[level]
            across, down = chosen.width / art.width, chosen.height / art.height
            box = (left * across, top * down, min(right * across, chosen.width), min(bottom * down, chosen.height))
            return chosen.resize(size, Image.Resampling.LANCZOS, box=box)

        return self.arts.get((art_key, size), make)

    def _sides(self, key: Hashable, glass: Image.Image, plan: Plan) -> tuple[Image.Image, ...]:
        deep = max(2, round(plan.inch(max(plan.depth, 0.35) * _SIDE_SHARE)))
        return self.sides.get((key, deep), lambda: window.canvas_sides(glass, deep, _SIDE_RIGHT, _SIDE_BOTTOM))


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class _Proxy:
    """A picture as it was given (kept alive, so that its id stays its own) and its halves, quarters, ... in RGB."""

    serial: int
    given: Image.Image
    levels: tuple[Image.Image, ...]

    @classmethod
    def of(cls, given: Image.Image, serial: int) -> _Proxy:
        levels = [given if given.mode == "RGB" else given.convert("RGB")]
        while max(levels[-1].size) > 600:
            levels.append(levels[-1].reduce(2))
        return cls(serial, given, tuple(levels))


def _proxy_box(scene: Scene, art: Image.Image) -> tuple[float, float, float, float]:
    box: Box | None = scene.crop_box
    if box is None:
        return 0.0, 0.0, float(art.width), float(art.height)
    pixels = scene.art_pixels
    across = art.width / pixels.width if pixels else 1.0
    down = art.height / pixels.height if pixels else 1.0
    left, top = float(box.left) * across, float(box.top) * down
    right, bottom = float(box.right) * across, float(box.bottom) * down
    left, top = max(0.0, min(left, art.width - 1.0)), max(0.0, min(top, art.height - 1.0))
    return left, top, max(left + 1, min(right, art.width)), max(top + 1, min(bottom, art.height))
