"""What the parts of the tour share: choosing by the desk's widgets, waiting until all is settled, taking pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path

from fwdesk.app.link import LinkState
from fwdesk.app.models import OptionRole, OptionRow
from fwdesk.app.official import OfficialState
from fwdesk.app.prices import PriceState
from fwdesk.app.step_words import STEP_WORDS
from fwdesk.bootstrap import Program
from fwdesk.cli.tourist import Fact, TourError, click_row
from fwdesk.domain.code import ProductCode
from fwdesk.domain.errors import ServiceError
from fwdesk.domain.order import LedgerRow, OrderStatus
from fwdesk.domain.piece import Piece
from fwdesk.domain.price import Price
from fwdesk.domain.rules import Step
from fwdesk.ui.step_page import StepPage

SOFT_S = 3.0
_ROUNDS = 8
BUSY_STATES = {OfficialState.ASKED, OfficialState.OUT_OF_DATE}
Part = Generator[Fact, bool, None]


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


class Walk:
    """What was found, and the one who looks. `step` is the one being done."""

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
        self._desk.book.failed.connect(self._book_failed)

    def signals(self) -> tuple[object, ...]:
        """Everything that may make a fact true."""
        desk = self._desk
        return (
            desk.tasks.delivered,
            desk.session.piece_changed, desk.session.artwork_changed, desk.session.catalog_changed, desk.session.noted,
            desk.link.changed, desk.prices.changed, desk.prices.differences_changed,
            desk.preview.drawn, desk.preview.failed, desk.official.changed,
            desk.ordering.changed, desk.ordering.sent, desk.ordering.failed, desk.book.changed,
            desk.keeper.open_failed,
        )  # fmt: skip

    def trouble(self) -> str:
        """Why waiting makes no sense any more."""
        if self._errors:
            from fwdesk.cli.words import sentence

            return sentence(self._errors[0])
        link = self._desk.link
        return f"{link.service.name} refuses the keys: {link.error}" if link.state is LinkState.REFUSED else ""

    # Choosing

    def _go_to(self, step: Step) -> Generator[Fact, bool, StepPage]:
        """Show a step by its row in the rail."""
        click_row(self._window.rail, list(Step).index(step))
        page = self._window.side.options.page(step)
        yield Fact(page.isVisible, f"the options of {STEP_WORDS[step]}")
        return page

    def _choose(
        self,
        step: Step,
        good: Callable[[OptionRow], bool],
        order: Callable[[OptionRow], object] | None = None,
    ) -> Part:
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

    def _happened(self) -> Part:
        """Wait until everything on the window is settled, then take its picture."""
        yield Fact(self._calm, "the previews and prices")
        yield Fact(self._differences_known, "the price differences", SOFT_S, needed=False)
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
        asked = desk.prices.state is PriceState.ASKED or desk.official.state in BUSY_STATES
        return not desk.tasks.busy and not asked and desk.preview.current is not None

    def _differences_known(self) -> bool:
        page = self._window.side.options.page(self._desk.session.step)
        shown = [at for at, row in enumerate(page.model.rows) if row.offer.available and row.offer.piece]
        return not page.isVisible() or all(page.model.index(at).data(OptionRole.PRICE_DIFFERENCE) for at in shown)

    def _failed(self, _what: str, error: Exception) -> None:
        self._errors.append(error)

    def _book_failed(self, error: Exception) -> None:
        # The list of orders asks again by itself; everything else that fails ends the tour.
        if not isinstance(error, ServiceError):
            self._errors.append(error)
