"""The tour itself: the whole job, step by step, as an artist does it. No id, name or size of a catalog is assumed."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QComboBox, QLineEdit, QListView

from fwdesk.app.link import LinkState
from fwdesk.app.models import OptionRole, OptionRow
from fwdesk.app.official import OfficialState
from fwdesk.app.prices import PriceState
from fwdesk.app.session import STEP_WORDS
from fwdesk.bootstrap import Program
from fwdesk.cli.tourist import Fact, TourError, click, click_row, drop, press, type_into, walk_to
from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.errors import ServiceError
from fwdesk.domain.options import Frame
from fwdesk.domain.order import LedgerRow, OrderState, OrderStatus
from fwdesk.domain.piece import Piece
from fwdesk.domain.price import Price
from fwdesk.domain.rules import Step
from fwdesk.ui.messages import order_words
from fwdesk.ui.options import StepPage
from fwdesk.ui.order_pages import OrderPages
from fwdesk.ui.orders_page import OrdersPage
from fwdesk.ui.recipient_page import RecipientPage

if TYPE_CHECKING:
    from fwdesk.domain.cancel import Cancel

DOCUMENTED = "5M6M9S16x20F96S20x24J1S16x20G1"
"""The vendor's own example: the tour ends with it where the catalog has its parts."""
ADDRESS = {
    "first_name": "Ada",
    "last_name": "Example",
    "address_1": "100 Main St",
    "city": "San Antonio",
    "state_code": "TX",
}
_WRONG_ZIP, _ZIP = "7820", "78205"
_COSY_AREA = 320
_SOFT_S = 3.0
_ROUNDS = 8
_BUSY_STATES = {OfficialState.ASKED, OfficialState.OUT_OF_DATE}
_Part = Generator[Fact, bool, None]


@dataclass(frozen=True, slots=True)
class Stop:
    """A step that happened: its name, its picture's file name, and how long it took until everything was settled."""

    name: str
    picture: str
    ms: int


@dataclass(slots=True)
class Findings:
    """What the tour saw."""

    stops: list[Stop] = field(default_factory=list[Stop])
    skipped: dict[str, str] = field(default_factory=dict[str, str])
    code: ProductCode | None = None
    price: Price | None = None
    row: LedgerRow | None = None
    read_back: OrderStatus | None = None


class Tour:
    """The script and what it found. `step` is the one being done."""

    def __init__(self, program: Program, out: Path, artwork: Path) -> None:
        """`artwork` is the picture that is opened; pictures of the steps go to `out`."""
        self._program, self._out, self._artwork = program, out, artwork
        self._window, self._desk = program.window, program.desk
        self.findings = Findings()
        self.step = "start"
        self._since = time.monotonic()
        self._errors: list[Exception] = []
        self._desk.keeper.open_failed.connect(self._errors.append)
        self._desk.ordering.failed.connect(self._failed)

    def signals(self) -> tuple[object, ...]:
        """Everything that may make a fact true."""
        desk = self._desk
        return (
            desk.tasks.delivered,
            desk.session.piece_changed, desk.session.artwork_changed, desk.session.catalog_changed, desk.session.noted,
            desk.link.changed, desk.prices.changed, desk.prices.differences_changed,
            desk.preview.drawn, desk.preview.failed, desk.official.changed,
            desk.ordering.changed, desk.ordering.sent, desk.ordering.orders_changed, desk.ordering.failed,
            desk.keeper.open_failed,
        )  # fmt: skip

    def trouble(self) -> str:
        """Why waiting makes no sense any more."""
        if self._errors:
            from fwdesk.cli.words import sentence

            return sentence(self._errors[0])
        link = self._desk.link
        return f"{link.service.name} refuses the keys: {link.error}" if link.state is LinkState.REFUSED else ""

    def script(self) -> _Part:
        """The whole job."""
        yield from self._start()
        yield from self._own_picture()
        yield from self._seven_steps()
        yield from self._finerworks_own()
        yield from self._codes()
        yield from self._unavailable()
        yield from self._order()

    # The parts

    def _start(self) -> _Part:
        desk = self._desk
        self._begin("start")
        yield Fact(lambda: self._window.isActiveWindow(), "the window", _SOFT_S, needed=False)
        yield Fact(
            lambda: desk.link.state is LinkState.READY and bool(desk.session.catalog.product_types),
            "the catalog of the service",
        )
        if desk.session.piece is None:
            raise TourError("the catalog offers no print that can be made")
        yield Fact(lambda: desk.session.artwork is not None, "the sample picture")
        yield from self._happened()

    def _own_picture(self) -> _Part:
        self._begin("artwork")
        drop(self._window.stage, QUrl.fromLocalFile(str(self._artwork)))
        yield Fact(lambda: self._shown_picture() == self._artwork, f"{self._artwork.name} to open")
        yield from self._happened()

    def _shown_picture(self) -> Path | None:
        artwork = self._desk.session.artwork
        return artwork.path if artwork else None

    def _seven_steps(self) -> _Part:
        for step in (Step.PRODUCT_TYPE, Step.MEDIA, Step.STYLE):
            self._begin(step.value.replace("_", "-"))
            yield from self._choose(step, self._frameable)
        self._begin("size")
        yield from self._choose(Step.SIZE, self._frameable, self._cosy)
        if not self._desk.session.catalog.frames:
            self._skip("frame", "the catalog has no frames")
        else:
            self._begin("collection")
            chosen = yield from self._collection()
            self._begin("frame")
            yield from self._choose(Step.FRAME, lambda row: self._roomy(row) and row.offer.id != 0)
            if chosen:
                yield from self._all_collections()
        for step in (Step.MAT, Step.GLAZING):
            self._begin(step.value)
            yield from self._choose(step, lambda row: row.offer.id != 0)
        yield from self._double_mat()

    def _frameable(self, row: OptionRow) -> bool:
        """A choice that leaves frame, mat and glazing possible."""
        piece = row.offer.piece
        style = self._desk.session.rules.style_of(piece) if piece else None
        return style is not None and style.can_frame and style.can_mat and style.can_glaze

    @staticmethod
    def _cosy(row: OptionRow) -> tuple[bool, float]:
        """Sizes that crop least come first, then those nearest to a usual print."""
        size = row.offer.size
        return row.badge not in ("", "No crop"), abs(float(size.area) - _COSY_AREA) if size else 0.0

    @staticmethod
    def _roomy(row: OptionRow) -> bool:
        look = row.look
        return isinstance(look, Frame) and look.allow_matting and look.allow_glazing

    def _collection(self) -> Generator[Fact, bool, bool]:
        """Narrow the frames to one collection, if one has a frame that can be chosen."""
        page = yield from self._go_to(Step.FRAME)
        fits = [row.look for row in page.model.rows if row.offer.available and not row.current and self._roomy(row)]
        groups = {look.collection_id for look in fits if isinstance(look, Frame)}
        chips = self._window.findChild(QListView, "options.collection")
        rows = [row for row in range(chips.model().rowCount()) if self._group(chips, row) in groups] if chips else []
        if chips is None or not rows:
            self._skip("collection", "no collection has a frame that fits this print")
            return False
        wanted = rows[min(1, len(rows) - 1)]
        click_row(chips, wanted)
        group = self._group(chips, wanted)
        yield Fact(lambda: _only(page, group), "the frames of the collection")
        yield from self._happened()
        return True

    @staticmethod
    def _group(chips: QListView, row: int) -> int:
        return int(chips.model().index(row, 0).data(OptionRole.ID))

    def _all_collections(self) -> _Part:
        chips = self._window.findChild(QListView, "options.collection")
        if chips is not None:
            click_row(chips, 0)
        yield Fact(lambda: True, "all frames")

    def _double_mat(self) -> _Part:
        """A second mat, picked with the arrow key."""
        piece = self._desk.session.piece
        if piece is None or piece.framing is None or not piece.framing.mats:
            self._skip("double-mat", "the piece has no mat")
            return
        self._begin("double-mat")
        yield from self._go_to(Step.MAT)
        box = self._window.findChild(QComboBox, "mat.second")
        if box is None:
            raise TourError("there is nowhere to choose a second mat")
        for _ in range(min(box.count() - 1, _ROUNDS)):
            press(box, Qt.Key.Key_Down)
            if self._mats() == 2 and self._two_kinds():
                break
        if self._mats() != 2:
            self._skip("double-mat", "no second mat goes with this piece")
            return
        yield from self._happened()

    def _mats(self) -> int:
        piece = self._desk.session.piece
        return len(piece.framing.mats) if piece and piece.framing else 0

    def _two_kinds(self) -> bool:
        """Whether the two mats can be told apart by eye."""
        piece, shop = self._desk.session.piece, self._desk.session.catalog
        assert piece is not None
        assert piece.framing is not None
        colors = {shop.mat_by_id[mat.mat].color for mat in piece.framing.mats if mat.mat in shop.mat_by_id}
        return len(colors) == 2

    def _finerworks_own(self) -> _Part:
        official, stage = self._desk.official, self._window.stage
        piece = self._desk.session.piece
        if piece is None or piece.framing is None:
            self._skip("finerworks-own", "FinerWorks previews framing only, and this piece has none")
            return
        self._begin("finerworks-own")
        yield Fact(lambda: official.state not in _BUSY_STATES, "FinerWorks' own preview")
        if official.state is not OfficialState.CURRENT:
            raise TourError(f"FinerWorks' own preview is {official.state.value.lower()}: {official.message}")
        click(stage.inset)
        yield Fact(lambda: stage.comparing, "FinerWorks' own preview beside ours")
        yield from self._happened()
        click(stage.panel.close_button)
        yield Fact(lambda: not stage.comparing, "the small preview")

    def _codes(self) -> _Part:
        session, entry = self._desk.session, self._window.bar.code
        documented = parse_code(DOCUMENTED)
        piece = session.piece
        assert piece is not None
        code = piece.code if session.rules.problems(documented) else documented
        self._begin("code")
        type_into(entry, str(code))
        press(entry, Qt.Key.Key_Return)
        yield Fact(lambda: session.piece is not None and session.piece.code == code, f"the piece of {code}")
        yield from self._happened()
        self._begin("code-wrong")
        text = str(code)
        cut = text.index("x") + 1
        type_into(entry, f"{text[:cut]}?{text[cut:]}")
        press(entry, Qt.Key.Key_Return)
        yield Fact(lambda: bool(entry.property("wrong")), "the underline of a wrong code")
        yield from self._happened()
        press(entry, Qt.Key.Key_Escape)
        yield Fact(lambda: entry.text() == str(code), "the right code again")

    def _unavailable(self) -> _Part:
        """Something that cannot be chosen as things are, with its reason and the way out."""
        self._begin("unavailable")
        for step in (Step.MAT, Step.GLAZING, Step.STYLE, Step.FRAME, Step.MEDIA, Step.PRODUCT_TYPE, Step.SIZE):
            page = yield from self._go_to(step)
            refused = [at for at, row in enumerate(page.model.rows) if not row.offer.available]
            refused.sort(key=lambda at: not page.model.rows[at].offer.fix)
            if refused:
                walk_to(page.view, refused[0])
                reason = page.model.rows[refused[0]].offer.reason
                if not reason:
                    raise TourError(f"{page.model.rows[refused[0]].offer.name} gives no reason why it is not available")
                yield from self._happened()
                return
        yield from self._impossible_size()

    def _impossible_size(self) -> _Part:
        entry = self._window.findChild(QLineEdit, "size.typed")
        if entry is None:
            raise TourError("there is nowhere to type a size")
        type_into(entry, "900x990")
        press(entry, Qt.Key.Key_Return)
        if not entry.property("wrong"):
            self._skip("unavailable", "everything in this catalog goes with everything")
            return
        yield from self._happened()

    # The order

    def _order(self) -> _Part:
        prices = self._desk.prices
        self._window.show_options()
        self._begin("recipient")
        yield Fact(lambda: prices.state in {PriceState.CURRENT, PriceState.UNPRICED}, "the price")
        if prices.state is PriceState.UNPRICED:
            raise TourError(f"the service cannot price the piece. {prices.price.info if prices.price else ''}".strip())
        piece = self._desk.session.piece
        self.findings.code, self.findings.price = (piece.code if piece else None), prices.price
        click(self._window.bar.primary)
        pages = self._window.findChild(OrderPages)
        if pages is None:
            raise TourError("the order's pages did not open")
        yield from self._recipient(pages.recipient)
        yield from self._shipping(pages)
        yield from self._review(pages)
        yield from self._orders()

    def _recipient(self, page: RecipientPage) -> _Part:
        ordering = self._desk.ordering
        yield Fact(lambda: bool(ordering.countries), "the names of the countries")
        for name, text in {**ADDRESS, "zip_postal_code": _WRONG_ZIP}.items():
            type_into(_field(page, name), text)
        yield from self._happened()
        self._begin("address-wrong")
        click(page.go)
        yield Fact(lambda: bool(ordering.problems) or ordering.verdict is not None, "what is wrong with the address")
        if "zip_postal_code" not in ordering.problems and (ordering.verdict is None or ordering.verdict.valid):
            raise TourError(f"the zip code {_WRONG_ZIP} was not found wrong")
        yield from self._happened()
        self._begin("address-checked")
        type_into(_field(page, "zip_postal_code"), _ZIP)
        click(page.go)
        yield Fact(lambda: ordering.verdict is not None, "the service's word on the address")
        if ordering.verdict is None or not ordering.verdict.valid:
            said = ordering.verdict.message if ordering.verdict else ""
            raise TourError(f"the service does not accept the address. {said}".strip())
        yield from self._happened()
        if page.use.isVisible():
            click(page.use)

    def _shipping(self, pages: OrderPages) -> _Part:
        ordering, page = self._desk.ordering, pages.shipping
        self._begin("shipping")
        click(pages.recipient.go)
        yield Fact(lambda: pages.currentWidget() is page, "the shipping page")
        yield Fact(lambda: ordering.quote is not None, "shipping options")
        quote = ordering.quote
        assert quote is not None
        if len(quote.options) > 1:
            other = next(at for at, option in enumerate(quote.options) if option != ordering.option)
            click_row(page.list, other)
            yield Fact(lambda: ordering.option == quote.options[other], "the other way to send it")
        yield from self._happened()

    def _review(self, pages: OrderPages) -> _Part:
        ordering = self._desk.ordering
        self._begin("review")
        click(pages.shipping.go)
        yield Fact(lambda: pages.currentWidget() is pages.review, "the review page")
        if ordering.blockers():
            raise TourError(" ".join(ordering.blockers()))
        yield from self._happened()
        self._begin("outcome")
        click(pages.review.go)
        yield Fact(lambda: ordering.last is not None and not ordering.sending, "what became of the order")
        row = self.findings.row = ordering.last
        assert row is not None
        if row.state is not OrderState.ACCEPTED:
            raise TourError(". ".join(part.rstrip(". ") for part in order_words(row)) + ".")
        yield Fact(lambda: pages.currentWidget() is pages.outcome, "the page with the reference")
        yield from self._read_back(row)
        yield from self._happened()

    def _read_back(self, row: LedgerRow) -> _Part:
        """Ask the service for the order by our reference, as anyone could."""
        workshop, found = self._desk.workshop, list[OrderStatus]()
        answers: list[bool] = []

        def ask(cancel: Cancel) -> tuple[OrderStatus, ...]:
            return workshop.client.fetch_order_status([row.order_po], cancel=cancel)

        def told(statuses: tuple[OrderStatus, ...]) -> None:
            found.extend(status for status in statuses if status.order_po == row.order_po)
            answers.append(True)

        self._desk.tasks.run(ask, told, self._errors.append, lane="tour")
        yield Fact(lambda: bool(answers), "the order's status")
        if not found:
            raise TourError(f"the service does not know the order {row.order_po} when asked for it")
        self.findings.read_back = found[0]

    def _orders(self) -> _Part:
        self._begin("orders")
        click(self._window.title.orders)
        page = self._window.findChild(OrdersPage)
        if page is None:
            raise TourError("the list of orders did not open")
        row = self.findings.row
        assert row is not None
        ordering = self._desk.ordering
        yield Fact(
            lambda: any(shown.order_po == row.order_po and shown.status_label for shown in ordering.rows),
            "the order in the list of orders",
        )
        yield from self._happened()

    # Choosing

    def _go_to(self, step: Step) -> Generator[Fact, bool, StepPage]:
        """Show a step by its row in the rail."""
        click_row(self._window.rail, list(Step).index(step))
        page = self._window.options.page(step)
        yield Fact(page.isVisible, f"the options of {STEP_WORDS[step]}")
        return page

    def _choose(
        self,
        step: Step,
        good: Callable[[OptionRow], bool],
        order: Callable[[OptionRow], object] | None = None,
    ) -> _Part:
        """Choose another option than the present one, if one is available and good; else the present one again."""
        page = yield from self._go_to(step)
        rows = [(at, row) for at, row in enumerate(page.model.rows) if row.offer.available]
        others = [pair for pair in rows if not pair[1].current and good(pair[1])]
        if order:
            others.sort(key=lambda pair: order(pair[1]))  # pyright: ignore[reportArgumentType, reportCallIssue]
        present = [pair for pair in rows if pair[1].current and pair[1].offer.id != 0]
        if not (others or present):
            self._skip(step.value.replace("_", "-"), f"nothing in {STEP_WORDS[step]} goes with this piece")
            return
        at, wanted = (others or present)[0]
        piece = wanted.offer.piece
        click_row(page.view, at)
        yield Fact(lambda: self._has(piece), f"{wanted.offer.name} to be chosen")
        yield from self._happened()

    def _has(self, piece: Piece | None) -> bool:
        now = self._desk.session.piece
        return now is not None and piece is not None and now.code == piece.code

    # Looking

    def _begin(self, step: str) -> None:
        self.step, self._since = step, time.monotonic()

    def _skip(self, step: str, why: str) -> None:
        self.findings.skipped[step] = why

    def _happened(self) -> _Part:
        """Wait until everything on the window is settled, then take its picture."""
        yield Fact(self._calm, "the previews and prices")
        yield Fact(self._differences_known, "the price differences", _SOFT_S, needed=False)
        for _ in range(_ROUNDS):
            yield Fact(self._calm, "the previews and prices")
            self._window.grab()  # painting makes the lists ask for their little pictures
            if not self._desk.tasks.busy:
                break
        ms = round((time.monotonic() - self._since) * 1000)
        stop = Stop(self.step, f"{len(self.findings.stops) + 1:02}-{self.step}.png", ms)
        self.take_picture(stop.picture)
        self.findings.stops.append(stop)

    def take_picture(self, name: str) -> None:
        """The window as it is now, as a PNG."""
        if not self._window.grab().save(str(self._out / name), "PNG"):
            raise TourError(f"the picture {name} could not be written to {self._out}")

    def _calm(self) -> bool:
        desk = self._desk
        asked = desk.prices.state is PriceState.ASKED or desk.official.state in _BUSY_STATES
        return not desk.tasks.busy and not asked and desk.preview.current is not None

    def _differences_known(self) -> bool:
        page = self._window.options.page(self._desk.session.step)
        shown = [at for at, row in enumerate(page.model.rows) if row.offer.available and row.offer.piece]
        return not page.isVisible() or all(page.model.index(at).data(OptionRole.PRICE_DIFFERENCE) for at in shown)

    def _failed(self, what: str, error: Exception) -> None:
        # The list of orders asks again by itself; everything else that fails ends the tour.
        if what != "orders" or not isinstance(error, ServiceError):
            self._errors.append(error)


def _field(page: RecipientPage, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, f"recipient.{name}")
    if found is None:
        raise TourError(f"the recipient's page has no field {name}")
    return found


def _only(page: StepPage, group: int) -> bool:
    looks = [row.look for row in page.model.rows]
    return any(isinstance(look, Frame) for look in looks) and all(
        look.collection_id == group for look in looks if isinstance(look, Frame)
    )
