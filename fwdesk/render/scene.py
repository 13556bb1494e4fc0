"""What is to be drawn, as values: everything `Renderer` needs besides the artwork's pixels.

All are frozen and hashable, so that layers can be cached by the parts they depend on. Lengths are inches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PIL import Image

from fwdesk.domain.crop import Box, Pixels
from fwdesk.domain.geometry import Geometry
from fwdesk.domain.options import Frame, Glazing, Mat
from fwdesk.render.colors import Rgb, css, css_or_neutral, luminance
from fwdesk.render.materials import profile_of

GlazingKind = Literal["clear", "acrylic", "non-glare", "museum"]
Setting = Literal["wall", "room", "room with figure", "neutral", "photo"]
"""What a piece is looked at in: close on a wall; to scale over a sofa; against plain gray, to judge its colors; on a
photograph of the artist's own wall (`own_wall`)."""

_LONGEST_STRIP = 4096
_WHITE_CORE: Rgb = (247, 245, 239)
_BLACK_CORE: Rgb = (30, 30, 30)


@dataclass(frozen=True, slots=True)
class Strip:
    """A catalog picture of a length of moulding, decoded: lying, the outer edge on top. `data` is packed RGB."""

    width: int
    height: int
    data: bytes

    @classmethod
    def of(cls, picture: Image.Image) -> Strip:
        """From a decoded picture; one that stands is laid down (its left edge becomes the top)."""
        if picture.height > picture.width:
            picture = picture.transpose(Image.Transpose.ROTATE_270)
        if picture.width > _LONGEST_STRIP:
            picture = picture.crop((0, 0, _LONGEST_STRIP, picture.height))
        picture = picture.convert("RGB")
        return cls(picture.width, picture.height, picture.tobytes())


@dataclass(frozen=True, slots=True)
class MouldingLook:
    """How a moulding looks. `color`, `composite` and `name` are the catalog's words; `face` is its visible width.

    `key` tells two mouldings apart that are described alike (their grain differs). With a `strip` the picture
    is used as it is and the words no longer matter; `sample_length` is how many inches it shows (0: unknown).
    """

    key: str
    color: str
    composite: str
    name: str
    face: float
    profile: str
    strip: Strip | None = None
    sample_length: float = 0.0


@dataclass(frozen=True, slots=True)
class MatLook:
    """How a mat board looks: face color, core color (seen on the bevel), thickness in plies (4 or 8)."""

    color: Rgb
    core: Rgb
    plies: float = 4.0
    key: str = ""


@dataclass(frozen=True, slots=True)
class GlazingLook:
    """How much the glazing reflects."""

    kind: GlazingKind


@dataclass(frozen=True, slots=True)
class Scene:
    """One piece, ready to be drawn.

    `mats` go base mat first, as `geometry.windows` does. `crop_box` is in pixels of the ORIGINAL, upright
    picture, whose size is `art_pixels`; the proxy handed to the renderer may have any size and the box is
    scaled to it. `art_pixels` None means that the box is in the proxy's own pixels. `crop_box` None prints the
    whole picture (fitted inside the image area without stretching, white paper around). Without `sheen` the glazing
    reflects nothing, so that a reflection that moves can be laid over (`reflections`).
    """

    geometry: Geometry
    moulding: MouldingLook | None = None
    mats: tuple[MatLook, ...] = ()
    glazing: GlazingLook | None = None
    crop_box: Box | None = None
    canvas: bool = False
    wall: str = "#DEDBD4"
    setting: Setting = "wall"
    art_pixels: Pixels | None = None
    sheen: bool = True


def moulding_look(frame: Frame, strip: Image.Image | None = None) -> MouldingLook:
    """The look of a catalog frame; `strip` is its decoded `segment_url` picture, if there is one."""
    return MouldingLook(
        key=str(frame.id),
        color=frame.color,
        composite=f"{frame.composite} {frame.kind}".strip(),
        name=frame.name,
        face=float(frame.face),
        profile=profile_of(f"{frame.name} {frame.kind_note} {frame.composite}", key=str(frame.id)),
        strip=Strip.of(strip) if strip is not None else None,
        sample_length=float(frame.sample_length),
    )


def _core(mat: Mat, color: Rgb) -> Rgb:
    if mat.core_color:
        named = css(mat.core_color)
        if named is not None:
            return named
    words = f"{mat.name} {mat.composite} {mat.core_color}".lower()
    if "black core" in words or "blackcore" in words:
        return _BLACK_CORE
    if "solid core" in words or "solid-core" in words:
        return color
    return _WHITE_CORE


def mat_look(mat: Mat) -> MatLook:
    """The look of a catalog mat. A color that is no CSS color is looked for in the name; else it is a soft white."""
    color = css(mat.color) if mat.color else None
    if color is None:
        color = _named_mat(f"{mat.color} {mat.name}".lower())
    return MatLook(color=color, core=_core(mat, color), plies=float(mat.plies), key=str(mat.id))


_MAT_WORDS: tuple[tuple[str, Rgb], ...] = (
    ("off white", (241, 236, 224)), ("off-white", (241, 236, 224)), ("antique", (232, 222, 200)),
    ("natural", (233, 225, 207)), ("cream", (240, 231, 209)), ("ivory", (241, 235, 219)),
    ("snow", (249, 250, 250)), ("bright", (250, 250, 249)), ("smooth white", (247, 246, 242)),
    ("charcoal", (62, 62, 64)), ("slate", (96, 104, 112)), ("linen", (225, 216, 199)), ("sand", (214, 200, 174)),
    ("stone", (190, 186, 176)), ("taupe", (150, 136, 122)), ("forest", (46, 74, 56)), ("navy", (36, 46, 74)),
    ("burgundy", (96, 30, 42)), ("dove", (196, 196, 196)), ("pewter", (140, 142, 144)), ("black", (38, 37, 37)),
)  # fmt: skip


def _named_mat(words: str) -> Rgb:
    for word, color in _MAT_WORDS:
        if word in words:
            return color
    for word in reversed(words.replace("-", " ").replace("(", " ").replace(")", " ").split()):
        color = css(word)
        if color is not None and word.isalpha():
            # A board is never as saturated as the CSS name.
            gray = round(luminance(color))
            return tuple(round(0.72 * part + 0.28 * gray) for part in color)  # type: ignore[return-value]
    return css_or_neutral("#EFEBE1")


def glazing_look(glazing: Glazing) -> GlazingLook:
    """The look of a catalog glazing, by its words."""
    words = f"{glazing.name} {glazing.description}".lower()
    name = glazing.name.lower()
    if any(word in words for word in ("museum", "anti-reflect", "antireflect", "invisible", "optium", "ar glass")):
        return GlazingLook("museum")
    if any(
        word in name for word in ("non-glare", "non glare", "nonglare", "anti-glare", "matte", "reflection control")
    ):
        return GlazingLook("non-glare")
    if any(word in words for word in ("acryl", "plexi", "perspex", "polycarb", "styrene")):
        return GlazingLook("acrylic")
    return GlazingLook("clear")
