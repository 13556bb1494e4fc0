"""Option models and rows: what views and screen readers are told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fwdesk.app.models import OptionModel, OptionRole, OptionRow
from fwdesk.app.rows import STEP_HELP, matches, rows_for
from fwdesk.app.session import Session
from fwdesk.domain.money import Money
from fwdesk.domain.offers import Offer
from fwdesk.domain.rules import Step
from tests.support.desks import FULL


@pytest.fixture
def framed(session: Session) -> Session:
    session.set_code(FULL)
    return session


@pytest.fixture
def model(framed: Session) -> OptionModel:
    made = OptionModel()
    made.show(rows_for(framed, Step.FRAME))
    return made


def test_the_roles_are_public_and_stay() -> None:
    base = int(Qt.ItemDataRole.UserRole)
    names = [
        "ID",
        "NAME",
        "AVAILABLE",
        "REASON",
        "FIX",
        "PRICE_DIFFERENCE",
        "NOTE",
        "CURRENT",
        "LOOK",
        "OFFER",
        "BADGE",
        "GROUP",
        "HEADING",
        "FOOTING",
        "WIDE",
        "LOST",
        "HEARTED",
    ]
    assert {role.name: int(role) - base for role in OptionRole} == {name: at for at, name in enumerate(names, 1)}


@pytest.mark.parametrize("step", list(Step))
def test_qt_finds_nothing_wrong_with_the_model(framed: Session, step: Step, qtmodeltester: ModelTester) -> None:
    model = OptionModel()
    qtmodeltester.check(model, force_py=True)
    model.show(rows_for(framed, step))
    model.set_differences({0: Money.of("1.00")})
    model.show(rows_for(framed, step)[:1])
    model.show(())
    qtmodeltester.check(model, force_py=True)


def test_a_row_tells_its_facts(model: OptionModel) -> None:
    index = model.index(model.row_of(96))
    offer = index.data(OptionRole.OFFER)
    assert isinstance(offer, Offer)
    assert index.data(OptionRole.ID) == 96
    assert index.data() == index.data(OptionRole.NAME) == offer.name
    assert index.data(OptionRole.AVAILABLE) is True
    assert index.data(OptionRole.REASON) == index.data(OptionRole.FIX) == ""
    assert index.data(OptionRole.CURRENT) is True
    assert index.data(OptionRole.PRICE_DIFFERENCE) == ""
    assert "in wide" in index.data(OptionRole.NOTE)
    assert "selected" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.current_row == index.row()


def test_an_unavailable_row_tells_why_and_the_way(model: OptionModel) -> None:
    rows = [model.index(row) for row in range(model.rowCount())]
    refused = [index for index in rows if not index.data(OptionRole.AVAILABLE)]
    assert refused
    assert rows[: len(rows) - len(refused)] == [index for index in rows if index.data(OptionRole.AVAILABLE)]
    spoken = refused[0].data(Qt.ItemDataRole.AccessibleTextRole)
    assert refused[0].data(OptionRole.REASON) in spoken
    assert refused[0].data(OptionRole.FIX)
    assert refused[0].data(Qt.ItemDataRole.ToolTipRole) == refused[0].data(OptionRole.REASON)


def test_price_differences_are_filled_in_when_they_arrive(model: OptionModel, qtbot: QtBot) -> None:
    index = model.index(model.row_of(131))
    with qtbot.waitSignal(model.dataChanged):
        model.set_differences({131: Money.of("4.50"), 96: Money.of("0")})
    assert index.data(OptionRole.PRICE_DIFFERENCE) == Money.of("4.50").difference
    assert "dollars" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    same = model.index(model.row_of(96)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "same price" in same


def test_the_same_rows_keep_the_views_place(framed: Session, model: OptionModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        framed.choose(Step.FRAME, 131)
        model.show(rows_for(framed, Step.FRAME))
    assert model.index(model.current_row).data(OptionRole.ID) == 131


def test_indexes_outside_have_no_data(model: OptionModel) -> None:
    assert model.data(QModelIndex(), OptionRole.ID) is None
    assert model.data(model.index(100_000), OptionRole.ID) is None
    assert model.rowCount(model.index(0)) == 0
    assert model.row_of(-5) == -1
    empty = OptionModel()
    assert empty.current_row == -1
    empty.set_differences({})


@pytest.mark.parametrize("step", list(Step))
def test_rows_have_names_notes_and_one_current(framed: Session, step: Step) -> None:
    rows = rows_for(framed, step)
    assert rows
    assert all(row.offer.name for row in rows)
    assert sum(row.current for row in rows) == 1
    assert STEP_HELP[step].endswith(".")
    available = [row.offer.available for row in rows]
    assert available == sorted(available, reverse=True)


def test_rows_without_frame_mat_and_glazing_mark_none_as_current(session: Session) -> None:
    session.set_code("5M6M9S16x20")
    for step in (Step.FRAME, Step.MAT, Step.GLAZING):
        (current,) = (row for row in rows_for(session, step) if row.current)
        assert current.offer.id == 0


def test_sizes_say_sharpness_and_crop(framed: Session) -> None:
    rows = rows_for(framed, Step.SIZE)
    assert all("ppi" in row.note for row in rows)
    assert {row.group for row in rows} >= {"No crop", "Crops"}
    current = next(row for row in rows if row.current)
    assert (current.group, current.badge) == ("No crop", "")
    assert current.note == "Soft · 100 ppi · fine from 38 in, where the eye resolves 89"
    assert current.lost is None
    cropped = next(row for row in rows if row.offer.name == "16 × 24")
    assert cropped.lost
    assert (str(cropped.lost.left), str(cropped.lost.top)) == ("8.3", "0.0")
    assert (cropped.group, cropped.badge) == ("Crops", "Crops 8.3 % left and 8.3 % right")
    assert rows_for(Session(), Step.SIZE) == ()


def test_search_wants_every_word_anywhere() -> None:
    row = OptionRow(Offer(Step.FRAME, 96, "Chestnut Cap", None), note="1 in wide, Solid Wood")
    assert matches(row, "chest wood")
    assert matches(row, "96")
    assert matches(row, "brown", "brown Rustic")
    assert matches(row, "")
    assert not matches(row, "chestnut gilt")
