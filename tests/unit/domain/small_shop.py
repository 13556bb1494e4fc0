"""A small catalog that has every kind of rule once, and random ones."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from fwdesk.domain.code import parse_code
from fwdesk.domain.crop import Pixels
from fwdesk.domain.offers import Offers
from fwdesk.domain.options import Catalog, Collection, Frame, Glazing, Mat, Media, ProductType, Style
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Rules
from fwdesk.domain.size import Size

HALF = Decimal("0.5")
BORDERLESS = Style(
    8, "Borderless", smallest=Size.of(4, 4), largest=Size.of(40, 90), allow_decimal=True, bleed=Decimal("0.06")
)
BORDERED = Style(9, "Half-inch border", smallest=Size.of(4, 4), largest=Size.of(48, 48), border=HALF)
FIXED = Style(
    20,
    "Card",
    custom_sizing=False,
    sizes=(Size.of(5, 7), Size.of(8, 10), Size.of(10, 10)),
    allow_rotate=True,
)
WHOLE = Style(21, "Fine panel", smallest=Size.of(8, 8), largest=Size.of(24, 36), allow_rotate=False)
WRAP = Style(30, "Gallery wrap", can_frame=False, can_mat=False, can_glaze=False, depth=Decimal("1.5"))
BARE = Style(31, "Canvas sheet", can_mat=False, can_glaze=False, smallest=Size.of(8, 8), largest=Size.of(40, 60))

PLAIN = Frame(1, "Black", 1, smallest=Size.of(4, 4), largest=Size.of(24, 36), color="black")
WIDE = Frame(2, "White", 1, smallest=Size.of(4, 4), largest=Size.of(48, 60), color="white", face=Decimal(2))
FLOATER = Frame(3, "Floater", 2, allow_glazing=False, allow_matting=False, color="black")
SMALL = Frame(7, "Small", 2, smallest=Size.of(4, 4), largest=Size.of(12, 16), color="gold", lip=Decimal("0.125"))
DEEP = Frame(96, "Deep", 1, face=Decimal(1), lip=Decimal("0.25"), depth=Decimal(1), color="black")

SNOW = Mat(1, "Snow White", smallest=Size.of(8, 8), largest=Size.of(38, 58))
CREAM = Mat(2, "Cream", color="#f0ead6")
CLEAR, MUSEUM = Glazing(1, "Premium Clear"), Glazing(2, "Museum")

SHOP = Catalog(
    product_types=(
        ProductType(5, "Paper", media_ids=(6, 144)),
        ProductType(11, "Canvas", media_ids=(200, 201)),
        ProductType(12, "Cards"),
        ProductType(13, "Nothing yet"),
    ),
    media=(
        Media(6, 5, "Archival Matte", style_ids=(8, 9)),
        Media(144, 5, "Watercolor", style_ids=(8, 9, 21)),
        Media(200, 11, "Canvas", style_ids=(30, 31)),
        Media(201, 11, "Thin canvas", style_ids=(30,)),
        Media(210, 12, "Card stock", style_ids=(20,)),
    ),
    styles=(BORDERLESS, BORDERED, FIXED, WHOLE, WRAP, BARE),
    collections=(
        Collection(1, "Classic", frames=(PLAIN, WIDE, DEEP)),
        Collection(2, "Modern", frames=(FLOATER, SMALL)),
    ),
    mats=(SNOW, CREAM),
    glazings=(CLEAR, MUSEUM),
)
RULES = Rules(SHOP)
OFFERS = Offers(RULES)
PORTRAIT, LANDSCAPE = Pixels(4000, 5000), Pixels(6000, 4000)


def piece(code: str) -> Piece:
    """A piece by its code."""
    return Piece(parse_code(code))


def sides(least: int = 1, most: int = 40) -> st.SearchStrategy[Decimal]:
    """Lengths in half inches."""
    return st.integers(least * 2, most * 2).map(lambda half: Decimal(half) / 2)


def sizes(least: int = 1, most: int = 40) -> st.SearchStrategy[Size]:
    """Sizes in half inches, any way up."""
    return st.builds(Size, sides(least, most), sides(least, most))


@st.composite
def limits(draw: st.DrawFn) -> tuple[Size | None, Size | None]:
    """A smallest and a largest size, portrait way up; either may be missing."""
    short, tall = sorted((draw(st.integers(2, 16)), draw(st.integers(2, 16))))
    more, taller = sorted((draw(st.integers(0, 24)), draw(st.integers(0, 24))))
    least = Size.of(short, tall) if draw(st.booleans()) else None
    most = Size.of(short + more, tall + taller) if draw(st.booleans()) else None
    return least, most


@st.composite
def styles(draw: st.DrawFn, number: int = 1) -> Style:
    """A style with any rules at all."""
    least, most = draw(limits())
    only = tuple(draw(st.lists(sizes(3, 24), max_size=3)))
    return Style(
        number,
        f"Style {number}",
        can_frame=draw(st.booleans()),
        can_mat=draw(st.booleans()),
        can_glaze=draw(st.booleans()),
        custom_sizing=draw(st.booleans()),
        smallest=least,
        largest=most,
        sizes=only,
        border=draw(st.sampled_from([Decimal(0), HALF, Decimal(1)])),
        allow_decimal=draw(st.booleans()),
        allow_rotate=draw(st.booleans()),
    )


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """A small catalog with any rules at all, some of them impossible to meet."""
    style_rows = tuple(draw(styles(number)) for number in range(1, draw(st.integers(1, 4)) + 1))
    style_ids = st.lists(st.sampled_from([row.id for row in style_rows]), max_size=3, unique=True).map(tuple)
    media = tuple(Media(number, 1, f"Media {number}", style_ids=draw(style_ids)) for number in range(1, 4))
    media_ids = st.lists(st.sampled_from([1, 2, 3]), max_size=3, unique=True).map(tuple)
    kinds = tuple(ProductType(number, f"Type {number}", media_ids=draw(media_ids)) for number in (1, 2))
    frames = tuple(
        Frame(
            number,
            f"Frame {number}",
            draw(st.integers(1, 2)),
            lip=draw(st.sampled_from([Decimal(0), Decimal("0.25"), Decimal("2.5")])),
            smallest=least,
            largest=most,
            allow_glazing=draw(st.booleans()),
            allow_matting=draw(st.booleans()),
            color=draw(st.sampled_from(["black", "white"])),
        )
        for number in range(1, draw(st.integers(0, 3)) + 1)
        for least, most in [draw(limits())]
    )
    mats = tuple(
        Mat(number, f"Mat {number}", smallest=least, largest=most)
        for number in range(1, draw(st.integers(0, 2)) + 1)
        for least, most in [draw(limits())]
    )
    glazings = tuple(Glazing(number, f"Glazing {number}") for number in range(1, draw(st.integers(0, 2)) + 1))
    return Catalog(kinds, media, style_rows, (Collection(1, "All", frames=frames),), mats, glazings)
