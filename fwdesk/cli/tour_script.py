"""The tour itself: the whole job, step by step, as an artist does it. No id, name or size of a catalog is assumed."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QComboBox, QLineEdit, QListView

from fwdesk.app.link import LinkState
from fwdesk.app.models import OptionRole, OptionRow
from fwdesk.app.official import OfficialState
from fwdesk.cli.tour_kit import BUSY_STATES, SOFT_S, Part
from fwdesk.cli.tour_order import OrderWalk
from fwdesk.cli.tourist import Fact, TourError, click, click_row, drop, press, type_into, walk_to
from fwdesk.domain.code import parse_code
from fwdesk.domain.options import Frame
from fwdesk.domain.rules import Step
from fwdesk.ui.step_page import StepPage

DOCUMENTED = "5M6M9S16x20F96S20x24J1S16x20G1"
"""The vendor's own example: the tour ends with it where the catalog has its parts."""
_COSY_AREA = 320
_TRIES = 8


class Tour(OrderWalk):
    """The script, and what it found."""

    def script(self) -> Part:
        """The whole job."""
        yield from self._start()
        yield from self._own_picture()
        yield from self._seven_steps()
        yield from self._finerworks_own()
        yield from self._codes()
        yield from self._unavailable()
        yield from self.order()

    # The parts

    def _start(self) -> Part:
        desk = self._desk
        self._begin("start")
        yield Fact(lambda: self._window.isActiveWindow(), "the window", SOFT_S, needed=False)
        yield Fact(
            lambda: desk.link.state is LinkState.READY and bool(desk.session.catalog.product_types),
            "the catalog of the service",
        )
        if desk.session.piece is None:
            raise TourError("the catalog offers no print that can be made")
        yield Fact(lambda: desk.session.artwork is not None, "the sample picture")
        yield from self._happened()

    def _own_picture(self) -> Part:
        self._begin("artwork")
        drop(self._window.stage, QUrl.fromLocalFile(str(self._artwork)))
        yield Fact(lambda: self._shown_picture() == self._artwork, f"{self._artwork.name} to open")
        yield from self._happened()

    def _shown_picture(self) -> Path | None:
        artwork = self._desk.session.artwork
        return artwork.path if artwork else None

    def _seven_steps(self) -> Part:
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

    def _all_collections(self) -> Part:
        chips = self._window.findChild(QListView, "options.collection")
        if chips is not None:
            click_row(chips, 0)
        yield Fact(lambda: True, "all frames")

    def _double_mat(self) -> Part:
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
        for _ in range(min(box.count() - 1, _TRIES)):
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

    def _finerworks_own(self) -> Part:
        official, stage = self._desk.official, self._window.stage
        piece = self._desk.session.piece
        if piece is None or piece.framing is None:
            self._skip("finerworks-own", "FinerWorks previews framing only, and this piece has none")
            return
        self._begin("finerworks-own")
        yield Fact(lambda: official.state not in BUSY_STATES, "FinerWorks' own preview")
        if official.state is not OfficialState.CURRENT:
            raise TourError(f"FinerWorks' own preview is {official.state.value.lower()}: {official.message}")
        click(stage.inset)
        yield Fact(lambda: stage.comparing, "FinerWorks' own preview beside ours")
        yield from self._happened()
        click(stage.panel.close_button)
        yield Fact(lambda: not stage.comparing, "the small preview")

    def _codes(self) -> Part:
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

    def _unavailable(self) -> Part:
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

    def _impossible_size(self) -> Part:
        entry = self._window.findChild(QLineEdit, "size.typed")
        if entry is None:
            raise TourError("there is nowhere to type a size")
        type_into(entry, "900x990")
        press(entry, Qt.Key.Key_Return)
        if not entry.property("wrong"):
            self._skip("unavailable", "everything in this catalog goes with everything")
            return
        yield from self._happened()


def _only(page: StepPage, group: int) -> bool:
    looks = [row.look for row in page.model.rows]
    return any(isinstance(look, Frame) for look in looks) and all(
        look.collection_id == group for look in looks if isinstance(look, Frame)
    )
