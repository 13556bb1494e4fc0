"""The one state of the desk: the piece, the artwork, the catalog, and how to get back.

Widgets read it, call its edits and listen to its signals; no widget talks to another widget.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fwdesk.app.history import History
from fwdesk.app.state import Exchange, Note, State
from fwdesk.app.step_words import STEP_WORDS, came_along
from fwdesk.domain.code import spans
from fwdesk.domain.code_text import find_code
from fwdesk.domain.code_words import difference_words
from fwdesk.domain.crop import crop_words, cropped_share
from fwdesk.domain.draft import Draft, Edit, Tray, Verdict, with_verdict, without
from fwdesk.domain.errors import CodeError
from fwdesk.domain.money import Money
from fwdesk.domain.neighbours import Neighbours
from fwdesk.domain.offers import INNER_MAT, Offer, Offers, joined
from fwdesk.domain.options import Catalog
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Rules, Step
from fwdesk.domain.size import Size

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork

_CROP = "Crop"
_MUCH = Decimal("0.1")
"""A share of the picture that is not cut off in silence."""


class Session(State):
    """The only way to change what is on the desk."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing is known yet: no catalog, no piece, no picture."""
        super().__init__(parent)
        self.recall: Callable[[Artwork], Piece | None] = _unknown
        """What was made of a picture before; asked when one is opened."""

    # Changing

    def show_step(self, step: Step) -> None:
        """Go to another step."""
        if step is not self._step:
            self._step = step
            self.try_on(None)
            self.step_changed.emit(step)

    def set_catalog(self, catalog: Catalog, *, quiet: bool = False) -> None:
        """Take over a loaded catalog. The piece stays, and what is tried on; without a piece a first one is made.

        `quiet` leaves it to others to say that the piece cannot be made by this catalog.
        """
        if catalog is self._catalog or catalog == self._catalog:
            return
        self._catalog = catalog
        self._offers = Offers(Rules(catalog))
        self._offered.clear()
        self.catalog_changed.emit()
        if self._piece is None:
            first = self._offers.first_piece(self.pixels)
            if first:
                self._set(first)
            return
        if self._trying:
            self.try_on(self._still_offered(self._trying))
        for problem in () if quiet else self.problems[:1]:
            self.noted.emit(Note(f"This catalog does not offer the piece as it is. {problem.reason}", "warn"))
        self.piece_changed.emit(self._piece)

    def set_artwork(self, artwork: Artwork, *, fit: bool = True) -> None:
        """Put another picture on the desk. The framing stays; `fit` changes the size so as not to crop, and says so."""
        self._artwork, resized = artwork, ""
        known = self.recall(artwork) if fit else None
        if known and known != self._piece and known.print and not self.rules.problems(known.code):
            self._remember(f"Last piece of {artwork.name}")
            self._piece = known
            resized = f"Back as you last had this picture: {known.image.framer} in."
        elif self._piece and self._piece.print and fit and self.rules.style_of(self._piece):
            fitted = self._offers.fitted(self._piece, artwork.pixels)
            if fitted != self._piece:
                self._remember(f"Size for {artwork.name}")
                self._piece = fitted
                resized = f"Size becomes {fitted.image.framer} in, so that little or nothing is cropped."
            cropped = crop_words(artwork.pixels, fitted.image)
            if cropped_share(artwork.pixels, fitted.image) > _MUCH:
                resized = f"{resized} {cropped}: see Size for others.".strip()
        self.artwork_changed.emit(artwork)
        if self._piece:
            self.piece_changed.emit(self._piece)
        # A picture that comes back with its piece was described when it was opened.
        facts = [f"{note.rstrip('.')}." for note in artwork.notes[:1]] if fit else []
        words = " ".join([*facts, resized]).strip()
        if words:
            self.noted.emit(Note(words, undo=bool(resized)))

    def try_on(self, offer: Offer | None) -> None:
        """Show a row on the stage without choosing it, if it can be had as things are; None goes back to the piece."""
        if offer and (not offer.available or offer.piece == self._piece):
            offer = None
        if offer is not self._trying:
            self._trying = offer
            self.tried.emit(offer)

    def choose(self, step: Step, option_id: int) -> bool:
        """Choose an option by its id. False, with a note, if it is not available as things are."""
        for offer in self.offers(step):
            if offer.id == option_id:
                return self.take(offer)
        return False

    def take(self, offer: Offer, *, anyway: bool = False) -> bool:
        """Choose a row. A row that is not available is taken only with `anyway`, and then says what else changed."""
        if offer.piece is None or not (offer.available or anyway):
            way = f" {offer.fix[:1].upper()}{offer.fix[1:]} if you choose it anyway." if offer.fix else ""
            self.noted.emit(Note(f"{offer.reason}{way}", "warn"))
            return False
        if offer.piece == self._piece:
            return True
        before = self._piece
        self._edit(offer.piece, f"{STEP_WORDS[offer.step]}: {offer.name}")
        changes = offer.changes or came_along(self._catalog, offer.step, before, offer.piece)
        if changes:
            self.noted.emit(Note(f"{offer.name}: {joined(changes)}.", "info", undo=True))
        return True

    def size_offer(self, size: Size) -> Offer | None:
        """What would become of the piece in a typed size; None without a piece."""
        return self._offers.size_offer(size, self._piece) if self._piece else None

    def found_offer(self, step: Step, option_id: int) -> Offer | None:
        """What would become of the piece with any option of the catalog, on its lists or not; None if nothing can."""
        return self._offers.found(step, option_id, self._piece) if self._piece else None

    def neighbours(self, size: Size) -> Neighbours | None:
        """The legal sizes around a typed one; None without a print."""
        return self._offers.neighbours(size, self._piece) if self._piece else None

    def turn_offer(self) -> Offer | None:
        """What would become of the piece turned by 90 degrees; None without a piece."""
        return self._offers.turn_offer(self._piece) if self._piece else None

    def second_mat_offer(self, mat: int, reveal: Decimal) -> Offer | None:
        """What would become of the piece with a second mat of which so many inches show; None without a piece."""
        return self._offers.second_mat_offer(self._piece, mat, reveal) if self._piece else None

    def set_size(self, size: Size, *, anyway: bool = False) -> bool:
        """Another image size. False, with a note, if it cannot be made."""
        offer = self.size_offer(size)
        return bool(offer) and self.take(offer, anyway=anyway)

    def set_mat_width(self, width: Decimal) -> bool:
        """Another mat border in inches."""
        return self._change(lambda piece: piece.mat_width(width), f"Mat border: {width} in")

    def set_second_mat(self, mat: int) -> bool:
        """A second mat under the first, of which a reveal shows, or none (0)."""
        name = self._catalog.mat_by_id[mat].name if mat in self._catalog.mat_by_id else "none"
        return self._change(lambda piece: piece.second_mat(mat), f"Second mat: {name}")

    def set_crop(self, x: Decimal, y: Decimal, *, more: bool = False) -> bool:
        """Which part of the picture is kept, 0 to 1 each way. `more` goes on with the last such edit: one undo."""
        crop = replace(self._piece.crop, x=_share(x), y=_share(y)) if self._piece else None
        if more and crop and self._piece and self.undo_name == _CROP:
            self._set(replace(self._piece, crop=crop))
            return True
        return self._change(lambda piece: replace(piece, crop=crop or piece.crop), _CROP)

    def nudge_crop(self, across: int, down: int) -> bool:
        """The kept part moved by so many hundredths of what there is to move, right and down."""
        if self._piece is None:
            return False
        crop = self._piece.crop
        return self.set_crop(crop.x + Decimal(across) / 100, crop.y + Decimal(down) / 100)

    def turn(self) -> bool:
        """Portrait to landscape and back."""
        return self._change(Piece.turned, "Orientation")

    def set_code(self, text: str) -> None:
        """Make the piece what a product code says, and say what is different now. Text around the code is left out.

        A frame package alone keeps the present print, sized to its window. Raises `CodeError` when there is not
        exactly one code, or it names something that this catalog cannot make (its position is then that part's).
        """
        found = find_code(text)
        if found.code.is_sku:
            raise CodeError(found.text, 0, "An inventory SKU: only FinerWorks can open it.", "")
        code = self.rules.with_print(found.code, self._piece)
        for problem in self.rules.problems(code):
            places = (span.start for span in spans(found.text) if span.step == problem.step.value)
            raise CodeError(found.text, next(places, 0), problem.reason, "")
        lead = f"Found the code {found.text} in the text. " if found.picked else ""
        before = self._piece
        if before is None:
            self._set(Piece(code))
        elif code != before.code:
            self._remember("Code")
            self._exchange = Exchange(before.code, code, lead if found.code.print else f"{lead}Your print stays. ")
            self._set(replace(before, code=code))
            self._tell(None)
        elif found.picked:
            self.noted.emit(Note(f"{lead}It is the piece on the desk."))

    @property
    def exchange(self) -> Exchange | None:
        """The code that was put in another's place and whose price difference has not been told; else None."""
        return self._exchange

    def tell_difference(self, price: Money) -> None:
        """What the new code costs more is known now (negative: less): it is told with the other differences."""
        self._tell(price)

    def put(self, piece: Piece, name: str, said: str = "") -> bool:
        """Another piece in the place of this one: one step to undo, and what is different is said, after `said`.

        False, with a note, for one that this catalog cannot make.
        """
        before = self._piece
        for problem in self.rules.problems(piece.code):
            self.noted.emit(Note(f"{name} cannot be made as it is. {problem.reason}", "warn"))
            return False
        if before == piece:
            return True
        self._remember(name)
        if before and before.code != piece.code:
            self._exchange = Exchange(before.code, piece.code, f"{name}: {said} " if said else f"{name}: ")
        self._set(piece)
        self._tell(None)
        return True

    def load(self, draft: Draft, artwork: Artwork | None = None) -> None:
        """Put another piece on the desk, with its tray and its history; without one of its own the piece stays."""
        self._history, self._tray, self._exchange = History(draft), draft.tray, None
        another, tried = self._artwork is not artwork, self._trying
        # Nobody meets the piece before with this picture.
        self._artwork, self._piece, self._trying = artwork, draft.piece or self._piece, None
        self.loaded.emit()
        if tried:
            self.tried.emit(None)
        if another:
            self.artwork_changed.emit(artwork)
        if self._piece:
            self.piece_changed.emit(self._piece)
        self.history_changed.emit()
        self.tray_changed.emit()
        if draft.step in set(Step):
            self.show_step(Step(draft.step))

    def keep(self, verdict: Verdict, piece: Piece | None = None) -> bool:
        """Keep the piece as it is in the tray, or say something else of one that is there. False if that was so."""
        piece, before = piece or self._piece, self._tray
        if piece:
            self._change_tray(with_verdict(before, piece, verdict), f"Keep as {verdict.value}")
        return self._tray != before

    def drop(self, piece: Piece) -> None:
        """Take a version out of the tray."""
        self._change_tray(without(self._tray, piece), "Take out of the tray")

    def undo(self) -> None:
        """Take the last edit back."""
        self._travel(self._history.undo)

    def redo(self) -> None:
        """Do it again."""
        self._travel(self._history.redo)

    def note(self, text: str, level: str = "info", *, undo: bool = False) -> None:
        """Tell the artist something; `undo` offers to take the last edit back."""
        self._exchange = None
        self.noted.emit(Note(text, level, undo))

    # Inside

    def _still_offered(self, tried: Offer) -> Offer | None:
        """What is tried on, in another catalog: the same object where it comes to the same, None if it is gone."""
        if tried.name.startswith(INNER_MAT):
            return None  # no row of a list: it depends on a reveal that is set elsewhere
        for offer in self.offers(tried.step):
            if offer.size == tried.size if tried.size else offer.id == tried.id:
                return tried if offer.available and offer.piece == tried.piece else offer
        return None

    def _tell(self, price: Money | None) -> None:
        """Say how the exchanged codes differ; once with the price, or before it is known and then once more."""
        told = self._exchange
        if told is None:
            return
        words = difference_words(told.old, told.new, self._catalog, price)
        self.noted.emit(Note(f"{told.lead}{words}", undo=True))
        if price is not None:
            self._exchange = None

    def _change(self, edit: Callable[[Piece], Piece], name: str) -> bool:
        if self._piece is None:
            return False
        changed = edit(self._piece)
        if changed == self._piece:
            return True
        known = {problem.reason for problem in self.problems}
        for problem in self.rules.problems(changed.code):
            if problem.reason not in known:
                self.noted.emit(Note(problem.reason, "warn"))
                return False
        self._edit(changed, name)
        return True

    def _edit(self, piece: Piece, name: str) -> None:
        self._remember(name)
        self._set(piece)

    def _remember(self, name: str) -> None:
        self._exchange = None
        if self._piece:
            self._history.remember(Edit(name, self._piece, self._tray))
            self.history_changed.emit()

    def _set(self, piece: Piece) -> None:
        self._piece = piece
        self.try_on(None)
        self.piece_changed.emit(piece)

    def _change_tray(self, tray: Tray, name: str) -> None:
        if tray != self._tray:
            self._remember(name)
            self._tray = tray
            self.tray_changed.emit()

    def _travel(self, go: Callable[[Edit], Edit | None]) -> None:
        there = go(Edit("", self._piece, self._tray)) if self._piece else None
        if there is None:
            return
        self._exchange = None
        if there.tray != self._tray:
            self._tray = there.tray
            self.tray_changed.emit()
        if there.piece != self._piece:
            self._set(there.piece)
        self.history_changed.emit()


def _unknown(_artwork: Artwork) -> None:
    """No picture was seen before."""


def _share(value: Decimal) -> Decimal:
    """Between 0 and 1, to a ten-thousandth."""
    return min(max(value, Decimal(0)), Decimal(1)).quantize(Decimal("0.0001"))
