"""Which service the desk talks to: practice, test or live; and the keys of the one that is picked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from fwdesk.app.desk import Desk
from fwdesk.app.key_check import Doing, KeyCheck, Outcome
from fwdesk.app.link import LinkState
from fwdesk.app.service import Kind, Service
from fwdesk.ui import icons
from fwdesk.ui.key_panel import KeyPanel
from fwdesk.ui.service_card import cards
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import button, label, line

_KINDS = (Kind.PRACTICE, Kind.TEST, Kind.LIVE)
_SIZE = QSize(800, 620)
_NARROWEST = QSize(620, 480)
_PRACTICE = (
    "No account, no keys, no network: the service runs inside fwdesk.",
    "Catalog, prices, shipping and orders answer as FinerWorks would. Nothing leaves this computer.",
    "Your keys are neither read nor sent while you practice.",
)


class ServiceDialog(QDialog):
    """The service and its keys.

    Signals:
        chosen(Service): use this service from now on.
    """

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Opens on the service in use."""
        super().__init__(parent)
        self.setObjectName("service.dialog")
        self.setWindowTitle("Service and keys")
        self.setMinimumSize(_NARROWEST)
        self.resize(_SIZE.boundedTo(parent.size()) if parent else _SIZE)
        self._link, self._in_use = desk.link, desk.link.service
        self._wanted = False
        self._keys = KeyCheck(desk.tasks, desk.workshop, desk.link, self)
        row, self.cards = cards(self._in_use)
        self._group = QButtonGroup(self)
        for number, kind in enumerate(_KINDS):
            self._group.addButton(self.cards[kind].radio, number)
        self.panel = KeyPanel(self._keys)
        self._practice, self._ticks = _practice()
        self.use = button("", "primary", name="service.use")
        self.leave = button("Close", name="service.close")
        self._lay_out(row)
        self._group.idToggled.connect(self._picked)
        self._keys.changed.connect(self._changed)
        self.panel.said.connect(self._show_part)
        self.use.clicked.connect(self._use)
        self.leave.clicked.connect(self.reject)
        self.finished.connect(self._done_with)
        self._tick()
        picked = _KINDS.index(self._in_use.kind) if self._in_use.kind in _KINDS else 0
        self._group.button(picked).setChecked(True)
        self._group.button(picked).setFocus()

    def _lay_out(self, row: QWidget) -> None:
        self._inner = inner = _Body()
        body = QVBoxLayout(inner)
        body.setContentsMargins(24, 16, 24, 16)
        body.addWidget(self._practice)
        body.addWidget(self.panel)
        body.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        head = QVBoxLayout()
        head.setContentsMargins(24, 18, 24, 16)
        head.setSpacing(12)
        words = "Which service the desk talks to"
        if self._in_use.kind not in _KINDS:
            words = f"{words}. In use now: {self._in_use.name}, a FinerWorks-compatible service"
        head.addWidget(label(words, "step", wrap=True))
        head.addWidget(row)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 12, 24, 16)
        foot.setSpacing(10)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self._scroll, 1)
        column.addWidget(line())
        column.addLayout(foot)

    @property
    def service(self) -> Service:
        """The service that is picked."""
        return Service(_KINDS[max(self._group.checkedId(), 0)])

    @Slot(int)
    def _done_with(self, _result: int) -> None:
        self._keys.close()
        self.panel.turn_to(Kind.PRACTICE)

    @Slot(int, bool)
    def _picked(self, _number: int, on: bool) -> None:
        if not on:
            return
        self._wanted = False
        service = self.service
        self.panel.turn_to(service.kind)
        self._keys.show(service)
        self.panel.setVisible(service.kind is not Kind.PRACTICE)
        self._practice.setVisible(service.kind is Kind.PRACTICE)
        goes_on = service.kind is self._in_use.kind
        self.use.setText(f"Go on with {service.name}" if goes_on else f"Use {service.name}")
        self._scroll.verticalScrollBar().setValue(0)

    @Slot(object)
    def _show_part(self, part: QWidget) -> None:
        # A part that has just been shown has its place only after the layout has run.
        self._inner.fit()
        top = part.mapTo(self._inner, QPoint(0, 0)).y()
        self._scroll.ensureVisible(0, top + part.height(), 0, 16)
        self._scroll.ensureVisible(0, top, 0, 16)

    @Slot()
    def _use(self) -> None:
        """Use the service that is picked. Keys that were typed and not checked are checked first."""
        self._wanted = True
        if self.panel.typed and self.service.kind is not Kind.PRACTICE:
            self.panel.check_now()
        else:
            self._changed()

    @Slot()
    def _changed(self) -> None:
        keys = self._keys
        if keys.outcome is Outcome.KEPT:
            self.use.setFocus()
        if not self._wanted or keys.doing is not Doing.NOTHING:
            return
        self._wanted = False
        if self.service.kind is Kind.PRACTICE or (keys.kept and keys.kept.there and not self.panel.typed):
            self._take()
        elif keys.outcome is Outcome.NONE:
            self.panel.check_now()

    def _take(self) -> None:
        if self.service.kind is not self._in_use.kind:
            self.chosen.emit(self.service)
        elif self._link.state is not LinkState.READY:
            self._link.open(self._in_use)
        self.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "panel"):
            for card in self.cards.values():
                card.restyle()
            self.panel.restyle()
            self._tick()

    def _tick(self) -> None:
        for tick in self._ticks:
            tick.setPixmap(icons.pixmap("check", color("ok"), 18, self.devicePixelRatioF()))


class _Body(QWidget):
    """As high as its text needs at the width it has: a scroll area alone asks for the height of narrow lines."""

    def fit(self) -> None:
        """Take the height that is needed now."""
        layout = self.layout()
        if layout:
            layout.activate()
            self.setMinimumHeight(max(layout.totalHeightForWidth(self.width()), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return done


def _practice() -> tuple[QWidget, list[QLabel]]:
    """What practice means, in three lines with ticks."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    ticks: list[QLabel] = []
    for words in _PRACTICE:
        row = QHBoxLayout()
        row.setSpacing(10)
        ticks.append(QLabel())
        row.addWidget(ticks[-1], 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(words, wrap=True), 1)
        column.addLayout(row)
    return holder, ticks
