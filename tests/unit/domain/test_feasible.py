"""Where a print, a frame and a mat meet: found whenever it is there, in quarter inches tried one by one."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from fwdesk.domain.feasible import Around, meet
from fwdesk.domain.neighbours import Neighbours, change_words, neighbours
from fwdesk.domain.options import Style
from fwdesk.domain.size import Size
from fwdesk.domain.sizing import Room, in_limits, why_not
from tests.unit.domain.small_shop import BORDERED, BORDERLESS, FIXED, HALF, WHOLE, limits, sides, sizes, styles

QUARTERS = [Decimal(quarter) / 4 for quarter in range(1, 4 * 12)]


@st.composite
def arounds(draw: st.DrawFn) -> Around:
    """Limits of an opening and how it lies around an image, in half inches."""
    least = Decimal(draw(st.integers(0, 8))) / 2
    most = draw(st.one_of(st.none(), st.integers(0, 8).map(lambda more: least + Decimal(more) / 2)))
    return Around(tuple(draw(st.lists(limits(), max_size=2))), least, most)


def holds(around: Around, image: Size, opening: Size) -> bool:
    over = [outer - inner for inner, outer in ((image.width, opening.width), (image.height, opening.height))]
    fits = all(around.least <= more and (around.most is None or more <= around.most) for more in over)
    return fits and all(in_limits(opening, *pair) for pair in around.limits)


@settings(max_examples=200)
@given(styles(), arounds(), sizes(2, 12), sizes(2, 12), st.integers(0, 6))
def test_what_can_meet_is_found(style: Style, around: Around, wanted: Size, image: Size, more: int) -> None:
    opening = image.grown((around.least + Decimal(more) / 2) / 2)
    found = meet(style, wanted, around, wanted.grown(Decimal(2)))
    if found:
        assert why_not(style, found[0]) == ""
        assert holds(around, *found)
    if not why_not(style, image) and holds(around, image, opening):
        assert found is not None
        exactly = meet(style, image, around, opening, exactly=True)
        assert exactly == (image, opening)
        assert meet(style, image, around, opening) == (image, opening)  # what is right already stays


def test_without_a_style_the_image_is_free() -> None:
    around = Around(((Size.of(8, 10), Size.of(8, 10)),))
    assert meet(None, Size.of(16, 20), around, Size.of(20, 24)) == (Size.of(8, 10), Size.of(8, 10))


def test_an_opening_of_one_size_and_whole_inches() -> None:
    only = Around(((Size.of("9.5", 12), Size.of("9.5", 12)),), Decimal(1), Decimal(1))
    assert meet(BORDERED, Size.of(16, 20), only, Size.of(17, 21)) is None  # 8½ is no whole inch
    assert meet(BORDERLESS, Size.of(16, 20), only, Size.of(17, 21)) == (Size.of("8.5", 11), Size.of("9.5", 12))
    assert meet(BORDERLESS, Size.of(20, 16), only, Size.of(21, 17)) == (Size.of(11, "8.5"), Size.of(12, "9.5"))
    assert meet(FIXED, Size.of(16, 20), Around(((None, Size.of(9, 9)),)), Size.of(20, 24)) == (
        Size.of(5, 7), Size.of(9, 9),
    )  # fmt: skip


# The neighbours of a typed size


def tried(style: Style, room: Room | None) -> list[Size]:
    """Every legal size in quarter inches."""
    every = [Size(width, height) for width in QUARTERS for height in QUARTERS]
    return [size for size in every if not why_not(style, size) and (room is None or room.takes(size))]


@settings(max_examples=60)
@given(
    styles(),
    sizes(1, 11),
    st.one_of(st.none(), st.builds(lambda pair, by: Room(pair[0], pair[1], by, by), limits(), sides(0, 2))),
)
def test_below_and_above_are_the_nearest_there_are(style: Style, wanted: Size, room: Room | None) -> None:
    found = neighbours(style, wanted, [room] if room else [])
    legal = tried(style, room)
    below, above = ([size for size in legal if size.within(wanted)], [size for size in legal if wanted.within(size)])
    assert bool(found.below) >= bool(below)
    if found.below:
        assert not why_not(style, found.below)
        assert found.below.within(wanted)
        assert found.below.area >= max((size.area for size in below), default=Decimal(0))
    assert bool(found.above) >= bool(above)
    if found.above:
        assert not why_not(style, found.above)
        assert wanted.within(found.above)
        assert found.above.area <= min((size.area for size in above), default=found.above.area)
    if not found.reason:
        assert found.below == found.above == found.nearest == wanted


def test_a_typed_size_has_two_neighbours_and_a_reason() -> None:
    wanted = Size.of("16.5", "20.25")
    assert neighbours(BORDERED, wanted) == Neighbours(
        wanted,
        "Half-inch border is made in whole inches only, not 16½ × 20¼ in.",
        Size.of(17, 20),
        Size.of(16, 20),
        Size.of(17, 21),
    )
    assert change_words(wanted, Size.of(16, 21)) == "½ in narrower, ¾ in taller"
    assert change_words(wanted, Size.of(17, 20)) == "½ in wider, ¼ in lower"
    assert change_words(wanted, wanted) == ""


def test_neighbours_at_the_ends_of_a_style() -> None:
    assert neighbours(WHOLE, Size.of(30, 40)).above is None
    assert neighbours(WHOLE, Size.of(30, 40)).below == Size.of(24, 36)
    assert neighbours(WHOLE, Size.of(2, 40)).below is None
    assert neighbours(WHOLE, Size.of(2, 30)).above == Size.of(8, 30)
    assert neighbours(FIXED, Size.of(8, 9)).below == Size.of(5, 7)
    assert neighbours(FIXED, Size.of(8, 9)).above == Size.of(8, 10)


def test_the_frame_has_a_say() -> None:
    room = Room(None, Size.of(12, 16), 2 * HALF, 2 * HALF)
    found = neighbours(BORDERED, Size.of(16, 20), [room])
    assert found.reason == "What is around the print does not go with 16 × 20 in."
    assert (found.below, found.above) == (Size.of(11, 15), None)
