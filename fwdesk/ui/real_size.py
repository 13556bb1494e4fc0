"""Real size: an inch of the piece is an inch on the screen, once a bank card was held against it (FEATURES G3).

What a system says about the size of its screens is often wrong, so nobody is asked but the artist.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from fwdesk.app.preview import Preview
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import button, label

CARD_WIDTH_IN, CARD_HEIGHT_IN = 85.60 / 25.4, 53.98 / 25.4
"""A bank card in inches (ISO/IEC 7810, ID-1)."""
_LEAST, _MOST = 180, 1400


class RealSize(QObject):
    """Shows the piece in real size, and asks for a card the first time on each screen.

    Signals:
        calibrated(dict): how many device px wide a card is, by screen.
    """

    calibrated = Signal(object)

    def __init__(self, window: QWidget, preview: Preview) -> None:
        """`window` is the one whose screen counts."""
        super().__init__(window)
        self._window, self._preview = window, preview
        self.screens: dict[str, int] = {}
        """How many device px wide a card is on each screen that was measured."""

    @property
    def screen_name(self) -> str:
        """The screen the window is on: maker, model, serial number and pixels tell two alike apart."""
        screen = self._window.screen()
        size = screen.size() * screen.devicePixelRatio()
        parts = (screen.manufacturer(), screen.model(), screen.serialNumber(), screen.name())
        return " ".join([*(part for part in parts if part), f"{size.width()}x{size.height()}"])

    @property
    def px_per_inch(self) -> float | None:
        """Device px per inch of the screen the window is on; None before it was measured."""
        card = self.screens.get(self.screen_name)
        return None if card is None else card / CARD_WIDTH_IN

    @Slot()
    def show(self) -> None:
        """The piece in real size; on a screen that was not measured yet, the measuring first."""
        card = self.screens.get(self.screen_name)
        if card is None:
            self.measure()
        else:
            self._preview.real_size(card / CARD_WIDTH_IN)

    @Slot()
    def measure(self) -> None:
        """Ask for a card."""
        ratio = self._window.devicePixelRatioF()
        dialog = CardDialog(self.screens.get(self.screen_name, round(96 * ratio * CARD_WIDTH_IN)), self._window)
        dialog.measured.connect(self._measured)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot(int)
    def _measured(self, card: int) -> None:
        self.screens = self.screens | {self.screen_name: card}
        self.calibrated.emit(self.screens)
        self.show()


class CardDialog(QDialog):
    """A card's outline to be made as large as a real one held against it.

    Signals:
        measured(int): the outline is so many device px wide.
    """

    measured = Signal(int)

    def __init__(self, card_px: int, parent: QWidget | None = None) -> None:
        """Begins with an outline of so many device px."""
        super().__init__(parent)
        self.setObjectName("card.dialog")
        self.setWindowTitle("Measure this screen")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("Hold a bank card against the screen", "step"))
        words = (
            "Make the outline as wide as the card, with the slider or the arrow keys. Any card of that size will do."
        )
        column.addWidget(label(words, "caption", wrap=True))
        self._outline = _Outline(card_px)
        column.addWidget(self._outline, 1)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("card.width")
        self.slider.setAccessibleName("Width of the outline")
        self.slider.setRange(_LEAST, _MOST)
        self.slider.setPageStep(20)
        self.slider.setValue(card_px)
        self.slider.valueChanged.connect(self._outline.resize_card)
        column.addWidget(self.slider)
        row = QHBoxLayout()
        row.addStretch(1)
        cancel, self.use = button("Cancel"), button("It fits", "primary", name="card.use")
        cancel.clicked.connect(self.reject)
        self.use.clicked.connect(self._use)
        row.addWidget(cancel)
        row.addWidget(self.use)
        column.addLayout(row)
        self.slider.setFocus()

    @Slot()
    def _use(self) -> None:
        self.accept()
        self.measured.emit(self.slider.value())


class _Outline(QWidget):
    """The card's outline, in device px."""

    def __init__(self, card_px: int) -> None:
        super().__init__()
        self._card = card_px
        self.setAccessibleName("Outline of a bank card")
        self.setMinimumSize(QSize(420, 270))

    @Slot(int)
    def resize_card(self, card_px: int) -> None:
        """Another width, in device px."""
        self._card = card_px
        wide = card_px / self.devicePixelRatioF()
        self.setMinimumSize(QSize(round(wide) + 24, round(wide * CARD_HEIGHT_IN / CARD_WIDTH_IN) + 24))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        wide = self._card / self.devicePixelRatioF()
        high = wide * CARD_HEIGHT_IN / CARD_WIDTH_IN
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("accent"), 2))
        painter.setBrush(color("tint"))
        box = QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), wide * 0.037, wide * 0.037)
        painter.setPen(color("secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "85.6 mm\n3⅜ in")
        painter.end()
