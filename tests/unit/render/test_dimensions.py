"""The drawing with sizes: what is shown, in which words, and that it is as large as was asked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fwdesk.domain.code import parse_code
from fwdesk.domain.geometry import measure
from fwdesk.domain.options import Frame, Style
from fwdesk.render.dimensions import dimensions, length_words, with_dimensions
from fwdesk.render.draw import Renderer
from fwdesk.render.scene import Scene, moulding_look

FRAME = Frame(96, "Plain", color="Black")
BORDERED = Style(9, "Bordered", border=Decimal("0.5"))


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("5M6M9S16x20F96S20x24J1S16x20G1", ["outside", "package", "window, print"]),
        ("5M6M9S16x20F96S20x24J1S16x20J2S17x21", ["outside", "package", "window", "window, print"]),
        ("5M6M9S16x20F96S16x20", ["outside", "package, print"]),
        ("5M6M9S16x20", ["outside, package", "print"]),
    ],
)
def test_each_size_is_shown_once_outermost_first(code: str, names: list[str]) -> None:
    parsed = parse_code(code)
    geometry = measure(parsed, BORDERED, FRAME if parsed.frame else None)

    assert [dimension.name for dimension in dimensions(geometry)] == names


@pytest.mark.parametrize(
    ("length", "words"),
    [
        ("25.5", "25 1/2 in (64.8 cm)"),
        ("0.125", "1/8 in (0.3 cm)"),
        ("20", "20 in (50.8 cm)"),
        ("7.3", "7.3 in (18.5 cm)"),
    ],
)
def test_lengths_are_in_both_units(length: str, words: str) -> None:
    assert length_words(Decimal(length)) == words


@pytest.mark.parametrize("px", [300, 1000])
def test_the_drawing_is_as_large_as_was_asked(px: int) -> None:
    code = parse_code("5M6M9S20x16F96S24x20J1S20x16")
    scene = Scene(measure(code, None, FRAME), moulding_look(FRAME))
    drawn = with_dimensions(Renderer(), scene, None, px)

    assert max(drawn.size) == px
    assert drawn.width > drawn.height
    # The margin at the top left has no lines in it; below and to the right there are some.
    assert drawn.crop((0, 0, 8, 8)).getextrema() == ((243, 243), (243, 243), (242, 242))
    below = drawn.crop((0, drawn.height - 60, drawn.width, drawn.height)).convert("L").histogram()
    assert sum(below[:120]) > 0
