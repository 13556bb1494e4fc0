"""The live preview: draws the piece on the stage with our own renderer, newest wins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.pictures import Parts, StagePicture
from fwdesk.app.scenes import WALL, scene_of
from fwdesk.app.session import Session
from fwdesk.app.swatches import Swatches
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.piece import Piece

if TYPE_CHECKING:
    from PIL import Image

    from fwdesk.artwork.open import Artwork
    from fwdesk.render.own_wall import Survey
    from fwdesk.render.plan import Stand
    from fwdesk.render.scene import Setting

LANE = "preview"
_ABOVE, _BESIDE, _FOOT = 52, 92, 76
"""Logical pixels kept free above a piece for the switch of views, on its left and below for its dimensions, and under
all sizes for the captions."""


@dataclass(frozen=True, slots=True)
class WallPhoto:
    """A measured photograph of a wall, and which point of the wall the piece's middle hangs at (inches)."""

    image: Image.Image
    survey: Survey
    name: str
    middle: tuple[float, float] | None = None


class Preview(QObject):
    """Keeps the picture on the stage up to date.

    Signals:
        drawn(StagePicture): a new picture of the present piece.
        view_changed(): it is looked at in another setting, or with or without its dimensions.
        failed(Exception): it could not be drawn.
    """

    drawn = Signal(object)
    view_changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, swatches: Swatches) -> None:
        """Follows the session; nothing is drawn before `resize` told how large the stage is."""
        super().__init__(session)
        self._session, self._tasks, self._workshop, self._swatches = session, tasks, workshop, swatches
        self._size = (0, 0, 1.0)
        self._wall = WALL
        self._setting: Setting = "wall"
        self._dimensions = False
        self._glass_held = False
        self._instead: Piece | None = None
        self._name = ""
        self._pinned: Stand | None = None
        self._before: tuple[Stand | None] | None = None
        self._photo: WallPhoto | None = None
        self._rest: Stand | None = None  # how it stood when it was last not zoomed: to fit again is to stand so
        self._real = 0.0
        self._taken = (0, 0)
        self._parts = Parts()
        self._current: StagePicture | None = None
        self._art: tuple[Artwork, Image.Image] | None = None
        self._color_words = "color not proofed"
        session.piece_changed.connect(self._changed)
        session.artwork_changed.connect(self._changed)
        session.tried.connect(self._changed)
        swatches.strip_ready.connect(self._strip_ready)

    @property
    def current(self) -> StagePicture | None:
        """The picture that was drawn last."""
        return self._current

    @property
    def shown(self) -> Piece | None:
        """The piece on the stage: the session's, with what is tried on, or the one that is shown for a moment."""
        return self._instead or self._session.shown

    @property
    def instead(self) -> str:
        """The name of the piece that is shown for a moment; empty if it is the session's."""
        return self._name if self._instead else ""

    def show_instead(self, piece: Piece | None, name: str = "") -> None:
        """Show another piece for a moment, in the same place, under a name; None goes back."""
        if piece != self._instead:
            self._instead, self._name = piece, name
            self.view_changed.emit()
            self.redraw()

    def keep_clear(self, width: int, height: int) -> None:
        """So many logical pixels of the lower right corner belong to something else; the piece hangs clear of it."""
        if (width, height) != self._taken:
            self._taken = (width, height)
            self.redraw()

    def resize(self, width: int, height: int, ratio: float) -> None:
        """The stage is so many logical pixels large, at so many device pixels each."""
        if (width, height, ratio) != self._size:
            self._size = (width, height, ratio)
            self.redraw()

    @property
    def setting(self) -> Setting:
        """What the piece is looked at in."""
        return self._setting

    @property
    def wall(self) -> str:
        """The wall's color."""
        return self._wall

    @property
    def dimensions(self) -> bool:
        """Whether its sizes are written beside it. Not in a room, where it is too small for that."""
        return self._dimensions and not self.in_room

    @property
    def pinned(self) -> Stand | None:
        """How the piece stands if it was zoomed or moved by hand, which the next picture shows; else None."""
        return None if self.in_room else self._pinned

    def zoom(self, factor: float, x: float | None = None, y: float | None = None) -> None:
        """Nearer or further by a factor, about a point of the stage in logical px (its middle if none is given)."""
        if self.in_room:
            self._leave_room()
            return
        width, height, ratio = self._size
        stand = self._stand
        if stand:
            about = (width / 2 if x is None else x) * ratio, (height / 2 if y is None else y) * ratio
            self._pin(stand.zoomed(factor, about))

    def move(self, across: float, down: float) -> None:
        """The piece elsewhere, by so many logical px."""
        if self._setting == "photo":
            self._move_on_wall(across, down)
            return
        stand, ratio = self._stand, self._size[2]
        if stand and not self.in_room:
            self._pin(stand.moved(round(across * ratio), round(down * ratio)))

    def fit(self) -> None:
        """As large as the stage allows again."""
        self._pin(None)

    def hold_glass(self, *, held: bool) -> None:
        """While the glass is held to the light, the picture has no reflection: one that moves lies over it."""
        if held != self._glass_held:
            self._glass_held = held
            self.redraw()

    def stand_back(self, width: Decimal, height: Decimal) -> None:
        """Far enough to have so many inches on the stage around the piece's middle, for a moment: `step_up` ends it."""
        across, down, ratio = self._size
        stand = self._stand
        if stand is None or self.in_room:
            return
        self._before = (self._pinned,)
        room = (across - 48) / float(width), (down - _ABOVE - _FOOT) / float(height)
        near = min(*room, stand.scale / ratio) * ratio
        # The piece's middle in the middle of what is free.
        middle = across * ratio / 2, (down + _ABOVE - _FOOT) * ratio / 2
        at = [
            round(here - float(side) * near / 2)
            for here, side in zip(middle, (stand.opening.width, stand.opening.height), strict=True)
        ]
        self._pin(replace(stand, scale=near, at=(at[0], at[1]), pinned=True))

    def step_up(self) -> None:
        """Back to where one stood before `stand_back`."""
        if self._before is not None:
            (pinned,), self._before = self._before, None
            self._pin(pinned)

    @property
    def is_real_size(self) -> bool:
        """Whether an inch of the piece is an inch on the screen."""
        return self.pinned is not None and abs(self.pinned.scale - self._real) < 1e-6

    def real_size(self, px_per_inch: float) -> None:
        """One inch of the piece is an inch on a screen with so many device px per inch, as far as that can be drawn."""
        self._leave_room()
        stand, self._real = self._stand, px_per_inch
        if stand:
            width, height, ratio = self._size
            self._pin(stand.zoomed(px_per_inch / stand.scale, (width * ratio / 2, height * ratio / 2)))
            if not self.is_real_size:
                words = "This piece is too large to be drawn in real size here; it is shown as near as can be."
                self._session.note(words)

    def _leave_room(self) -> None:
        """In a room nothing is zoomed or moved: it is to scale."""
        if self.in_room:
            self.look("wall")

    @property
    def ratio(self) -> float:
        """How many device px a logical one of the stage has."""
        return self._size[2]

    @property
    def stand(self) -> Stand | None:
        """How the piece stands now, or will as soon as it is drawn."""
        if self.in_room:
            return self._current.stand if self._current else None
        return self._stand

    @property
    def _stand(self) -> Stand | None:
        """How the piece stands now."""
        return self._pinned or (self._current.stand if self._current else None)

    def _pin(self, stand: Stand | None) -> None:
        if stand != self._pinned:
            self._pinned = stand
            self.view_changed.emit()
            self.redraw()

    @property
    def in_room(self) -> bool:
        """Whether it hangs in a room, over the sofa or on the artist's own wall: to scale, and not to be zoomed."""
        return self._setting in {"room", "room with figure", "photo"}

    @property
    def photo(self) -> WallPhoto | None:
        """The photograph of the artist's own wall, if there is one."""
        return self._photo

    def hang_on(self, photo: WallPhoto) -> None:
        """Look at the piece on this wall, in the middle of the photograph at first."""
        from fwdesk.render.own_wall import inverse, mapped, wall_to_photo

        if photo.middle is None:
            size = photo.image.size
            middle = mapped(inverse(wall_to_photo(photo.survey, size)), (size[0] / 2, size[1] * 0.44))
            photo = replace(photo, middle=middle)
        self._photo = photo
        self.look("photo")

    def _move_on_wall(self, across: float, down: float) -> None:
        """The piece elsewhere on the artist's own wall, by so many logical px of the stage."""
        from fwdesk.render.own_wall import inverse, mapped, to_stage

        photo, (width, height, ratio) = self._photo, self._size
        if photo is None or photo.middle is None:
            return
        stage = round(width * ratio), round(height * ratio)
        there = to_stage(photo.survey, photo.image.size, stage)
        x, y = mapped(there, photo.middle)
        # Its middle stays on the stage.
        at = min(max(x + across * ratio, 0), stage[0]), min(max(y + down * ratio, 0), stage[1])
        self._photo = replace(photo, middle=mapped(inverse(there), at))
        self.redraw()

    def move_inches(self, across: float, down: float) -> None:
        """The piece elsewhere on the artist's own wall, by so many inches."""
        photo = self._photo
        if photo and photo.middle and self._setting == "photo":
            self._photo = replace(photo, middle=(photo.middle[0] + across, photo.middle[1] + down))
            self._move_on_wall(0, 0)

    def set_wall(self, color: str) -> None:
        """Another wall behind the piece."""
        self._wall = color
        if self._setting in {"neutral", "photo"}:
            self.look(setting="wall")
        else:
            self.redraw()

    def look(self, setting: Setting | None = None, *, dimensions: bool | None = None) -> None:
        """Look at the piece in another setting, or with or without its dimensions, which no room has."""
        if dimensions and setting is None and self.in_room:
            setting = "wall"
        self._setting = setting or self._setting
        self._dimensions = self._dimensions if dimensions is None else dimensions
        self.view_changed.emit()
        self.redraw()

    @Slot(object)
    def _changed(self, _what: object) -> None:
        self.redraw()

    @Slot(object)
    def _strip_ready(self, frame_id: int) -> None:
        piece = self.shown
        if piece and piece.framing and piece.framing.frame == frame_id:
            self.redraw()

    @property
    def art(self) -> Image.Image | None:
        """The pixels the artwork is shown with: its proxy, or a soft proof of it."""
        artwork = self._session.artwork
        if self._art and self._art[0] is artwork:
            return self._art[1]
        return artwork.proxy if artwork else None

    def set_art(self, art: tuple[Artwork, Image.Image] | None) -> None:
        """Show this instead of that artwork's proxy, such as a soft proof; None shows the proxy again."""
        if art is not self._art:
            self._art = art
            self.redraw()

    @property
    def color_words(self) -> str:
        """What can be said of the colors on the stage."""
        return self._color_words

    def say_colors(self, words: str) -> None:
        """Other words about the colors on the stage."""
        if words != self._color_words:
            self._color_words = words
            self.view_changed.emit()

    def redraw(self) -> None:
        """Draw what is to be seen anew: the present piece, with the option that is tried on."""
        piece, artwork, rules = self.shown, self._session.artwork, self._session.rules
        width, height, ratio = self._size
        known = bool(rules.catalog.product_types)
        if piece is None or not known or width < 1 or height < 1:
            return
        frame = rules.frame_of(piece)
        strip = self._swatches.strip_here(frame) if frame else None
        art = self.art
        pixels = artwork.pixels if artwork else None
        wall, setting, sheen = self._wall, self._setting, not self._glass_held
        taken = (round(self._taken[0] * ratio), round(self._taken[1] * ratio))
        lines = round(_BESIDE * ratio) if self.dimensions else 0
        margins = (lines, round(_ABOVE * ratio), lines)
        workshop, parts, photo = self._workshop, self._parts, self._photo
        last = self.pinned or self._rest

        def draw(cancel: Cancel) -> StagePicture:
            scene = replace(scene_of(piece, rules, pixels, strip, wall, setting), sheen=sheen)
            across, down = round(width * ratio), round(height * ratio)
            if setting == "photo" and photo and photo.middle:
                from fwdesk.render.own_wall import hang

                drawer, on = workshop.renderer, (photo.image, photo.survey, photo.middle)
                return parts.of(hang(drawer, scene, art, *on, (across, down), cancel.check), ratio)
            stage = workshop.renderer.stage
            made = stage(scene, art, across, down, taken=taken, last=last, margins=margins, check=cancel.check)
            return parts.of(made, ratio)

        self._tasks.run(draw, self._show, self.failed.emit, lane=LANE, near=True)

    def _show(self, picture: StagePicture) -> None:
        self._current = picture
        if not picture.stand.pinned and not self.in_room:
            self._rest = picture.stand
        if self._pinned and picture.stand.pinned:
            self._pinned = picture.stand  # the middle of another piece
        self.drawn.emit(picture)
        # Only now, so that fetching does not delay the first picture; `strip_ready` draws again with it.
        piece = self.shown
        frame = self._session.rules.frame_of(piece) if piece else None
        if frame:
            self._swatches.strip(frame)
