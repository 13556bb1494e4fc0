"""The rows of each step's list: names, one grey line, a badge; available ones first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from fwdesk.app.models import OptionRow, frame_note
from fwdesk.app.session import Session
from fwdesk.domain.fit import fit
from fwdesk.domain.glazing import HAZY, glazing_facts, glazing_hint
from fwdesk.domain.offers import Offer
from fwdesk.domain.options import Mat, Style
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Step
from fwdesk.domain.size import inches
from fwdesk.domain.sizing import limits_words

STEP_HELP = {
    Step.PRODUCT_TYPE: "What the picture is printed as.",
    Step.MEDIA: "The paper or other surface it is printed on.",
    Step.STYLE: "Border, wrap or mounting, with the sizes it can have.",
    Step.SIZE: "The printed picture itself, without border, mat or frame.",
    Step.FRAME: "The corners are drawn to one scale, so wide looks wide.",
    Step.MAT: "The board around the print, with a window in it.",
    Step.GLAZING: "What lies in front of the print.",
}


SUGGESTED, OTHER_MATS, ALL_MATS = "Suggested for this picture", "All other mats", "All mats"
FAVORITES = "Hearted and recent"
LONG = 12
"""A list of so many rows has the artist's own first."""
REFUSED = "Not as it is"
"""The group of sizes that something around the print stands against."""


def first_sentence(text: str) -> str:
    """The beginning of a description, enough for one line."""
    line = " ".join(text.split())
    end = line.find(". ")
    return line[: end + 1] if end > 0 else line


def rows_for(session: Session, step: Step) -> tuple[OptionRow, ...]:
    """What a step's list shows for the present piece: what can be chosen outright first, each part in shop order."""
    piece = session.piece
    if piece is None:
        return ()
    if step is Step.FRAME:
        rows = _frame_rows(session, piece)
    else:
        rows = [_row(session, piece, offer) for offer in session.offers(step)]
    can = [row for row in rows if row.offer.available]
    return tuple(rows if len(can) == len(rows) else can + [row for row in rows if not row.offer.available])


def advised(rows: tuple[OptionRow, ...], reasons: Mapping[int, str]) -> tuple[OptionRow, ...]:
    """The mats with those that are suggested after no mat, each with its reason; the others follow as tiles."""
    by_id = {row.offer.id: row for row in rows}
    first = [replace(row, wide=True) for row in rows if not row.offer.id]
    first += [
        replace(by_id[mat], note=f"{reason[:1].upper()}{reason[1:]}", group=SUGGESTED, wide=True)
        for mat, reason in reasons.items()
        if mat in by_id
    ]
    taken = {row.offer.id for row in first}
    group = OTHER_MATS if len(first) > 1 else ALL_MATS
    rest = (replace(row, group=group, wide=False) for row in rows if row.offer.id not in taken)
    return (*first, *rest)


def favorites_first(
    rows: tuple[OptionRow, ...], first: Sequence[int], hearted: Collection[int], others: str
) -> tuple[OptionRow, ...]:
    """The rows with the artist's own before all others, after the one that says none; `others` names the rest.

    A short list is seen whole and stays as it is, but for the hearts.
    """
    places = {option: place for place, option in enumerate(first)}
    marked = [replace(row, hearted=True) if row.offer.id in hearted else row for row in rows]
    own = [row for row in marked if row.offer.id in places and row.offer.id]
    if not own or len(rows) < LONG:
        return tuple(marked)
    own.sort(key=lambda row: places[row.offer.id])
    none = [row for row in marked if not row.offer.id]
    rest = [row for row in marked if row.offer.id and row.offer.id not in places]
    tiled = any(not row.wide for row in rows)
    top = [replace(row, group=FAVORITES, wide=row.wide and not tiled, note="" if tiled else row.note) for row in own]
    if not tiled:
        none = [replace(row, group=FAVORITES) for row in none]
    return (*none, *top, *(replace(row, group=others) if not row.group else row for row in rest))


def is_current(piece: Piece, offer: Offer) -> bool:
    """Whether an offer is what the piece has at its step."""
    part, framed = piece.print, piece.framing
    match offer.step:
        case Step.FRAME:
            return offer.id == (framed.frame if framed else 0)
        case Step.MAT:
            return offer.id == (framed.mats[-1].mat if framed and framed.mats else 0)
        case Step.GLAZING:
            return offer.id == (framed.glazing if framed else 0)
        case Step.SIZE:
            return offer.size == piece.image
        case step:
            return bool(part and getattr(part, step.value) == offer.id)


def _frame_rows(session: Session, piece: Piece) -> list[OptionRow]:
    """No frame, and every frame there is: their grey lines are made when they are seen."""
    looks = session.catalog.frame_by_id
    now = piece.framing.frame if piece.framing else 0
    none, *offers = session.offers(Step.FRAME)
    first = OptionRow(none, "The print alone", current=not now)
    return [first, *(OptionRow(offer, current=offer.id == now, look=looks[offer.id]) for offer in offers)]


def describe(session: Session, offer: Offer) -> OptionRow:
    """The row of one option, as its step's list would show it."""
    assert session.piece is not None, "offers are made for a piece"
    if offer.step is Step.FRAME:
        look = session.catalog.frame_by_id.get(offer.id)
        return OptionRow(offer, frame_note(look) if look else "", current=is_current(session.piece, offer), look=look)
    return _row(session, session.piece, offer)


def _row(session: Session, piece: Piece, offer: Offer) -> OptionRow:
    shop, note, look = session.catalog, "", None
    match offer.step:
        case Step.PRODUCT_TYPE:
            note = first_sentence(shop.product_type_by_id[offer.id].description)
        case Step.MEDIA:
            note = first_sentence(shop.media_by_id[offer.id].description)
        case Step.STYLE:
            note = style_note(shop.style_by_id[offer.id])
        case Step.SIZE:
            return _size_row(session, piece, offer)
        case Step.MAT:
            look = shop.mat_by_id.get(offer.id)
            note = mat_note(look) if look else "The frame sits on the print"
        case _:
            return _glazing_row(session, piece, offer)
    return OptionRow(offer, note, current=is_current(piece, offer), look=look)


def _glazing_row(session: Session, piece: Piece, offer: Offer) -> OptionRow:
    glazing = session.catalog.glazing_by_id.get(offer.id)
    if glazing is None:
        return OptionRow(offer, "Open front: nothing reflects, nothing protects", current=is_current(piece, offer))
    hazy = glazing_hint(glazing, len(piece.framing.mats) if piece.framing else 0)
    note = f"{glazing_facts(glazing).words}. {first_sentence(glazing.description)}".strip()
    return OptionRow(offer, note, HAZY if hazy else "", current=is_current(piece, offer))


def _size_row(session: Session, piece: Piece, offer: Offer) -> OptionRow:
    size = offer.size
    assert size is not None
    group, note, badge, lost = "" if offer.available else REFUSED, "", "", None
    if session.artwork:
        found = fit(session.pixels, size, piece.crop)
        group, note, badge = group or found.heading, found.sharp_words, found.crop_words
        lost = found.lost if found.group else None
    return OptionRow(offer, note, badge, current=is_current(piece, offer), look=size, group=group, lost=lost)


def style_note(style: Style) -> str:
    """A style's border and size limits in a few words."""
    parts: list[str] = []
    if style.border:
        parts.append(f"{inches(style.border)} in white border")
    if style.depth:
        parts.append(f"{inches(style.depth)} in deep")
    limits = limits_words(style.smallest, style.largest)
    if style.sizes and not style.custom_sizing:
        parts.append(f"{len(style.sizes)} fixed sizes")
    elif limits:
        parts.append(limits)
    return ", ".join(parts) or first_sentence(style.description)


def mat_note(mat: Mat) -> str:
    """A board's plies and material."""
    return ", ".join(part for part in (f"{inches(mat.plies)}-ply", mat.composite) if part)


def matches(row: OptionRow, text: str, extra: str = "") -> bool:
    """True if every word of `text` is in the row's name, number, note or `extra`."""
    hay = f"{row.offer.name} {row.offer.id} {row.note} {row.badge} {extra}".casefold()
    return all(word in hay for word in text.casefold().split())
