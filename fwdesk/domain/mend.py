"""The smallest change that lets a piece be made, looked for with the option that was chosen kept as it is.

First by remedies, which keep a piece as much as it was; where none helps, by `rebuild`, which finds a piece whenever
the catalog holds one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from fwdesk.domain.code import FramePart
from fwdesk.domain.options import Frame, Mat
from fwdesk.domain.piece import MAT_BORDER, Piece
from fwdesk.domain.rebuild import MAT_IN_VIEW, NONE, Rebuilder, alike, chosen, keeps
from fwdesk.domain.rules import Problem, Rules, Step
from fwdesk.domain.size import Size, inches
from fwdesk.domain.sizing import Room, fitting, in_limits, in_proportion

_DEEPEST = 3
_STYLE_MUST = {Step.FRAME: ("frame",), Step.MAT: ("mat",), Step.GLAZING: ("frame", "glazing")}


def _anything(_piece: Piece) -> bool:
    return True


class Mender:
    """Looks for the smallest change that lets a piece be made.

    Every step has its remedies, each a handful of pieces with one thing changed. They are tried breadth first, and what
    is found with the fewest changes in words wins; among equals the remedy that is named first.
    """

    def __init__(self, rules: Rules) -> None:
        """`rules` decide what can be made."""
        self.rules = rules
        self._rebuild = Rebuilder(rules)
        self._remedies: dict[Step, tuple[Callable[[Piece], Iterable[Piece]], ...]] = {
            Step.PRODUCT_TYPE: (),
            Step.MEDIA: (),
            Step.STYLE: (self._restyle,),
            Step.SIZE: (self._resize, self._restyle),
            Step.FRAME: (
                self._border, self._reframe, self._resize, self._refit, self._unmat, self._restyle, self._remat,
                self._unframe,
            ),
            Step.MAT: (
                self._refit, self._border, self._resize, self._single, self._reframe, self._remat, self._unmat,
                self._restyle, self._unframe,
            ),
            Step.GLAZING: (self._hold, self._unglaze, self._restyle),
        }  # fmt: skip

    def fresh(self, piece: Piece, known: frozenset[str]) -> list[Problem]:
        """The piece's problems but for the known ones."""
        if piece.code.is_sku:
            return [Problem(Step.FRAME, "Nothing would be left of a frame package that has no print.")]
        return [problem for problem in self.rules.problems(piece.code) if problem.reason not in known]

    def search(
        self,
        before: Piece,
        edits: list[Piece],
        keep: Step,
        known: frozenset[str],
        must: Callable[[Piece], bool] = _anything,
    ) -> tuple[Piece | None, tuple[str, ...]]:
        """The nearest piece to any of `edits` without fresh problems, and what it changes besides the choice.

        `must` is what else has to be true of it.
        """
        if before.code.is_sku:
            return None, ()
        seen = {edited.code for edited in edits}
        layer = edits if self._hopeful(edits[0], keep) else []
        for _ in range(_DEEPEST):
            following: list[Piece] = []
            found: list[tuple[Piece, tuple[str, ...]]] = []
            for piece in layer:
                problem = self.fresh(piece, known)[0]
                for way in (way for remedy in self._remedies[problem.step] for way in remedy(piece)):
                    if way.code in seen or not (keeps(way, edits[0], keep) and must(way)):
                        continue
                    seen.add(way.code)
                    left = self.fresh(way, known)
                    if not left:
                        found.append((way, self._words(before, edits[0], way, keep)))
                    elif left[0] != problem:
                        following.append(way)
            if found:
                return min(found, key=lambda made: len(made[1]))
            layer = following
        edited = _shell(before, edits[0])
        rebuilt = self._rebuild.nearest(edited, keep)
        if rebuilt is None or not must(rebuilt):
            return None, ()
        return rebuilt, self._words(before, edited, rebuilt, keep)

    def anything(self, piece: Piece) -> Piece | None:
        """The piece nearest to this one that can be made; None if the catalog holds nothing that can."""
        return self._rebuild.nearest(piece, None)

    def _hopeful(self, edited: Piece, keep: Step) -> bool:
        """False if no style of the media goes with the choice, as it is for whole lists at once."""
        part = edited.print
        media = self.rules.catalog.media_by_id.get(part.media) if part else None
        if part is None or media is None or not (keep in _STYLE_MUST and chosen(edited, keep)):
            return not edited.code.is_sku
        styles = (self.rules.admits(replace(part, style=style)) for style in media.style_ids)
        return any(all(getattr(admits, flag) for flag in _STYLE_MUST[keep]) for admits in styles)

    # Remedies: each gives pieces with one thing changed, the best first

    def styled(self, piece: Piece, style_id: int) -> Piece:
        """Another style. Its border makes another sheet: a frame fitted to the sheet follows, a window stays on it."""
        sheet = piece.image.grown(self.rules.border_of(piece))
        styled = piece.with_print(style=style_id)
        framed, border = styled.framing, self.rules.border_of(styled)
        if framed and (
            not framed.mats[0].window.within(styled.image.grown(border)) if framed.mats else framed.opening == sheet
        ):
            return styled.refitted(border, self.rules.window_of(styled))
        return styled

    def _restyle(self, piece: Piece) -> Iterator[Piece]:
        media = self.rules.catalog.media_by_id.get(piece.print.media) if piece.print else None
        for style in self.rules.catalog.styles_of(media) if media else ():
            yield self.styled(piece, style.id)

    def _resize(self, piece: Piece) -> Iterator[Piece]:
        style = self.rules.style_of(piece)
        if style is None:
            return
        size = in_proportion(style, piece.image, self.rooms(piece)) or fitting(style, piece.image)
        if size:
            yield piece.sized(size, style.border)

    def rooms(self, piece: Piece) -> list[Room]:
        """The frame and the mats around a piece, as far as they limit its image."""
        framed = piece.framing
        if framed is None:
            return []
        # A new size keeps what is around it; without mats it is the style's border.
        wider = taller = 2 * self.rules.border_of(piece)
        if framed.mats:
            wider, taller = framed.opening.width - piece.image.width, framed.opening.height - piece.image.height
        return [Room(row.smallest, row.largest, wider, taller) for row in self._limiting(piece)]

    def _limiting(self, piece: Piece) -> list[Frame | Mat]:
        framed, shop = piece.framing, self.rules.catalog
        assert framed is not None
        rows = [shop.frame_by_id.get(framed.frame), *(shop.mat_by_id.get(part.mat) for part in framed.mats)]
        return [row for row in rows if row]

    def _border(self, piece: Piece) -> Iterator[Piece]:
        """The mat border nearest to the present one that all limits allow, or else the narrowest there can be."""
        framed = piece.framing
        if not framed or not framed.mats:
            return
        frame, base, top = self.rules.frame_of(piece), framed.mats[0].window, framed.mats[-1].window

        def spare(limit: Size) -> tuple[Decimal, Decimal]:
            lies = limit if (limit.width > limit.height) == (base.width > base.height) else limit.turned
            return (lies.width - base.width) / 2, (lies.height - base.height) / 2

        rows = self._limiting(piece)
        hidden = max(top.width - base.width, top.height - base.height) / 2 + (frame.lip if frame else 0)
        low = max([hidden, *(width for row in rows if row.smallest for width in spare(row.smallest))])
        high = min([Decimal("Infinity"), *(width for row in rows if row.largest for width in spare(row.largest))])
        comfortable = max(low, min(piece.mat_border, hidden + MAT_IN_VIEW))
        for width in (min(max(piece.mat_border, comfortable), high), hidden + MAT_IN_VIEW, hidden):
            if width >= hidden:
                yield piece.mat_width(width)

    def _reframe(self, piece: Piece) -> list[Piece]:
        """The frames most like the present one that take the opening and, if there are any, what lies in it."""
        framed = piece.framing
        opening = framed.opening if framed else piece.image.grown(self.rules.border_of(piece))
        fits = [row for row in self.rules.frames_for(piece.print) if in_limits(opening, row.smallest, row.largest)]
        whole = [
            row
            for row in fits
            if framed is None or ((row.allow_matting or not framed.mats) and (row.allow_glazing or not framed.glazing))
        ]
        return self._with_frames(piece, whole or fits)

    def _hold(self, piece: Piece) -> list[Piece]:
        """Frames that take glazing and the opening; else such that another size would fit; else any."""
        framed, style = piece.framing, self.rules.style_of(piece)
        assert framed is not None
        rows = [row for row in self.rules.frames_for(piece.print) if row.allow_glazing]
        fits = [row for row in rows if in_limits(framed.opening, row.smallest, row.largest)]
        if not fits and style:
            around = framed.opening.width - piece.image.width, framed.opening.height - piece.image.height
            fits = [row for row in rows if fitting(style, piece.image, [Room(row.smallest, row.largest, *around)])]
        return self._with_frames(piece, fits or rows)

    def _with_frames(self, piece: Piece, rows: list[Frame]) -> list[Piece]:
        """The piece in the three of these frames that are most like the present one."""
        rows = alike(rows, self.rules.frame_of(piece))
        return [piece.framed(row.id, self.rules.border_of(piece)) for row in rows[:3]]

    def _unframe(self, piece: Piece) -> Iterator[Piece]:
        bare = piece.framed(NONE, self.rules.border_of(piece))
        yield bare
        yield from self._border(bare)  # without a lip the mat may be narrower

    def _remat(self, piece: Piece) -> list[Piece]:
        """The mats that go with the opening; if none does, every mat."""
        framed, rows = piece.framing, self.rules.catalog.mats
        if framed is None:
            return []
        fits = [row for row in rows if in_limits(framed.opening, row.smallest, row.largest)]
        return [self.matted(piece, row.id) for row in fits[:3] or rows]

    def matted(self, piece: Piece, mat: int) -> Piece:
        """Another mat, or none; a first one leaves a floated sheet's edge in view."""
        return piece.matted(mat, self.rules.border_of(piece), window=self.rules.window_of(piece))

    def _single(self, piece: Piece) -> Iterator[Piece]:
        yield piece.second_mat(NONE)

    def _unmat(self, piece: Piece) -> Iterator[Piece]:
        yield self.matted(piece, NONE)

    def _unglaze(self, piece: Piece) -> Iterator[Piece]:
        yield piece.glazed(NONE)

    def _refit(self, piece: Piece) -> Iterator[Piece]:
        yield piece.refitted(self.rules.border_of(piece), self.rules.window_of(piece))

    # In words

    def _words(self, before: Piece, edited: Piece, after: Piece, keep: Step) -> tuple[str, ...]:
        """What a remedy changed besides the option of step `keep`: an artist must know before choosing anyway."""
        shop, words = self.rules.catalog, list[str]()
        prints = (
            (Step.PRODUCT_TYPE, shop.product_type_by_id),
            (Step.MEDIA, shop.media_by_id),
            (Step.STYLE, shop.style_by_id),
        )
        for step, names in prints:
            now = chosen(after, step)
            if step is not keep and now != chosen(before, step) and now in names:
                words.append(f"{_NAMES.get(step, step.value)} becomes {names[now].name}")
        if edited.image != after.image:
            words.append(f"size becomes {after.image.framer} in")
        rows = ((Step.FRAME, shop.frame_by_id), (Step.MAT, shop.mat_by_id), (Step.GLAZING, shop.glazing_by_id))
        for step, names in rows:
            old, new = chosen(edited, step), chosen(after, step)
            if old == new:
                continue
            name = names[new].name if new in names else ""
            words.append(f"takes the {step.value} away" if not new else f"{step.value} becomes {name}")
        return tuple(words + self._measures(edited, after))

    def _measures(self, edited: Piece, after: Piece) -> list[str]:
        old, new = edited.framing, after.framing
        if not old or not new:
            return []
        words: list[str] = []
        if len(old.mats) > len(new.mats) > 0:
            words.append("takes the second mat away")
        usual = edited.mat_borders if old.mats else (MAT_BORDER, MAT_BORDER)
        if new.mats and usual != after.mat_borders:
            across, down = after.mat_borders
            both = inches(across) if across == down else f"{inches(across)} × {inches(down)}"
            words.append(f"mat border becomes {both} in")
        if edited.image != after.image:
            return words  # windows and opening follow the size
        for name, was, now in zip(("window", "second window"), old.mats, new.mats, strict=False):
            if was.window != now.window:
                words.append(f"{name} becomes {now.window.framer} in")
        if not old.mats and not new.mats and old.opening != new.opening:
            words.append(f"opening becomes {new.opening.framer} in")
        return words


_NAMES = {Step.PRODUCT_TYPE: "product"}


def _shell(before: Piece, edited: Piece) -> Piece:
    """What was edited, or an empty package as large as before where nothing is left of it."""
    framed = before.framing
    if framed is None or not edited.code.is_sku:
        return edited
    return replace(before, code=replace(before.code, frame=FramePart(NONE, framed.opening)))
