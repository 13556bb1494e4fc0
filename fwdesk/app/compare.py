"""Pieces side by side: two to four of them at one scale, on one wall, in one light, zoomed and moved together (G6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.desk import Desk
from fwdesk.app.pictures import Parts, Picture
from fwdesk.app.price_rounds import PriceRounds
from fwdesk.app.scenes import scene_of
from fwdesk.app.swatches import STRIP_LANE
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code_words import difference_words
from fwdesk.domain.piece import Piece

if TYPE_CHECKING:
    from fwdesk.render.draw import Place
    from fwdesk.render.scene import Scene

MOST = 4
LANE, PRICE_LANE = "compare", "compare prices"
CAPTION = 94
"""Logical px under each piece for what is said of it."""
_HEAD, _SHARE, _MOST_PX = 12, 0.86, 6_000_000
_LEAST_SCALE, _NARROWEST = 2.0, 230


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece to be compared, under a name in words."""

    name: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the pieces beside each other, in logical px: `box` is left, top, width, height, caption included.

    `price` is as it may be seen, "" while it is not known; `difference` is from the first one, "" for that.
    """

    candidate: Candidate
    box: tuple[int, int, int, int]
    on_desk: bool
    outside: str
    price: str
    difference: str

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of where its piece hangs."""
        left, top, wide, high = self.box
        return left + wide / 2, top + (high - CAPTION) / 2 + _HEAD / 2


@dataclass(frozen=True, slots=True)
class Gaze:
    """How all of them are looked at: px per inch (logical), and which point of each is in the middle of its tile.

    That point is inches right and down of the piece's own middle.
    """

    scale: float
    across: float = 0.0
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class Beside:
    """The pieces as drawn: the wall, each one's parts with their places in device px, and how they were looked at."""

    wall: Picture
    pieces: tuple[tuple[tuple[Picture, tuple[int, int]], ...], ...]
    gaze: Gaze
    middles: tuple[tuple[float, float], ...]
    ratio: float


class Compare(QObject):
    """Which pieces are beside each other, and how they are looked at.

    Signals:
        changed(): other pieces, another price, or it was opened or closed.
        looked(): they are looked at from nearer, further or elsewhere; the picture follows.
        drawn(): there is a new picture.
    """

    changed = Signal()
    looked = Signal()
    drawn = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        """Nothing is pinned."""
        super().__init__(parent)
        self._desk, self._session, self._tasks = desk, desk.session, desk.tasks
        self._pinned: tuple[Candidate, ...] = ()
        self._given: tuple[Candidate, ...] | None = None
        self._open = False
        self._size = (0, 0, 1.0)
        self._tiles: tuple[Tile, ...] = ()
        self._gaze: Gaze | None = None
        self._picture: Beside | None = None
        self._parts = Parts()
        self._prices = PriceRounds(desk.tasks, desk.workshop, desk.link, PRICE_LANE, self)
        self._prices.changed.connect(self._refresh)
        desk.retailing.changed.connect(self._refresh)
        for signal in (self._session.piece_changed, self._session.tried, self._session.artwork_changed):
            signal.connect(self._piece_changed)
        self._session.catalog_changed.connect(self._refresh)
        desk.swatches.strip_ready.connect(self._piece_changed)
        desk.pieces.went.connect(self.close)

    # Which

    @property
    def pinned(self) -> tuple[Candidate, ...]:
        """The pieces that were pinned, oldest first."""
        return self._pinned

    @property
    def is_open(self) -> bool:
        """Whether they are beside each other on the stage."""
        return self._open

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """What is on the wall."""
        return self._tiles

    @property
    def others(self) -> tuple[Candidate, ...]:
        """The pinned pieces that are not the one on the desk, newest first."""
        return tuple(one for one in reversed(self._pinned) if one.piece != self._session.piece)

    def pin(self) -> None:
        """Pin the present piece; with another one pinned already, look at them side by side."""
        piece = self._session.piece
        if piece is None:
            return
        known = any(one.piece == piece for one in self._pinned)
        if not known:
            kept = self._pinned[-(MOST - 1) :]
            numbers = {int(one.name.split()[-1]) for one in kept}
            number = next(number for number in range(1, MOST + 1) if number not in numbers)
            self._pinned = (*kept, Candidate(f"Pinned {number}", piece))
        if len(self._pinned) > 1:
            self.open()
        elif known:
            self._session.note("This piece is pinned. Change something; then C puts both side by side.")
        else:
            words = "Pinned to compare. Change something: C puts both side by side, holding Space blinks to this one."
            self._session.note(words)

    def open(self, candidates: Sequence[Candidate] | None = None) -> None:
        """Side by side: these pieces, the first of them the one others are compared with; or what is pinned.

        The piece on the desk is always among them, and follows what is tried on.
        """
        self._given = tuple(candidates) if candidates is not None else None
        if not (self._given or self._pinned):
            self._session.note("Nothing is pinned yet. C pins the piece as it is, to be compared with another.")
            return
        self._open, self._gaze = True, None
        self.changed.emit()  # whoever shows it now says how much room there is
        self._refresh()

    @Slot()
    def close(self) -> None:
        """Back to the one piece; also when another one comes to the desk, whose picture is not the one of these."""
        if self._open:
            self._open, self._picture, self._tiles = False, None, ()
            self._tasks.cancel(LANE)
            self._prices.want(())
            self.changed.emit()

    def take(self, number: int) -> None:
        """Make a tile's piece the one on the desk, in one step to undo, and go back to it."""
        tile = self._tiles[number]
        if self._session.put(tile.candidate.piece, tile.candidate.name):
            self.close()

    def drop(self, number: int) -> None:
        """Take a tile off the wall. The piece on the desk stays."""
        tile = self._tiles[number]
        if tile.on_desk and not any(one.piece == tile.candidate.piece for one in self._chosen):
            self._session.note("This is the piece on the desk; the others can be taken off.")
            return
        self._pinned = tuple(one for one in self._pinned if one != tile.candidate)
        if self._given is not None:
            self._given = tuple(one for one in self._given if one != tile.candidate)
        if len(self._chosen) < 1:
            self.close()
        else:
            self._gaze = None
            self._refresh()

    @property
    def _chosen(self) -> tuple[Candidate, ...]:
        return self._given if self._given is not None else self._pinned

    def _candidates(self) -> tuple[Candidate, ...]:
        """What hangs on the wall, the piece on the desk last if it is none of them."""
        shown, chosen = self._session.shown, self._chosen[:MOST]
        if shown and all(one.piece != shown for one in chosen):
            trying = self._session.trying
            name = f"Trying {trying.name}" if trying else "On the desk"
            chosen = (*chosen[: MOST - 1], Candidate(name, shown))
        return chosen

    # How

    def resize(self, width: int, height: int, ratio: float) -> None:
        """So many logical pixels to hang them in, at so many device pixels each."""
        if (width, height, ratio) != self._size:
            self._size = (width, height, ratio)
            self._gaze = None
            self._refresh()

    @property
    def gaze(self) -> Gaze | None:
        """How they are looked at now."""
        return self._gaze

    @property
    def picture(self) -> Beside | None:
        """The pieces as they were drawn last."""
        return self._picture

    def zoom(self, factor: float, number: int | None = None, x: float = 0.0, y: float = 0.0) -> None:
        """All nearer or further; the point x, y (logical px) of a tile stays where it is, or every middle does."""
        gaze = self._gaze
        if gaze is None:
            return
        scale = min(max(gaze.scale * factor, _LEAST_SCALE), self._most)
        right, down = (0.0, 0.0) if number is None else self._tiles[number].middle
        away = (0.0, 0.0) if number is None else (x - right, y - down)
        change = [by / gaze.scale - by / scale for by in away]
        self._look(Gaze(scale, gaze.across + change[0], gaze.down + change[1]))

    def move(self, across: float, down: float) -> None:
        """All of them moved by so many logical px."""
        gaze = self._gaze
        if gaze:
            self._look(Gaze(gaze.scale, gaze.across - across / gaze.scale, gaze.down - down / gaze.scale))

    def fit(self) -> None:
        """All of them whole again."""
        self._gaze = None
        self._refresh()

    def _look(self, gaze: Gaze) -> None:
        wide, high = self._largest
        held = Gaze(gaze.scale, min(max(gaze.across, -wide / 2), wide / 2), min(max(gaze.down, -high / 2), high / 2))
        if held != self._gaze:
            self._gaze = held
            self.looked.emit()
            self._draw()

    @property
    def _largest(self) -> tuple[float, float]:
        """The widest and the tallest outside of them, in inches."""
        laid = [self._session.laid_out(tile.candidate.piece) for tile in self._tiles]
        sizes = [one.outside.size for one in laid if one]
        return (float(max(size.width for size in sizes)), float(max(size.height for size in sizes)))

    @property
    def _most(self) -> float:
        """The largest scale at which the largest piece is still drawn whole."""
        wide, high = self._largest
        return (_MOST_PX / (wide * high)) ** 0.5 / self._size[2]

    # Inside

    @Slot(object)
    def _piece_changed(self, _what: object) -> None:
        if self._open:
            self._refresh()

    @Slot()
    def _refresh(self) -> None:
        """The tiles anew, and their prices and their picture."""
        if not self._open:
            return
        candidates, (width, height, _ratio) = self._candidates(), self._size
        if not candidates or width < 1 or height < 1 or not self._session.catalog.product_types:
            return
        laid = [self._session.laid_out(one.piece) for one in candidates]
        sizes = [one.outside.size for one in laid if one]
        wide, high = float(max(size.width for size in sizes)), float(max(size.height for size in sizes))
        columns, scale = _best(len(candidates), width, height, wide, high)
        rows = -(-len(candidates) // columns)
        across, down = width // columns, height // rows
        tiles: list[Tile] = []
        for number, one in enumerate(candidates):
            row, column = divmod(number, columns)
            # An uneven last row hangs in the middle.
            spare = width - across * min(columns, len(candidates) - row * columns)
            box = (column * across + spare // 2, row * down, across, down)
            tiles.append(self._tile(one, box, candidates[0].piece))
        same = [tile.box for tile in tiles] == [tile.box for tile in self._tiles]
        self._tiles = tuple(tiles)
        if self._gaze is None or not same:
            self._gaze = Gaze(scale)
        self.changed.emit()
        self._draw()
        codes = tuple(one.piece.code for one in candidates)
        if any(code.wire not in self._prices.known for code in codes) and not self._tasks.waits(PRICE_LANE):
            self._prices.want(codes)

    def _tile(self, one: Candidate, box: tuple[int, int, int, int], first: Piece) -> Tile:
        geometry = self._session.laid_out(one.piece)
        known = self._prices.known.get(one.piece.code.wire)
        seen = self._desk.retailing.seen(known) if known else None
        words = "" if one.piece == first else difference_words(first.code, one.piece.code, self._session.catalog)
        if one.piece != first and one.piece.code == first.code:
            words = "Another part of the picture."
        return Tile(
            candidate=one,
            box=box,
            on_desk=one.piece == self._session.shown,
            outside=f"{geometry.outside.size.framer} in" if geometry else "",
            price=str(seen.total) if seen and seen.priced else "",
            difference=words,
        )

    def _draw(self) -> None:
        gaze, artwork, rules = self._gaze, self._session.artwork, self._session.rules
        if gaze is None or not self._open:
            return
        width, height, ratio = self._size
        tiles, workshop, swatches = self._tiles, self._desk.workshop, self._desk.swatches
        frames = [rules.frame_of(tile.candidate.piece) for tile in tiles]
        strips = [swatches.strip_here(frame) if frame else None for frame in frames]
        pixels, art = artwork.pixels if artwork else None, self._desk.preview.art
        wall = self._desk.preview.wall

        middles = tuple(at_gaze(tile, gaze, ratio) for tile in tiles)
        parts = self._parts

        def work(cancel: Cancel) -> Beside:
            from fwdesk.render.draw import Place

            hung: list[tuple[Scene, Place]] = []
            for tile, strip, middle in zip(tiles, strips, middles, strict=True):
                place = Place(gaze.scale * ratio, middle, _seen_in(tile, ratio))
                hung.append((scene_of(tile.candidate.piece, rules, pixels, strip, wall), place))
            size = round(width * ratio), round(height * ratio)
            ground, groups = workshop.renderer.beside(hung, art, size, cancel.check)
            made = parts.turned([ground, *(cell.image for group in groups for cell in group)])
            pieces = tuple(tuple((made[id(cell.image)], cell.at) for cell in group) for group in groups)
            return Beside(made[id(ground)], pieces, gaze, middles, ratio)

        self._tasks.run(work, self._show, self._desk.preview.failed.emit, lane=LANE, near=True)

    def _show(self, picture: Beside) -> None:
        self._picture = picture
        self.drawn.emit()
        # Mouldings by the service's own pictures, one after the other; each is drawn anew when its picture is there.
        for tile in self._tiles:
            frame = self._session.rules.frame_of(tile.candidate.piece)
            if frame and not self._tasks.waits(STRIP_LANE):
                self._desk.swatches.strip(frame)


def at_gaze(tile: Tile, gaze: Gaze, ratio: float) -> tuple[float, float]:
    """Where the middle of a tile's piece lies, in device px."""
    across, down = tile.middle
    return (across - gaze.across * gaze.scale) * ratio, (down - gaze.down * gaze.scale) * ratio


def _seen_in(tile: Tile, ratio: float) -> tuple[int, int, int, int]:
    """The part of a tile in which its piece is seen, in device px."""
    left, top, wide, high = tile.box
    return round(left * ratio), round(top * ratio), round((left + wide) * ratio), round((top + high - CAPTION) * ratio)


def _best(count: int, width: int, height: int, wide: float, high: float) -> tuple[int, float]:
    """How many columns show so many pieces largest, and at how many px per inch, if none is larger than so."""
    ways: list[tuple[bool, float, int]] = []
    for columns in (1, 2, 4) if count == MOST else range(1, count + 1):
        rows = -(-count // columns)
        across, down = width // columns, height // rows - CAPTION - _HEAD
        # What is said under a piece must have room as well.
        ways.append((across >= _NARROWEST, _SHARE * min(across / wide, down / high), columns))
    _readable, scale, columns = max(ways)
    return columns, max(scale, _LEAST_SCALE)
