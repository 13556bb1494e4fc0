"""The glass held to the light: a reflection that slides over the glazing, drawn once and then only moved (F1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.pictures import StagePicture
from fwdesk.app.preview import Preview
from fwdesk.app.scenes import scene_of
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.domain.cancel import Cancel

if TYPE_CHECKING:
    from fwdesk.render.reflections import Sheen

LANE = "glass"
_STEP = 0.04


@dataclass(frozen=True, slots=True)
class Reflection:
    """A reflection for painting: white with its opacity, four equal bytes a pixel (premultiplied ARGB).

    It measures `size` px over the glazing, which is seen at `glass` (left, top, right, bottom), in device px.
    """

    data: bytes
    pixels: tuple[int, int]
    size: tuple[int, int]
    glass: tuple[int, int, int, int]
    drawn: StagePicture

    @classmethod
    def of(cls, sheen: Sheen, drawn: StagePicture) -> Reflection:
        """Take a drawn sheen over. Call it on the worker."""
        from PIL import Image

        data = Image.merge("RGBA", [sheen.mask] * 4).tobytes()
        return cls(data, sheen.mask.size, sheen.size, sheen.glass, drawn)


class Glass(QObject):
    """While held, the stage is drawn without its fixed reflection and this one lies over it.

    Signals:
        changed(): it is held or let go, there is another reflection, or it moved.
    """

    changed = Signal()

    def __init__(self, session: Session, preview: Preview, tasks: Tasks) -> None:
        """Follows the stage while it is held."""
        super().__init__(session)
        self._session, self._preview, self._tasks = session, preview, tasks
        self._held = False
        self._at = (0.5, 0.5)
        self._reflection: Reflection | None = None
        preview.drawn.connect(self._drawn)

    @property
    def held(self) -> bool:
        """Whether the glass is held to the light."""
        return self._held

    @property
    def at(self) -> tuple[float, float]:
        """Where the middle of the reflection is, as shares of the glazing's width and height."""
        return self._at

    @property
    def reflection(self) -> Reflection | None:
        """What lies over the stage as it was drawn last; None while it is made, or where there is nothing to see."""
        return self._reflection if self._held else None

    @property
    def words(self) -> str:
        """What is to be seen, or why nothing is."""
        piece, shop = self._preview.shown, self._session.catalog
        framed = piece.framing if piece else None
        glazing = shop.glazing_by_id.get(framed.glazing) if framed else None
        if self._preview.setting == "neutral":
            return "Against neutral gray the glass is left out: look at it on the wall"
        if self._preview.setting == "photo":
            return "On your own wall the reflection stays where it is: look at the glass on the plain wall"
        if glazing is None:
            return "This piece has no glazing: nothing reflects"
        return f"{glazing.name}: move the mouse or press arrows. Simulated"

    def hold(self) -> None:
        """Hold it to the light."""
        if not self._held:
            self._held, self._at, self._reflection = True, (0.42, 0.45), None
            self._preview.hold_glass(held=True)
            self.changed.emit()

    def release(self) -> None:
        """Back to the light as it was."""
        if self._held:
            self._held = False
            self._tasks.cancel(LANE)
            self._preview.hold_glass(held=False)
            self.changed.emit()

    def move(self, across: float, down: float) -> None:
        """The middle of the reflection to a share of the glazing's width and height; it never leaves it for good."""
        at = min(max(across, -0.3), 1.3), min(max(down, -0.3), 1.3)
        if at != self._at:
            self._at = at
            self.changed.emit()

    @Slot(int, int)
    def nudge(self, across: int, down: int) -> None:
        """The reflection moved by so many small steps."""
        self.move(self._at[0] + across * _STEP, self._at[1] + down * _STEP)

    @Slot(object)
    def _drawn(self, drawn: StagePicture) -> None:
        if not self._held:
            return
        piece, rules = self._preview.shown, self._session.rules
        if piece is None:
            return

        def work(_cancel: Cancel) -> Reflection | None:
            from fwdesk.render.reflections import glass_box, sheen

            scene = scene_of(piece, rules, None)
            if scene.glazing is None or self._preview.setting in {"neutral", "photo"}:
                return None
            box = glass_box(scene, drawn.stand)
            return Reflection.of(sheen(scene.glazing.kind, box), drawn)

        self._tasks.run(work, self._made, self._preview.failed.emit, lane=LANE, near=True)

    def _made(self, reflection: Reflection | None) -> None:
        self._reflection = reflection
        self.changed.emit()
