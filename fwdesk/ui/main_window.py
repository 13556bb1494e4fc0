"""The window: title strip, rail, stage, options and bar, put together. What they do is decided elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from fwdesk.ui.places import NARROW, NARROW_BELOW, WIDE, paint_places
from fwdesk.ui.tokens import Tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from fwdesk.app.desk import Desk
    from fwdesk.domain.order import LedgerRow


class MainWindow(QMainWindow):
    """The desk. It is shown empty, with its places drawn; `furnish` puts the desk in (DESIGN, decision 12).

    Everything but the empty window is imported by `furnish`, or later, so that the first paint waits for PySide6 alone.

    Signals:
        painted(): the first paint is done; heavy work may begin.
        closing(QByteArray): the window is about to close; its geometry.
    """

    painted = Signal()
    closing = Signal(QByteArray)

    def __init__(self, tokens: Tokens, geometry: bytes = b"") -> None:
        """`tokens` are the colors of the first paint, `geometry` is where the window was last time."""
        super().__init__()
        self._tokens = tokens
        self._desk: Desk | None = None
        self._was_painted = False
        self._close_wanted = False
        self.setObjectName("desk")
        self.setWindowTitle("fwdesk")
        self.setMinimumSize(QSize(940, 620))
        self.resize(1360, 860)
        if geometry:
            self.restoreGeometry(QByteArray(geometry))

    def furnish(self, desk: Desk) -> None:
        """Put the desk in. Follows its presenters from then on."""
        from fwdesk.ui.bar import Bar
        from fwdesk.ui.client_mode import ClientMode
        from fwdesk.ui.menus import Menus
        from fwdesk.ui.rail import Rail
        from fwdesk.ui.side import Side
        from fwdesk.ui.stage import Stage
        from fwdesk.ui.title import Band, Title

        self._desk = desk
        self.title = Title(desk.session, desk.link, desk.keeper)
        self.band = Band(desk.link)
        self.rail = Rail(desk.session)
        self.stage = Stage(desk.session, desk.preview, desk.official)
        self.side = Side(desk)
        self.bar = Bar(desk.session, desk.prices, desk.landed)
        self._lay_out()
        self.menus = Menus(self, desk)
        self.client_mode = ClientMode(self, desk, self.menus.client)
        self._connect(desk)
        self._fit_rail()

    @property
    def desk(self) -> Desk:
        """The desk in the window; there is one as soon as anything can be pressed."""
        assert self._desk is not None, "furnish comes first"
        return self._desk

    def _lay_out(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

        from fwdesk.ui.widgets import line

        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        left = QWidget()
        left.setMinimumWidth(480)
        # The tray of versions comes below the stage, the tabs of open pieces above everything.
        self.below_stage, self.above_desk = _column(left), _column()
        self.below_stage.addWidget(self.stage, 1)
        for widget, stretch in ((left, 1), (self.side, 0)):
            self._splitter.addWidget(widget)
            self._splitter.setStretchFactor(self._splitter.count() - 1, stretch)
        self._splitter.setSizes([776, 376])
        page = QWidget()
        page.setObjectName("page")
        column = _column(page)
        for part in (self.title, self.band):
            column.addWidget(part)
        column.addLayout(self.above_desk)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(line(upright=True))
        middle.addWidget(self._splitter, 1)
        column.addLayout(middle, 1)
        column.addWidget(line())
        column.addWidget(self.bar)
        self.setCentralWidget(page)

    def _connect(self, desk: Desk) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QKeySequence, QShortcut

        from fwdesk.ui.drops import Drops

        self.rail.picked.connect(self.side.go_to)
        self.stage.dropped.connect(self.open_path)
        self.drops = Drops(self)
        self.drops.dropped.connect(self.open_path)
        self.title.open_asked.connect(self.ask_for_picture)
        self.title.keep_asked.connect(self.menus.pieces.keep_yes)
        self.title.orders_asked.connect(self.side.show_orders)
        self.title.service_asked.connect(self.menus.show_service)
        self.title.file_asked.connect(self.menus.show_file)
        self.bar.order.connect(self.side.begin_order)
        self.bar.code.taken.connect(self._code_taken)
        self.bar.step_asked.connect(self.side.go_to)
        self.side.currentChanged.connect(self._side_changed)
        self.bar.retail_asked.connect(self.menus.show_retail)
        self.side.service_asked.connect(self.menus.show_service)
        desk.keeper.open_failed.connect(self._not_opened)
        desk.preview.failed.connect(self._not_drawn)
        desk.ordering.sent.connect(self._order_ended)
        desk.ordering.failed.connect(self._order_failed)
        desk.book.changed.connect(self._count_waiting)
        desk.book.decided.connect(self._decided)
        desk.book.stopped.connect(self._stopped)
        desk.link.changed.connect(self._title_changed)
        desk.session.artwork_changed.connect(self._title_changed)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self._escaped)

    # What was asked

    @Slot()
    def _code_taken(self) -> None:
        # Undo belongs to the piece again, not to the field.
        if self.side.shows_options:
            self.side.show_options()

    @Slot()
    def _escaped(self) -> None:
        if self.menus.tools.escape():
            return
        if self.stage.comparing:
            self.stage.hide_official()
        elif self.stage.note.isVisible():
            self.stage.note.hide()
        else:
            self.side.go_back()

    @Slot()
    def _side_changed(self) -> None:
        # What was said of a choice is old news on the way to an order, and would lie over the piece.
        if not self.side.shows_options:
            self.stage.note.fade()

    # Pictures

    @Slot()
    def ask_for_picture(self) -> None:
        """Let the artist pick a picture file."""
        from fwdesk.ui.picture_dialog import pick_picture

        pick_picture(self).fileSelected.connect(self.open_path)

    @Slot(str)
    def open_path(self, path: str) -> None:
        """Open a picture, or a project with all its pieces."""
        from fwdesk.domain.draft import PROJECT_SUFFIX

        file = Path(path)
        (self.desk.projects if file.suffix.lower() == PROJECT_SUFFIX else self.desk.keeper).open(file)

    @Slot(object)
    def _not_opened(self, error: Exception) -> None:
        self.desk.session.note(words_for(error), "error")

    @Slot(object)
    def _not_drawn(self, error: Exception) -> None:
        self.desk.session.note(f"The preview could not be drawn. {words_for(error)}", "error")

    @Slot(object)
    def _order_ended(self, row: LedgerRow) -> None:
        if self._close_wanted:
            self.close()
        elif self.side.order_pages is None or not self.side.order_pages.isVisible():
            from fwdesk.ui.messages import order_words

            headline, meaning = order_words(row)
            self.desk.session.note(f"{headline}. {meaning}", "info" if row.order_id else "warn")

    @Slot()
    def _count_waiting(self) -> None:
        self.title.show_waiting(self.desk.book.waiting)

    @Slot(object)
    def _decided(self, _row: LedgerRow) -> None:
        if self._close_wanted:
            self.close()

    @Slot(str, object)
    def _stopped(self, _order_po: str, error: Exception) -> None:
        self._order_failed("submit", error)

    @Slot(str, object)
    def _order_failed(self, what: str, error: Exception) -> None:
        if what == "submit" and self._close_wanted:
            self._close_wanted = False
            self.desk.session.note(f"The desk stays open: the order did not go. {words_for(error)}", "warn")

    # The window itself

    @Slot()
    @Slot(object)
    def _title_changed(self, _what: object = None) -> None:
        from fwdesk.app.service import Kind

        artwork, service = self.desk.session.artwork, self.desk.link.service
        badge = "" if service.kind is Kind.LIVE else f" [{service.name}]"
        self.setWindowTitle(f"{artwork.name} – fwdesk{badge}" if artwork else f"fwdesk{badge}")
        for part in (self.bar, self.menus):
            part.show_live(live=service.kind is Kind.LIVE)

    def restyle(self) -> None:
        """The look changed: what paints itself takes the new colors."""
        self.title.restyle()
        self.band.refresh()
        self.bar.restyle()
        self.side.restyle()
        self.rail.viewport().update()
        self.stage.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._desk:
            self._fit_rail()

    def _fit_rail(self) -> None:
        self.rail.setFixedWidth(NARROW if self.width() < NARROW_BELOW else WIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._desk is None:
            paint_places(self, self._tokens)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._desk and self.desk.ordering.sending:
            self.desk.session.note("An order is on its way. The desk closes when the answer is here.", "warn")
            self._close_wanted = True
            event.ignore()
            return
        self.closing.emit(self.saveGeometry())
        event.accept()


def _column(parent: QWidget | None = None) -> QVBoxLayout:
    """A layout from top to bottom without any gaps."""
    from PySide6.QtWidgets import QVBoxLayout

    column = QVBoxLayout(parent) if parent else QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def words_for(error: Exception) -> str:
    """An error as a sentence."""
    from fwdesk.ui.messages import sentence

    return sentence(error)
