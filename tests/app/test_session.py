"""The one state: choosing, refusing, choosing anyway, going back, codes and pictures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QObject

from fwdesk.app.session import Session
from fwdesk.app.state import Note
from fwdesk.app.step_words import STEP_WORDS
from fwdesk.artwork.open import Artwork
from fwdesk.domain.code import parse_code
from fwdesk.domain.draft import Draft, Verdict, Version
from fwdesk.domain.errors import CodeError
from fwdesk.domain.money import Money
from fwdesk.domain.options import Catalog
from fwdesk.domain.rules import Step
from fwdesk.domain.size import Size, parse_size
from tests.support.desks import FULL


class Heard(QObject):
    """What a session said."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.notes: list[Note] = []
        self.histories = 0
        session.piece_changed.connect(lambda piece: self.pieces.append(str(piece.code)))
        session.noted.connect(self.notes.append)
        session.history_changed.connect(self.history)

    def history(self) -> None:
        self.histories += 1


def code(session: Session) -> str:
    assert session.piece is not None
    return str(session.piece.code)


@pytest.fixture
def framed(session: Session) -> Session:
    session.set_code(FULL)
    return session


def test_a_first_piece_is_made_of_the_catalog(session: Session) -> None:
    assert session.piece is not None
    assert session.piece.print is not None
    assert session.piece.framing is not None, "the first piece is framed if any can be"
    assert session.problems == ()
    assert session.undo_name == "", "what the desk begins with is no edit"


def test_before_a_catalog_nothing_is_offered(qapp: object) -> None:
    session = Session()
    assert session.piece is None
    assert session.geometry is None
    assert all(session.offers(step) == () for step in Step)
    assert session.choose(Step.FRAME, 96) is False
    assert session.turn() is False
    assert session.set_size(parse_size("16x20")) is False
    session.undo()
    session.redo()


def test_choosing_a_frame_changes_the_f_part_alone(framed: Session) -> None:
    heard = Heard(framed)
    assert framed.choose(Step.FRAME, 131)
    assert code(framed) == FULL.replace("F96S", "F131S")
    assert heard.pieces == [code(framed)]
    assert framed.undo_name.startswith("Frame: ")


def test_choosing_what_is_there_says_nothing(framed: Session) -> None:
    heard = Heard(framed)
    assert framed.choose(Step.FRAME, 96)
    assert heard.pieces == []
    assert heard.histories == 0


def test_an_unknown_id_is_not_chosen(framed: Session) -> None:
    assert framed.choose(Step.FRAME, 123456) is False
    assert code(framed) == FULL


@pytest.mark.parametrize("step", list(Step))
def test_every_available_row_leads_to_a_piece_without_problems(framed: Session, step: Step) -> None:
    rows = [row for row in framed.offers(step) if row.available]
    assert rows
    for row in (rows[0], rows[len(rows) // 2], rows[-1]):
        assert framed.choose(step, row.id) or step is Step.SIZE
        assert framed.problems == ()


def test_an_unavailable_row_is_refused_with_its_reason_and_the_way(framed: Session) -> None:
    heard = Heard(framed)
    row = next(row for row in framed.offers(Step.FRAME) if not row.available and row.fix)
    assert framed.choose(Step.FRAME, row.id) is False
    assert code(framed) == FULL
    (note,) = heard.notes
    assert note.level == "warn"
    assert row.reason in note.text
    assert "choose it anyway" in note.text
    assert row.fix[1:] in note.text


def test_choosing_anyway_says_what_else_changed_and_can_be_undone(framed: Session) -> None:
    heard = Heard(framed)
    row = next(row for row in framed.offers(Step.FRAME) if not row.available and row.fix)
    assert framed.take(row, anyway=True)
    assert framed.problems == ()
    assert f"F{row.id}S" in code(framed)
    (note,) = heard.notes
    assert note.undo
    assert row.fix
    assert row.fix in note.text
    assert framed.undo_name == f"Frame: {row.name}"
    framed.undo()
    assert code(framed) == FULL
    assert framed.redo_name == f"Frame: {row.name}"
    framed.redo()
    assert f"F{row.id}S" in code(framed)


def test_undo_and_redo_walk_the_whole_way(framed: Session) -> None:
    walked = [code(framed)]
    for step, option in ((Step.FRAME, 131), (Step.GLAZING, 0), (Step.MAT, 0)):
        assert framed.choose(step, option)
        walked.append(code(framed))
    for expected in reversed(walked[:-1]):
        framed.undo()
        assert code(framed) == expected
    for expected in walked[1:]:
        framed.redo()
        assert code(framed) == expected
    assert framed.redo_name == ""
    framed.undo()
    assert framed.choose(Step.FRAME, 72)
    assert framed.redo_name == "", "a new edit ends what could be done again"


def test_a_new_product_type_says_what_came_along(session: Session) -> None:
    session.set_code("5M6M9S16x20")
    heard = Heard(session)
    row = next(row for row in session.offers(Step.PRODUCT_TYPE) if row.available and row.id != 5)
    assert session.choose(Step.PRODUCT_TYPE, row.id)
    assert session.piece is not None
    part = session.piece.print
    assert part is not None
    shop = session.catalog
    assert f"media becomes {shop.media_by_id[part.media].name}" in heard.notes[0].text
    assert heard.notes[0].undo


@pytest.mark.parametrize(
    "typed",
    ["5m6m9s16X20f96s20X24j1s16X20g1", "  5M6M9S16x20F96S20x24J1S16x20G1 ", "5M6M9S16.0x20F96S20x24J1S16x20G1"],
)
def test_a_code_is_read_in_any_spelling(session: Session, typed: str) -> None:
    session.set_code(typed)
    assert code(session) == FULL


def test_the_same_code_again_is_no_edit(framed: Session) -> None:
    heard = Heard(framed)
    framed.set_code(FULL.upper())
    assert heard.pieces == []


def test_a_frame_package_alone_keeps_the_print(framed: Session) -> None:
    framed.set_code("F131S20x24J1S15x19G1")
    assert code(framed) == "5M6M9S15x19F131S20x24J1S15x19G1"
    framed.set_code("F96S18x20")
    style = framed.rules.style_of(framed.piece)  # type: ignore[arg-type]
    assert style is not None
    assert framed.piece is not None
    assert framed.piece.image == Size(18 - 2 * style.border, 20 - 2 * style.border)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("77M6M9S16x20", "77"),
        ("5M777M9S16x20", "M777"),
        ("5M6M999S16x20", "M999"),
        ("5M6M9S1x1", "S1x1"),
        ("5M6M9S16x20F77777S20x24", "F77777S20x24"),
        ("5M6M9S16x20F96S20x24J777S16x20G1", "J777S16x20"),
        ("5M6M9S16x20F96S20x24J1S16x20G777", "G777"),
        ("F77777S20x24J1S16x20G1", "F77777S20x24"),
        ("F96S20x24J777S16x20G1", "J777S16x20"),
        ("5M6M8S7.5x6F77777S10x8J1S7.5x6", "F77777S10x8"),
        ("5M6M8S7DD5x6F77777S10x8J1S7DD5x6", "F77777S10x8"),
        ("05M6M9S16.0x20F96S20x24J1S16x20G777", "G777"),
    ],
)
def test_a_code_the_catalog_cannot_make_points_at_its_part(framed: Session, typed: str, wrong: str) -> None:
    with pytest.raises(CodeError) as raised:
        framed.set_code(typed)
    error = raised.value
    assert typed[error.position :].startswith(wrong)
    assert error.expected.endswith(".")
    assert code(framed) == FULL, "the piece stays"


@pytest.mark.parametrize(("typed", "position"), [("5M6M9", 5), ("5M6Q9S16x20", 3), ("hello", 0), ("5M6M9S16x20F", 12)])
def test_a_malformed_code_names_the_position(framed: Session, typed: str, position: int) -> None:
    with pytest.raises(CodeError) as raised:
        framed.set_code(typed)
    assert raised.value.position == position
    assert raised.value.found


def test_a_sku_is_not_a_piece(framed: Session) -> None:
    with pytest.raises(CodeError, match="inventory SKU"):
        framed.set_code("AP1556P79511")


def test_another_picture_takes_a_size_that_fits_it(framed: Session, artworks: dict[str, Artwork]) -> None:
    framed.set_artwork(artworks["landscape.png"])
    assert framed.piece is not None
    image = framed.piece.image
    assert abs(image.width / image.height - Decimal("1.5")) < Decimal("0.01"), "nothing is cropped"
    assert "F96S" in code(framed)
    assert "G1" in code(framed)
    assert framed.problems == ()
    assert framed.undo_name == "Size for landscape.png"
    framed.undo()
    assert code(framed) == FULL


def test_another_picture_without_fit_leaves_the_piece(framed: Session, artworks: dict[str, Artwork]) -> None:
    framed.set_artwork(artworks["landscape.png"], fit=False)
    assert code(framed) == FULL


def test_a_typed_size_and_its_refusal(framed: Session) -> None:
    assert framed.set_size(parse_size("11x14"))
    assert "S11x14" in code(framed)
    assert framed.set_size(parse_size("100x200")) is False
    assert "S11x14" in code(framed)


def test_turn_mat_width_second_mat_and_crop(framed: Session) -> None:
    assert framed.turn()
    assert "S20x16F96S24x20" in code(framed)
    assert framed.turn()
    assert framed.set_mat_width(Decimal(3))
    assert "F96S22x26J1S16x20" in code(framed)
    assert framed.set_mat_width(Decimal(40)) is False
    assert framed.set_second_mat(2)
    assert code(framed).count("J") == 2
    assert framed.set_second_mat(0)
    assert framed.set_crop(Decimal("0.25"), Decimal(1))
    assert framed.piece is not None
    assert framed.piece.crop.x == Decimal("0.25")
    assert framed.undo_name == "Crop"


def test_another_catalog_keeps_the_piece_and_says_if_it_cannot_be_made(framed: Session, catalog: Catalog) -> None:
    heard = Heard(framed)
    framed.set_catalog(Catalog(product_types=catalog.product_types))
    assert code(framed) == FULL
    assert heard.notes[0].level == "warn"
    assert framed.problems
    framed.set_catalog(catalog)
    assert framed.problems == ()


def test_restoring_is_no_edit(framed: Session) -> None:
    fresh = Session()
    fresh.load(Draft(framed.piece))
    assert fresh.undo_name == ""
    assert code(fresh) == FULL
    assert parse_code(code(fresh)) == fresh.piece.code  # type: ignore[union-attr]


def test_a_draft_brings_piece_tray_history_and_step(framed: Session) -> None:
    framed.choose(Step.FRAME, 131)
    framed.keep(Verdict.YES)
    framed.undo()
    framed.show_step(Step.GLAZING)
    fresh = Session()
    fresh.load(framed.draft)
    assert fresh.draft == framed.draft
    assert (fresh.undo_name, fresh.redo_name) == ("Frame: " + framed.catalog.frame_by_id[131].name, "Keep as yes")
    fresh.redo()
    assert fresh.tray == (Version(fresh.piece, Verdict.YES),)  # type: ignore[arg-type]
    fresh.undo()
    fresh.undo()
    assert code(fresh) == FULL


def test_versions_are_kept_changed_brought_back_and_dropped_and_all_of_it_is_undone(framed: Session) -> None:
    first = framed.piece
    assert first is not None
    framed.keep(Verdict.YES)
    framed.choose(Step.FRAME, 131)
    framed.keep(Verdict.MAYBE)
    framed.put(first, "Version from the tray")
    assert framed.piece == first
    framed.put(first, "Version from the tray")  # it is there already: nothing to undo
    framed.keep(Verdict.NO)
    framed.keep(Verdict.NO)
    assert [(version.verdict, version.piece == first) for version in framed.tray] == [("no", True), ("maybe", False)]
    framed.drop(first)
    framed.drop(first)
    assert [version.verdict for version in framed.tray] == ["maybe"]
    names = []
    while framed.undo_name:
        names.append(framed.undo_name)
        framed.undo()
    frame = framed.catalog.frame_by_id[131].name
    assert names[:6] == [
        "Take out of the tray",
        "Keep as no",
        "Version from the tray",
        "Keep as maybe",
        f"Frame: {frame}",
        "Keep as yes",
    ]
    assert framed.tray == ()
    Session().keep(Verdict.YES)  # nothing to keep


def test_every_step_has_a_word() -> None:
    assert set(STEP_WORDS) == set(Step)


def test_a_pasted_code_says_what_is_different(framed: Session) -> None:
    heard = Heard(framed)
    shop = framed.catalog.frame_by_id
    framed.set_code("5M6M9S16x20F131S21x25J1S16x20G1")
    assert heard.notes[-1].undo
    assert heard.notes[-1].text == (f"Same print; frame {shop[96].name} → {shop[131].name}; mat border 2 → 2½ in.")
    framed.undo()
    assert code(framed) == FULL


def test_a_pasted_frame_package_says_that_the_print_stays(framed: Session) -> None:
    heard = Heard(framed)
    framed.set_code("F131S20x24J1S15x19G1")
    assert heard.notes[-1].text.startswith("Your print stays. Size 16 × 20 → 15 × 19 in; frame ")


def test_a_code_in_a_sentence_is_found_and_said(framed: Session) -> None:
    heard = Heard(framed)
    framed.set_code(f"Dear Anna,\nit is {FULL}.")
    assert [note.text for note in heard.notes] == [f"Found the code {FULL} in the text. It is the piece on the desk."]
    framed.set_code("and now: 5M6M9S16x20F96S20x24\nJ2S16x20G1, please")
    assert code(framed) == FULL.replace("J1", "J2")
    assert heard.notes[-1].text.startswith(f"Found the code {FULL.replace('J1', 'J2')} in the text. Same print; mat ")


def test_two_codes_at_once_change_nothing(framed: Session) -> None:
    with pytest.raises(CodeError) as raised:
        framed.set_code(f"5M6M9S16x20 and {FULL}")
    assert raised.value.expected.startswith("There are 2 codes")
    assert code(framed) == FULL


def test_the_price_is_told_once_and_only_of_the_piece_that_was_pasted(framed: Session) -> None:
    framed.set_mat_width(Decimal("2.5"))
    framed.undo()
    heard = Heard(framed)
    framed.tell_difference(Money.of("1"))
    assert heard.notes == [], "nothing was pasted"
    framed.set_code(FULL.replace("J1", "J2"))
    framed.tell_difference(Money.of("7.20"))
    framed.tell_difference(Money.of("7.20"))
    assert len(heard.notes) == 2
    assert heard.notes[1].text.endswith("; +7.20.")
    framed.set_code(FULL)
    for leave in (framed.undo, lambda: framed.choose(Step.FRAME, 131), lambda: framed.note("Something else")):
        framed.set_code(FULL.replace("J1", "J2"))
        assert framed.exchange is not None
        leave()
        assert framed.exchange is None
        framed.set_code(FULL)
