"""The loupe: a small part of the piece at the size it has in the hand, drawn for itself and therefore sharp (G7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.pictures import Parts, StagePicture
from fwdesk.app.preview import Preview
from fwdesk.app.scenes import scene_of
from fwdesk.app.session import Session
from fwdesk.app.swatches import Swatches
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork

LANE = "loupe"
TIMES = (1, 2, 4)
"""How many times real size can be looked at."""
STEP, LEAP = 0.125, 1.0
"""Inches by which an arrow key moves it, and with Shift."""
_SOFTER = 1.25


@dataclass(frozen=True, slots=True)
class Sight:
    """What is looked at: the point in the middle (inches from the opening's top left corner) and how near."""

    across: float
    down: float
    times: int = 1


class Loupe(QObject):
    """A round piece of the stage at real size.

    Signals:
        changed(): it was taken up or put away, moved, or looks nearer.
        drawn(): there is a new picture.
    """

    changed = Signal()
    drawn = Signal()

    def __init__(
        self, session: Session, preview: Preview, tasks: Tasks, workshop: Workshop, swatches: Swatches
    ) -> None:
        """Put away."""
        super().__init__(session)
        self._session, self._preview, self._tasks = session, preview, tasks
        self._workshop, self._swatches = workshop, swatches
        self._sight: Sight | None = None
        self._size, self._inch, self._measured = 0, 96.0, False
        self._picture: StagePicture | None = None
        self._parts = Parts()
        preview.drawn.connect(self._redraw)

    @property
    def is_up(self) -> bool:
        """Whether it is over the piece."""
        return self._sight is not None

    @property
    def sight(self) -> Sight | None:
        """What is looked at; None while it is put away."""
        return self._sight

    @property
    def picture(self) -> StagePicture | None:
        """What is seen in it, as it was drawn last."""
        return self._picture if self._sight else None

    @property
    def place(self) -> tuple[float, float]:
        """Where its middle is on the stage, in logical px."""
        stand, sight, ratio = self._preview.stand, self._sight, self._preview.ratio
        if stand is None or sight is None:
            return 0.0, 0.0
        return (stand.at[0] + sight.across * stand.scale) / ratio, (stand.at[1] + sight.down * stand.scale) / ratio

    @property
    def words(self) -> str:
        """How large things are seen in it, and how true that is."""
        sight, artwork = self._sight, self._session.artwork
        if sight is None:
            return ""
        seen = self._picture.scale / self._inch if self._picture else float(sight.times)
        size = "real size" if abs(seen - 1) < 0.02 else f"{seen:.2g} × real size"
        said = size.capitalize() if self._measured else f"About {size}: this screen was not measured with a card yet"
        if artwork and self._softer(artwork):
            said += "; the picture is softer here than in your file"
        return said

    def _softer(self, artwork: Artwork) -> bool:
        """Whether the proxy has too few pixels for this scale although the file has more."""
        piece, sight = self._preview.shown, self._sight
        if piece is None or sight is None or artwork.proxy.width >= artwork.pixels.width:
            return False
        from fwdesk.domain.crop import crop_box

        box = crop_box(artwork.pixels, piece.image, piece.crop)
        kept = float(box.width) * artwork.proxy.width / artwork.pixels.width
        return self._inch * sight.times > _SOFTER * kept / float(piece.image.width)

    def take_up(self, size_px: int, px_per_inch: float, *, measured: bool) -> None:
        """Over the middle of the piece: so many device px across, on a screen with so many device px per inch.

        `measured` says whether that is known or a guess.
        """
        piece = self._preview.shown
        geometry = self._session.laid_out(piece)
        if geometry is None:
            return
        self._size, self._inch, self._measured = size_px, px_per_inch, measured
        # Where there is most to see: the window's upper left corner, the mat and its bevel.
        seen, opening = geometry.visible, geometry.opening
        self._look(Sight(float(seen.x - opening.x), float(seen.y - opening.y)))

    def put_away(self) -> None:
        """Away with it."""
        if self._sight is not None:
            self._sight = self._picture = None
            self._tasks.cancel(LANE)
            self.changed.emit()

    def to(self, x: float, y: float) -> None:
        """Its middle to a point of the stage, in logical px."""
        stand, ratio, sight = self._preview.stand, self._preview.ratio, self._sight
        if stand and sight:
            across, down = (x * ratio - stand.at[0]) / stand.scale, (y * ratio - stand.at[1]) / stand.scale
            self._look(Sight(across, down, sight.times))

    def nudge(self, across: float, down: float) -> None:
        """Moved by so many inches, not further than it can be seen."""
        sight, geometry = self._sight, self._session.laid_out(self._preview.shown)
        if sight and geometry:
            opening, outside = geometry.opening, geometry.outside
            low = [float(outside.x - opening.x), float(outside.y - opening.y)]
            high = [float(outside.right - opening.x), float(outside.bottom - opening.y)]
            at = [
                min(max(now + by, least), most)
                for now, by, least, most in zip((sight.across, sight.down), (across, down), low, high, strict=True)
            ]
            self._look(Sight(at[0], at[1], sight.times))

    def nearer(self, steps: int) -> None:
        """Nearer or further by so many steps of `TIMES`."""
        if self._sight:
            number = min(max(TIMES.index(self._sight.times) + steps, 0), len(TIMES) - 1)
            self._look(Sight(self._sight.across, self._sight.down, TIMES[number]))

    def _look(self, sight: Sight) -> None:
        if sight != self._sight:
            self._sight = sight
            self.changed.emit()
            self._redraw()

    @Slot()
    @Slot(object)
    def _redraw(self, _what: object = None) -> None:
        sight, piece, artwork, rules = self._sight, self._preview.shown, self._session.artwork, self._session.rules
        if sight is None or piece is None or self._size < 1:
            return
        frame = rules.frame_of(piece)
        strip = self._swatches.strip_here(frame) if frame else None
        pixels, art = artwork.pixels if artwork else None, self._preview.art
        setting = "neutral" if self._preview.setting == "neutral" else "wall"
        wall, size, scale, workshop = self._preview.wall, self._size, self._inch * sight.times, self._workshop
        ratio, parts = self._preview.ratio, self._parts

        def work(cancel: Cancel) -> StagePicture:
            from fwdesk.render.plan import Stand

            scene = scene_of(piece, rules, pixels, strip, wall, setting)
            opening = scene.geometry.opening.size
            stand = Stand((size, size, 0, 0), opening, scale, (0, 0), pinned=True)
            # As near as can be drawn, and only then where that is.
            near = stand.for_another(opening, stand.stage).scale
            at = round(size / 2 - sight.across * near), round(size / 2 - sight.down * near)
            stand = Stand(stand.stage, opening, near, at, pinned=True)
            made = workshop.renderer.stage(scene, art, size, size, last=stand, check=cancel.check)
            return parts.of(made, ratio)

        self._tasks.run(work, self._show, self._preview.failed.emit, lane=LANE, near=True)

    def _show(self, picture: StagePicture) -> None:
        self._picture = picture
        self.drawn.emit()
