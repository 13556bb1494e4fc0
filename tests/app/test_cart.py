"""The lines of an order: the piece on the desk follows the desk, what was put in stays, and changes are taken back."""

from __future__ import annotations

import pytest

from fwdesk.app.cart import Cart
from fwdesk.app.session import Session
from fwdesk.artwork.open import Artwork
from fwdesk.domain.rules import Step
from tests.support.desks import FULL


@pytest.fixture
def cart(session: Session) -> Cart:
    session.set_code(FULL)
    return Cart(session)


def codes(cart: Cart) -> list[tuple[str, int]]:
    return [(str(line.piece.code), line.quantity) for line in cart.lines]


def test_the_piece_on_the_desk_is_a_line_and_follows_it(cart: Cart, session: Session) -> None:
    cart.set_copies(3)
    assert codes(cart) == [(FULL, 3)]
    session.choose(Step.FRAME, 131)
    assert codes(cart) == [(FULL.replace("F96", "F131"), 3)]
    assert cart.kept == 0


def test_a_piece_that_was_put_in_stays_whatever_comes_to_the_desk(
    cart: Cart, session: Session, artworks: dict[str, Artwork]
) -> None:
    assert cart.keep()
    assert not cart.keep(), "it is in already, once"
    assert codes(cart) == [(FULL, 1)]
    session.choose(Step.FRAME, 131)
    session.set_artwork(artworks["landscape.png"], fit=False)
    cart.set_copies(2)
    first, second = cart.lines
    assert (str(first.piece.code), first.artwork.name, first.quantity) == (FULL, "portrait.jpg", 1)
    assert (second.artwork.name, second.quantity) == ("landscape.png", 2)
    assert second.piece == session.piece


def test_zero_takes_a_line_out_and_undo_brings_it_back(cart: Cart, session: Session) -> None:
    cart.keep()
    session.choose(Step.FRAME, 131)
    cart.set_quantity(0, 0)
    assert codes(cart) == [(FULL.replace("F96", "F131"), 1)]
    assert cart.undo_words == "portrait, 16 × 20 in was taken out"
    cart.set_quantity(0, 0)
    assert cart.lines == ()
    cart.undo()
    cart.undo()
    assert codes(cart) == [(FULL, 1), (FULL.replace("F96", "F131"), 1)]
    cart.set_quantity(1, 7)
    assert cart.undo_words == "portrait, 16 × 20 in: 7 instead of 1 copies"
    cart.undo()
    assert [line.quantity for line in cart.lines] == [1, 1]


def test_what_was_taken_out_stays_out_while_it_lies_on_the_desk(cart: Cart, session: Session) -> None:
    cart.keep()
    cart.set_quantity(0, 0)
    assert cart.lines == (), "the same piece does not come back as the one on the desk"
    session.choose(Step.FRAME, 131)
    assert len(cart.lines) == 1, "another piece is another line"


def test_quantities_stay_between_nothing_and_the_most(cart: Cart) -> None:
    cart.set_quantity(0, 5_000)
    assert cart.lines[0].quantity == 999
    cart.set_copies(0)
    assert cart.quantity == 1
    cart.set_quantity(9, 3)
    assert cart.lines[0].quantity == 1
    cart.set_quantity(0, -4)
    assert cart.lines == ()


def test_the_copies_of_a_piece_that_is_in_are_those_of_its_line(cart: Cart) -> None:
    cart.keep()
    cart.set_copies(4)
    assert codes(cart) == [(FULL, 4)]
    assert cart.quantity == 4


def test_a_line_comes_back_to_the_desk_and_the_desk_s_piece_goes_in(
    cart: Cart, session: Session, artworks: dict[str, Artwork]
) -> None:
    cart.set_copies(3)
    cart.keep()
    session.choose(Step.FRAME, 131)
    session.set_artwork(artworks["landscape.png"], fit=False)
    other = session.piece
    cart.open(0)
    assert session.artwork == artworks["portrait.jpg"]
    assert str(session.piece.code) == FULL  # type: ignore[union-attr]
    assert [(line.artwork.name, line.quantity) for line in cart.lines] == [("landscape.png", 1), ("portrait.jpg", 3)]
    assert cart.lines[0].piece == other
    cart.open(1)
    assert len(cart.lines) == 2, "the piece on the desk is there already"


def test_an_order_that_went_leaves_the_piece_on_the_desk_once(cart: Cart, session: Session) -> None:
    cart.keep()
    session.choose(Step.FRAME, 131)
    cart.set_copies(5)
    cart.set_edition(1, 25)
    assert [line.edition for line in cart.lines] == [0, 25]
    cart.set_edition(0, 10)
    cart.set_edition(7, 10)
    assert [line.edition for line in cart.lines] == [10, 25]
    cart.clear()
    assert codes(cart) == [(FULL.replace("F96", "F131"), 1)]
    assert cart.undo_words == ""
    cart.undo()
    assert len(cart.lines) == 1


def test_a_line_taken_out_can_be_put_back(cart: Cart) -> None:
    cart.set_quantity(0, 0)
    cart.put_back()
    assert codes(cart) == [(FULL, 1)]


def test_without_a_picture_there_is_nothing(qapp: object, catalog: object) -> None:
    empty = Cart(Session())
    assert empty.lines == ()
    assert not empty.keep()


def test_an_edition_is_of_one_picture_at_one_size_and_of_no_other_that_comes_to_the_desk(
    cart: Cart, session: Session, artworks: dict[str, Artwork]
) -> None:
    cart.set_edition(0, 25)
    session.choose(Step.FRAME, 131)
    assert cart.lines[0].edition == 25, "another frame around the same print"
    session.set_artwork(artworks["landscape.png"], fit=False)
    assert cart.lines[0].edition == 0, "another picture was never limited"
    cart.set_edition(0, 25)
    session.set_code(FULL.replace("16x20", "8x10").replace("20x24", "12x14"))
    assert cart.lines[0].edition == 0, "nor was another size of it"


def test_a_line_that_comes_back_to_the_desk_has_its_edition_and_copies(
    cart: Cart, session: Session, artworks: dict[str, Artwork]
) -> None:
    cart.set_edition(0, 25)
    cart.set_copies(3)
    cart.keep()
    session.set_artwork(artworks["landscape.png"], fit=False)
    cart.open(0)
    assert [(line.artwork.name, line.edition, line.quantity) for line in cart.lines] == [
        ("landscape.png", 0, 1),
        ("portrait.jpg", 25, 3),
    ]
