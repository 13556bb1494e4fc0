"""The parts of an order's page: its state with what to press, its timeline, its parcels."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fwdesk.domain.order import LedgerRow, Shipment
from fwdesk.orders.standing import Choice, choices
from fwdesk.orders.timeline import Mark, Moment
from fwdesk.ui import icons
from fwdesk.ui.order_words import CHOICE_WORDS, look, stamp, told
from fwdesk.ui.theme import Theme, color
from fwdesk.ui.widgets import DeliberateButton, button, label

_MARKS = {
    Mark.DONE: ("circle-check", "ok", "Done"),
    Mark.ASKED: ("user", "accent", "You"),
    Mark.DOUBT: ("help", "warn", "In doubt"),
    Mark.TROUBLE: ("alert-circle", "error", "Trouble"),
    Mark.AHEAD: ("clock", "secondary", "Ahead"),
}
_SAFE = ("https", "http")


def empty(layout: QVBoxLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget:
            widget.hide()
            widget.deleteLater()


class StateCard(QFrame):
    """What happened, what it means, what to press; and the buttons that do it.

    Signals:
        chosen(Choice): one of them was pressed.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        """Empty until `show_row`."""
        super().__init__()
        self.setObjectName("order.state")
        self._mark = QLabel()
        self._headline, self._meaning, self._press = (label("", role, wrap=True) for role in ("name", "", ""))
        self._headline.setObjectName("order.state.headline")
        self._age = label("", "caption", wrap=True)
        self._age.setObjectName("order.state.age")
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(6)
        self._shown: tuple[Choice, ...] | None = None
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._headline, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        for widget in (self._meaning, self._press, self._age):
            column.addWidget(widget)
        column.addLayout(self._buttons)

    def show_row(self, row: LedgerRow, age: str, *, busy: bool) -> bool:
        """Show the state of an order; `age` says how old that is. True if something else is offered now than before.

        The keyboard stays in the card if it was there.
        """
        shown, words = look(row), told(row)
        tokens = Theme.tokens
        self.setStyleSheet(
            f"QFrame[objectName='order.state'] {{ background: {getattr(tokens, shown.ground)}; "
            f"border: 1px solid {getattr(tokens, shown.ink)}; border-radius: 8px; }}"
        )
        self._mark.setPixmap(icons.pixmap(shown.icon, color(shown.ink), 24, self.devicePixelRatioF()))
        self._headline.setText(words.headline)
        self._headline.setStyleSheet(f"color: {getattr(tokens, shown.ink)};")
        for widget, text in ((self._meaning, words.meaning), (self._press, words.press), (self._age, age)):
            widget.setText(text)
            widget.setVisible(bool(text))
        self.setAccessibleName(". ".join(part.rstrip(".") for part in words if part))
        return self._offer(choices(row), busy=busy)

    @property
    def first(self) -> QWidget | None:
        """The first button; None where nothing is offered."""
        item = self._buttons.itemAt(0)
        return item.widget() if item else None

    def _offer(self, offered: tuple[Choice, ...], *, busy: bool) -> bool:
        other = offered != self._shown
        inside = self.isAncestorOf(focus) if (focus := QApplication.focusWidget()) else False
        if other:
            self._shown = offered
            empty(self._buttons)
            for choice in offered:
                made = DeliberateButton(CHOICE_WORDS[choice])
                made.setObjectName(f"order.choice.{choice.name.lower()}")
                made.setAutoDefault(False)
                made.clicked.connect(lambda _checked=False, choice=choice: self.chosen.emit(choice))
                self._buttons.addWidget(made)
        for at in range(self._buttons.count()):
            item = self._buttons.itemAt(at)
            widget = item.widget() if item else None
            if widget:
                widget.setEnabled(not busy)
        if other and inside and self.first:
            self.first.setFocus()
        return other


class Timeline(QWidget):
    """What happened, with dates, one under the other."""

    def __init__(self) -> None:
        """Empty until `show_moments`."""
        super().__init__()
        self.setObjectName("order.timeline")
        self._moments: tuple[Moment, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """What is shown."""
        return self._moments

    def show_moments(self, moments: tuple[Moment, ...], *, anew: bool = False) -> None:
        """Show another story; the same one is left alone unless it is to be drawn `anew`."""
        if moments == self._moments and not anew:
            return
        self._moments = moments
        empty(self._column)
        for moment in moments:
            self._column.addWidget(self._line(moment))
        self.setAccessibleName("What happened: " + "; ".join(_spoken(moment) for moment in moments))

    def _line(self, moment: Moment) -> QWidget:
        icon, ink, word = _MARKS[moment.mark]
        made = QWidget()
        made.setAccessibleName(f"{word}: {_spoken(moment)}")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        mark = QLabel()
        mark.setPixmap(icons.pixmap(icon, color(ink), 18, self.devicePixelRatioF()))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(moment.words, wrap=True))
        words.addWidget(label(_date(moment), "caption"))
        if moment.detail:
            words.addWidget(label(moment.detail, "caption", wrap=True))
        row.addLayout(words, 1)
        return made


def _date(moment: Moment) -> str:
    return stamp(moment.at) if moment.at else f"{moment.day:%b %-d, %Y}"


def _spoken(moment: Moment) -> str:
    return f"{moment.words}, {_date(moment)}"


class Parcels(QWidget):
    """The parcels of an order: carrier, tracking number, and the carrier's page, which opens only when pressed."""

    def __init__(self) -> None:
        """Empty until `show_parcels`."""
        super().__init__()
        self.setObjectName("order.parcels")
        self._shipments: tuple[Shipment, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_parcels(self, shipments: tuple[Shipment, ...]) -> None:
        """Show the parcels."""
        self.setVisible(bool(shipments))
        if shipments == self._shipments:
            return
        self._shipments = shipments
        empty(self._column)
        for number, shipment in enumerate(shipments, 1):
            self._add(shipment, number)

    def _add(self, shipment: Shipment, number: int) -> None:
        by = " ".join(part for part in (shipment.carrier, shipment.service) if part) or "Parcel"
        self._column.addWidget(label(by, "field"))
        tracking = label(shipment.tracking_number or "No tracking number yet", wrap=True)
        tracking.setObjectName(f"order.tracking.{number}")
        tracking.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(tracking)
        url = QUrl(shipment.tracking_url, QUrl.ParsingMode.StrictMode)
        # The address comes from outside: only a web page is opened, and only when a person presses.
        if url.isValid() and url.scheme().lower() in _SAFE and url.host():
            made = button(f"Track it at {url.host()}", "link", name=f"order.track.{number}", tip=url.toString())
            made.setIcon(icons.icon("external-link", color("accent")))
            made.clicked.connect(lambda _checked=False, url=url: QDesktopServices.openUrl(url))
            self._column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
