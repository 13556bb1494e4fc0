"""One step's options: a head, a search, the step's own controls, the list, and the way out of a dead end."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fwdesk.app.desk import Desk
from fwdesk.app.finder import searched
from fwdesk.app.models import OptionModel, OptionRole, OptionRow
from fwdesk.app.rows import STEP_HELP, advised, favorites_first, is_current, rows_for
from fwdesk.app.sorting import FrameOrder, sorted_frames
from fwdesk.app.step_words import CATALOG_WORDS, STEP_WORDS
from fwdesk.app.swatches import Swatches
from fwdesk.domain.offers import Offer
from fwdesk.domain.options import Frame, Mat
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Step
from fwdesk.ui import icons
from fwdesk.ui.frame_grid import FrameGrid
from fwdesk.ui.mat_controls import MatControls
from fwdesk.ui.option_controls import AboutPaper, CollectionChips, FrameSort
from fwdesk.ui.option_list import OptionList
from fwdesk.ui.option_painters import FrameTiles, MatTiles, TextRows
from fwdesk.ui.profile_strip import ProfileStrip
from fwdesk.ui.size_controls import SizeControls
from fwdesk.ui.theme import color
from fwdesk.ui.tiles import Tiles
from fwdesk.ui.way_out import WayOut
from fwdesk.ui.widgets import label, side_by_side

# The picture of the new piece comes first: working through two hundred rows would hold it up.
_SEEN_PAUSE_MS, _HIDDEN_PAUSE_MS = 45, 150
_LOOKED_PAUSE_MS = 80
_TILED = {Step.FRAME: FrameTiles, Step.MAT: MatTiles}


class StepPage(QWidget):
    """One step's page."""

    def __init__(self, step: Step, desk: Desk) -> None:
        """Built when it is first shown; follows the session from then on."""
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        session, prices, mat_advice = desk.session, desk.prices, desk.mat_advice
        self._step, self._session, self._prices, self._advice = step, session, prices, mat_advice
        self._finder, self._favorites = desk.finder, desk.favorites
        # Who comes first is settled when the list is shown: nothing moves away from under the hand.
        self._first: tuple[int, ...] = ()
        self._filling = False
        self._choosing = self._elsewhere = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._fill)
        self._looked = QTimer(self)
        self._looked.setSingleShot(True)
        self._looked.setInterval(_LOOKED_PAUSE_MS)
        self._looked.timeout.connect(self._look)
        self._collection: int | None = None
        self._seen: Piece | None = None
        self._holding = False
        # Suggestions are seen first; later the list shows what the piece has.
        self._from_top = step is Step.MAT
        self._sizes: SizeControls | None = None
        self._sort: FrameSort | None = None
        self._chips: CollectionChips | None = None
        self._mats: MatControls | None = None
        self.model = OptionModel(self)
        self.view = self._make_view(desk.swatches)
        self.search = QLineEdit()
        self.search.setObjectName(f"search.{step.value}")
        self.search.setPlaceholderText(f"Find a {STEP_WORDS[step].lower()}")
        self.search.setAccessibleName(f"Find among the options of {STEP_WORDS[step]}")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("search", color("muted"), 16), QLineEdit.ActionPosition.LeadingPosition)
        self._empty = label("", "caption", wrap=True)
        self._empty.hide()
        self.way_out = WayOut(step)
        self.way_out.taken.connect(self._take_anyway)
        self._lay_out()
        self.search.textChanged.connect(self._refill)
        self.view.clicked.connect(self._chosen)
        self.view.activated.connect(self._chosen)
        self.view.selectionModel().currentChanged.connect(self._moved)
        self.view.tried.connect(self._try_on)
        self.view.left.connect(self._put_back)
        session.tried.connect(self._tried)
        session.piece_changed.connect(self._follow)
        session.catalog_changed.connect(self._catalog_changed)
        session.artwork_changed.connect(self._refill)
        prices.differences_changed.connect(self._price)
        desk.swatches.tile_ready.connect(self._repaint)
        desk.finder.changed.connect(self._search_again)
        desk.favorites.changed.connect(self._hearts_changed)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        if step is Step.MAT:
            mat_advice.changed.connect(self._suggest)
        self._fill()

    def _make_view(self, swatches: Swatches) -> OptionList:
        view = FrameGrid() if self._step is Step.FRAME else OptionList(tiled=self._step in _TILED)
        view.setObjectName(f"options.{self._step.value}")
        view.setAccessibleName(f"{STEP_WORDS[self._step]} options")
        view.setModel(self.model)
        painter = _TILED.get(self._step, TextRows)
        view.setItemDelegate(painter(Tiles(swatches), view))
        return view

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 14, 16, 8)
        head.setSpacing(6)
        head.addWidget(label(STEP_WORDS[self._step], "step"))
        head.addWidget(label(STEP_HELP[self._step], "caption", wrap=True))
        self._add_controls(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        empty = QHBoxLayout()
        empty.setContentsMargins(16, 4, 16, 4)
        empty.addWidget(self._empty)
        column.addLayout(empty)
        inset = QHBoxLayout()
        inset.setContentsMargins(13, 0, 3, 0)
        inset.addWidget(self.view)
        column.addLayout(inset, 1)
        if self._step is Step.FRAME:
            column.addWidget(ProfileStrip(self._session))
        column.addWidget(self.way_out)

    def _add_controls(self, head: QVBoxLayout) -> None:
        """The search and what the step has of its own."""
        match self._step:
            case Step.SIZE:
                self._sizes = SizeControls(self._session, self._prices)
                self._sizes.refused.connect(self._show_refused)
                head.addWidget(self._sizes)
            case Step.FRAME:
                self._sort = FrameSort()
                self._chips = chips = CollectionChips(self._session)
                self._sort.picked.connect(self._sorted)
                chips.picked.connect(self._pick_collection)
                head.addLayout(side_by_side(self.search, self._sort))
                head.addWidget(chips)
            case Step.MAT:
                self._mats = MatControls(self._session)
                self._mats.refused.connect(self._show_refused)
                head.addLayout(side_by_side(self.search, self._mats.border))
                head.addWidget(self._mats)
            case Step.MEDIA:
                head.addLayout(side_by_side(self.search, AboutPaper(self._session)))
            case _:
                head.addWidget(self.search)

    @property
    def up_to_date(self) -> bool:
        """Whether the rows are those of the present piece; they follow a moment after its picture."""
        return not self._later.isActive()

    def show_collection(self, collection: int) -> None:
        """Only the frames of one collection."""
        if self._chips:
            self.search.clear()
            self._chips.pick(collection)

    def restyle(self) -> None:
        """The look changed."""
        self.view.viewport().update()

    @Slot()
    @Slot(object)
    @Slot(str)
    def _refill(self, _what: object = None) -> None:
        """What is seen follows at once; hidden pages a moment later, one after the other, so that none delays it."""
        if self.isVisible():
            self._fill()
        else:
            self._later.start(_HIDDEN_PAUSE_MS + 40 * list(Step).index(self._step))

    @Slot(object)
    def _follow(self, piece: Piece | None) -> None:
        """Another piece: the tick moves at once, the rest of a page that is seen follows after the picture."""
        if piece == self._seen and self.model.rows:
            return  # the same piece by another catalog, or under another picture: those are followed by themselves
        if not (self.isVisible() and piece and self.model.rows):
            self._refill()
            return
        self._elsewhere = not self._choosing
        framed = piece.framing.frame if piece.framing else 0
        self.model.mark(partial(is_current, piece), self.model.row_of(framed) if self._step is Step.FRAME else None)
        self._later.start(_SEEN_PAUSE_MS)

    @Slot()
    def _catalog_changed(self) -> None:
        """Another catalog under the hand: what is in view stays where it is, and so does the keyboard."""
        self._holding = bool(self.model.rows)
        self._refill()

    def toggle_heart(self) -> None:
        """A heart for what is tried on, else for the row that has the keyboard; or back again."""
        offer: Offer | None = self._session.trying or self.view.currentIndex().data(OptionRole.OFFER)
        if offer is None or offer.step is not self._step or self._step is Step.SIZE or offer.id <= 0:
            self._session.note("Choose an option of a list first, and press H again. Sizes and “none” take no heart.")
            return
        has = self._favorites.toggle(self._step, offer.id)
        words = "has a heart now and comes first in its list" if has else "has no heart any more"
        self._session.note(f"{offer.name} {words}.")

    @Slot()
    def _hearts_changed(self) -> None:
        self._holding = bool(self.model.rows)
        self._refill()

    @Slot()
    def _search_again(self) -> None:
        if self.search.text():
            self._refill()

    @Slot(int)
    def _scrolled(self, _value: int) -> None:
        self._looked.start()

    @Slot()
    def _look(self) -> None:
        """Say what is in view: what it adds to the price is asked first."""
        rows = self.model.rows
        self._prices.look_at(self._step, [rows[number].offer.id for number in self.view.in_view()])

    def _fresh(self, index: QModelIndex) -> QModelIndex:
        """The row as it is for the present piece, if the list has not followed it yet."""
        if self.up_to_date or not index.isValid():
            return index
        asked: Offer = index.data(OptionRole.OFFER)
        self._fill()
        return self.model.index(self.model.place_of(asked))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        first = self._favorites.first(self._step)
        if self._later.isActive() or first != self._first:
            self._first = first
            self._fill()

    @Slot()
    def _fill(self) -> None:
        self._later.stop()
        rows = self._arranged(rows_for(self._session, self._step))
        text, self._seen = self.search.text(), self._session.piece
        if text.strip():
            rows = searched(self._session, self._finder, self._step, rows, text)
        sorted_otherwise = self._sort is not None and self._sort.order is not FrameOrder.SHOP
        first = () if text.strip() or sorted_otherwise else self._first
        if self._step is not Step.SIZE:
            others = f"All other {CATALOG_WORDS[self._step.value].lower()}"
            rows = favorites_first(rows, first, self._favorites.hearted(self._step), others)
        if self._collection is not None:
            rows = tuple(
                row for row in rows if not isinstance(row.look, Frame) or row.look.collection_id == self._collection
            )
        stays = self._holding or (self.view.hasFocus() and not self._elsewhere)
        here: Offer | None = self.view.currentIndex().data(OptionRole.OFFER) if stays else None
        held = self.view.held() if self._holding else []
        self._elsewhere = self._holding = False
        self._filling = True
        self.model.show(rows)
        self.model.set_differences(self._prices.differences(self._step))
        self.view.lay_out_again()
        if not self._hold(here, held):
            self._show_place(here)
        self._filling = False
        if self._sizes:
            self._sizes.follow()
        self._empty.setVisible(not rows)
        waiting = not self._session.catalog.product_types
        self._empty.setText(
            "The catalog is being read." if waiting else f"Nothing here matches “{text}”. Clear the search to see all."
        )
        self._show_refused(None)
        self._looked.start()

    def _hold(self, here: Offer | None, held: list[tuple[Offer, int]]) -> bool:
        """Put the list back as it was: the keyboard on its option, the rows in their places. False if all are gone."""
        places = [(self.model.place_of(offer), above) for offer, above in held]
        row, above = next(((row, above) for row, above in places if row >= 0), (-1, 0))
        if row < 0:
            return False
        kept = self.model.place_of(here) if here else -1
        self.view.setAutoScroll(False)
        self.view.setCurrentIndex(self.model.index(kept if kept >= 0 else self.model.current_row))
        self.view.setAutoScroll(True)
        self.view.hold(self.model.index(row), above)
        return True

    def _arranged(self, rows: tuple[OptionRow, ...]) -> tuple[OptionRow, ...]:
        """Frames in the order asked for, mats with those first that go with the picture."""
        if self._sort:
            order = self._sort.order
            known = self._prices.differences(self._step) if order is FrameOrder.PRICE else {}
            return sorted_frames(rows, order, known)
        if self._step is not Step.MAT:
            return rows
        mats = tuple(row.look for row in rows if isinstance(row.look, Mat) and row.offer.available)
        return advised(rows, {one.mat.id: one.reason for one in self._advice.for_mats(mats)})

    def _show_place(self, here: Offer | None) -> None:
        """A list that has the keyboard keeps its place, however it was sorted; others show what the piece has.

        So does one with the keyboard when the piece was changed elsewhere (a pasted code, undo): the next Enter there
        would choose what nobody has in mind any more.
        """
        row = self.model.place_of(here) if here else -1
        index = self.model.index(row if row >= 0 else self.model.current_row)
        if self._from_top:
            self.view.setAutoScroll(False)
            self.view.setCurrentIndex(index)
            self.view.setAutoScroll(True)
            self.view.scrollToTop()
            self._from_top = False
            return
        if index.isValid() and index != self.view.currentIndex():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    @Slot(object)
    def _price(self, step: Step) -> None:
        if step is not self._step:
            return
        if self._sort and self._sort.order is FrameOrder.PRICE:
            self._refill()  # what it costs decides where it stands
        else:
            self.model.set_differences(self._prices.differences(step))

    @Slot(object)
    def _repaint(self, _look: object) -> None:
        self.view.viewport().update()

    @Slot()
    def _suggest(self) -> None:
        self._from_top = True
        self._refill()

    @Slot(object)
    def _sorted(self, _order: FrameOrder) -> None:
        self._refill()
        self.view.scrollToTop()

    @Slot(object)
    def _pick_collection(self, collection: int | None) -> None:
        self._collection = collection
        self._refill()
        self.view.scrollToTop()

    @Slot(QModelIndex)
    def _chosen(self, index: QModelIndex) -> None:
        offer: Offer | None = self._fresh(index).data(OptionRole.OFFER)
        if offer is None:
            return
        if offer.available:
            self._take(offer)
        else:
            self._show_refused(offer)

    def _take(self, offer: Offer, *, anyway: bool = False) -> None:
        self._choosing = True
        self._session.take(offer, anyway=anyway)
        self._choosing = False

    @Slot(QModelIndex)
    def _try_on(self, index: QModelIndex) -> None:
        if self._filling:
            return  # the list found its place again; nobody moved in it
        self._elsewhere = False
        index = self._fresh(index)
        self._session.try_on(index.data(OptionRole.OFFER) if index.isValid() else None)

    @Slot(object)
    def _tried(self, offer: Offer | None) -> None:
        self.view.trying = offer is not None

    @Slot()
    def _put_back(self) -> None:
        """Escape: what was tried on goes, and the list stands where the piece is."""
        self._session.try_on(None)
        self._filling = True
        self._show_place(None)
        self._filling = False

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        offer: Offer | None = index.data(OptionRole.OFFER) if index.isValid() else None
        refused = offer if offer and not offer.available and self.view.hasFocus() else None
        self._show_refused(refused)

    @Slot(object)
    def _show_refused(self, offer: Offer | None) -> None:
        self.way_out.show_refused(offer)
        if offer is None and self._mats:
            self._mats.follow()

    @Slot(object)
    def _take_anyway(self, offer: Offer) -> None:
        self._take(offer, anyway=True)
        self.view.setFocus()
