"""The title strip: the picture's name, undo and redo, the service badge; and the band that says what it promises."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from fwdesk.app.keeper import Keeper
from fwdesk.app.link import Link, LinkState
from fwdesk.app.service import Kind
from fwdesk.app.session import Session
from fwdesk.ui.messages import sentence
from fwdesk.ui.theme import Theme
from fwdesk.ui.widgets import ElidedLabel, IconButton, button

HEIGHT = 48

_ORDERS_TIP = "Orders and where they stand"


class Title(QWidget):
    """What is on the desk, and the ways in and out.

    Signals:
        open_asked(): the artist wants to open a picture.
        orders_asked(): the artist wants to see the orders.
        service_asked(): the service badge was pressed.
        file_asked(): the artist wants to know about the picture's file.
        keep_asked(): the piece is to be kept in the tray.
    """

    open_asked = Signal()
    orders_asked = Signal()
    service_asked = Signal()
    file_asked = Signal()
    keep_asked = Signal()

    def __init__(self, session: Session, link: Link, keeper: Keeper) -> None:
        """Follows session, line and pictures."""
        super().__init__()
        self.setObjectName("title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._session, self._link, self._keeper = session, link, keeper
        self._name = ElidedLabel("name")
        self._facts = ElidedLabel("caption")
        self.file = IconButton("file-text", "About this picture’s file")
        self.file.setObjectName("file.show")
        self.file.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.file.hide()
        self.open = button("Open picture…", name="open", tip="Open your own picture (Ctrl+O), or drop it on the stage")
        self.undo = IconButton("arrow-back-up", "Undo")
        self.redo = IconButton("arrow-forward-up", "Redo")
        self.orders = button("Orders", name="orders.show", tip=_ORDERS_TIP)
        self.keep = IconButton("bookmark", "Keep this version in the tray, as a Yes (Y)")
        self.keep.setObjectName("keep")
        self.client = button("Client mode", "badge", name="client", tip="Costs are hidden. End client mode (F9)")
        self.client.setAccessibleName("Client mode is on: costs are hidden. Press to end it")
        self.client.hide()
        self.service = button("", name="service", tip="Which service the desk talks to")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(6)
        row.addWidget(self._name)
        row.addWidget(self.file)
        row.addWidget(self._facts, 1)
        row.addStretch(0)
        for widget in (self.undo, self.redo, self.keep, self.open, self.orders, self.client, self.service):
            row.addWidget(widget)
        self.open.clicked.connect(self.open_asked)
        self.keep.clicked.connect(self.keep_asked)
        self.orders.clicked.connect(self.orders_asked)
        self.service.clicked.connect(self.service_asked)
        self.file.clicked.connect(self.file_asked)
        self.undo.clicked.connect(session.undo)
        self.redo.clicked.connect(session.redo)
        session.artwork_changed.connect(self._refresh)
        session.history_changed.connect(self._history)
        keeper.opening.connect(self._opening)
        keeper.open_failed.connect(self._refresh)
        keeper.left.connect(self._refresh)
        link.changed.connect(self._service_changed)
        self._history()
        self._service_changed()

    @Slot(str)
    def _opening(self, name: str) -> None:
        self._facts.setText(f"Opening {name}…")

    @Slot()
    @Slot(object)
    def _refresh(self, _artwork: object = None) -> None:
        artwork = self._session.artwork
        if artwork is None:  # it is on its way: nothing of another one stays
            self._name.setText(self._keeper.picture.name if self._keeper.picture else "")
            self._facts.setToolTip("")
            self.file.hide()
            return
        sample = self._keeper.shows_sample
        self._name.setText("Sample picture" if sample else artwork.name)
        pixels = artwork.pixels
        from fwdesk.artwork.doctor import badge, findings

        found = findings(artwork)
        self._facts.setText(f"{pixels.width} × {pixels.height} px · {badge(artwork)}")
        self._facts.setToolTip("\n".join([self._facts.text(), *artwork.notes]))
        count = "" if sample else {0: "", 1: "1 note"}.get(len(found), f"{len(found)} notes")
        self.file.setText(count)
        words = f"About this file{f': {count}' if count else ''} (Ctrl+I)"
        self.file.setToolTip("\n".join([words, *(f"• {one.issue}" for one in found)]))
        self.file.setAccessibleName(f"About this picture’s file{f', {count}' if count else ''}")
        self.file.show()

    @Slot()
    def _history(self) -> None:
        session = self._session
        for control, word, name in ((self.undo, "Undo", session.undo_name), (self.redo, "Redo", session.redo_name)):
            control.setEnabled(bool(name))
            words = f"{word} {name}" if name else f"Nothing to {word.lower()}"
            control.setToolTip(words)
            control.setAccessibleName(words)

    @Slot()
    def _service_changed(self) -> None:
        state, service = self._link.state, self._link.service
        words = f"{service.name}: {state.value.lower()}"
        self.service.setText(words if state is not LinkState.READY else service.name)
        self.service.setAccessibleName(f"Service {words}")

    def show_waiting(self, count: int) -> None:
        """So many orders wait for a decision by a person."""
        self.orders.setText(f"Orders: {count} to settle" if count else "Orders")
        self.orders.setToolTip(
            "An order waits for your decision: nothing is sent again by itself" if count else _ORDERS_TIP
        )

    def restyle(self) -> None:
        """The look changed."""
        self.undo.restyle()
        self.redo.restyle()
        self.file.restyle()
        self.keep.restyle()


class Band(QLabel):
    """One line under the title: purple for practice and test, red for live; says when the service is down."""

    def __init__(self, link: Link) -> None:
        """Follows the line."""
        super().__init__()
        self.setObjectName("band")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._link = link
        link.changed.connect(self.refresh)
        link.catalogs.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Take state and look over."""
        service, state, error = self._link.service, self._link.state, self._link.error
        ground = Theme.tokens.live if service.kind is Kind.LIVE else Theme.tokens.test
        self.setStyleSheet(f"QLabel#band {{ background: {ground}; color: #FFFFFF; }}")
        word = {Kind.PRACTICE: "PRACTICE", Kind.LIVE: "LIVE ACCOUNT"}.get(service.kind, "TEST")
        words = f"{word}: {service.promise}"
        if state is LinkState.STARTING:
            words = f"{word}: connecting…"
        elif state is not LinkState.READY and error:
            words = f"{word}: {sentence(error)}"
        # Of an age that matters, or all there is to work with.
        if age := self._link.catalogs.age_words(always=state in {LinkState.DOWN, LinkState.FAILED}):
            words = f"{words} {age}."
        self.setText(words)
        self.setAccessibleName(words)
