"""A proof for a client: what the page says about a piece. Costs have no place in here."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from fwdesk.domain.geometry import Geometry
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Rules
from fwdesk.domain.size import CM_PER_INCH, Size, inches

_LETTER_COUNTRIES = frozenset(
    ["US", "CA", "MX", "PH", "CL", "CO", "VE", "CR", "PA", "GT", "SV", "HN", "NI", "DO", "PR"]
)


class Paper(Enum):
    """A sheet to print a proof on: width and height in mm."""

    LETTER = (Decimal("215.9"), Decimal("279.4"))
    A4 = (Decimal(210), Decimal(297))

    @property
    def words(self) -> str:
        """Its name, with its size."""
        return "US Letter, 8½ × 11 in" if self is Paper.LETTER else "A4, 210 × 297 mm"

    @classmethod
    def of_country(cls, code: str) -> Paper:
        """The paper that is used in a country (two letters); A4 where it is not known."""
        return cls.LETTER if code.upper() in _LETTER_COUNTRIES else cls.A4


@dataclass(frozen=True, slots=True)
class Measure:
    """One size of a piece, in both units."""

    name: str
    inch: str
    metric: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The words on a proof. `price` is what the client pays (empty: not said); `link` is what the QR code holds."""

    title: str
    artist: str
    client: str
    date: datetime.date
    code: str
    link: str
    materials: tuple[tuple[str, str], ...]
    measures: tuple[Measure, ...]
    price: str = ""
    paper: Paper = Paper.LETTER

    @property
    def date_words(self) -> str:
        """September 4, 2026."""
        return f"{self.date:%B} {self.date.day}, {self.date.year}"


def one_line(text: str) -> str:
    """Text as it may stand in one line of a page: no line ends, no marks that steer, single blanks."""
    blank = "".join(" " if char.isspace() else char for char in text)
    return " ".join("".join(char for char in blank if not unicodedata.category(char).startswith("C")).split())


def materials(piece: Piece, rules: Rules) -> tuple[tuple[str, str], ...]:
    """What a piece is made of, by the catalog's names, from the print outwards."""
    shop, code = rules.catalog, piece.code
    rows: list[tuple[str, str]] = []
    if code.print:
        for what, table, row_id in (
            ("Product", shop.product_type_by_id, code.print.product_type),
            ("Paper or canvas", shop.media_by_id, code.print.media),
            ("Style", shop.style_by_id, code.print.style),
        ):
            row = table.get(row_id)
            rows.append((what, row.name if row else f"{row_id}"))
    framed = code.frame
    if framed and framed.mats:
        names = [shop.mat_by_id[mat.mat].name if mat.mat in shop.mat_by_id else f"{mat.mat}" for mat in framed.mats]
        rows.append(("Mat", names[-1]))
        if len(names) > 1:
            rows.append(("Inner mat", names[0]))
    if framed and framed.frame:
        frame = rules.frame_of(piece)
        rows.append(("Frame", frame.name if frame else f"{framed.frame}"))
    if framed and framed.glazing:
        glazing = shop.glazing_by_id.get(framed.glazing)
        rows.append(("Glazing", glazing.name if glazing else f"{framed.glazing}"))
    return tuple(rows)


def measures(geometry: Geometry) -> tuple[Measure, ...]:
    """The sizes of a piece, from the print outwards; paper and opening only where they are another size."""
    named: list[tuple[str, Size]] = [("Print", geometry.image.size)]
    named += [("Paper", geometry.sheet.size)]
    outer = len(geometry.windows) > 1
    named += [
        (f"Mat window{', inner' if outer and not at else ''}", rect.size) for at, rect in enumerate(geometry.windows)
    ]
    named += [("Frame opening", geometry.opening.size), ("Outside", geometry.outside.size)]
    rows: list[Measure] = []
    last: Size | None = None
    for name, size in named:
        if size != last or name not in {"Paper", "Frame opening"}:
            rows.append(Measure(name, f"{size.framer} in", size.metric))
        last = size
    if geometry.depth:
        depth = geometry.depth
        rows.append(Measure("Depth", f"{inches(depth)} in", f"{depth * CM_PER_INCH:.1f} cm"))
    return tuple(rows)


def piece_text(title: str, code: str, link: str, made_of: Sequence[tuple[str, str]], sizes: Sequence[Measure]) -> str:
    """A piece as text for a mail or a note; pasted into the code field it is the piece again."""
    rows = [f"{what}: {name}" for what, name in made_of]
    rows += [f"{one.name}: {one.inch} ({one.metric})" for one in sizes]
    return "\n".join((one_line(title), "", *rows, "", f"Product code: {code}", link, ""))
