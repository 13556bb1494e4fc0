"""The soft proof in the window: what S does, what the stage says, and that what was chosen is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from fwdesk.domain.rules import Step
from fwdesk.ui.proof_dialog import ProofDialog
from tests.support.desks import House, end
from tests.unit.artwork.kit import colorful, dull_paper, srgb

Houses = Callable[..., House]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "dull.icc"
    path.write_bytes(dull_paper())
    return path


@pytest.fixture
def sea(tmp_path: Path) -> Path:
    path = tmp_path / "sea.png"
    colorful(400, 500).save(path, icc_profile=srgb())
    return path


def dialog_of(house: House) -> ProofDialog:
    house.until(lambda: house.window.findChild(ProofDialog) is not None)
    found = house.window.findChild(ProofDialog)
    assert isinstance(found, ProofDialog)
    return found


def pressed_s(house: House) -> None:
    house.window.activateWindow()
    house.until(house.window.isActiveWindow)
    house.window.side.show_options()
    house.key(Qt.Key.Key_S)


def pixel(house: House) -> tuple[int, ...]:
    """The color in the middle of the picture, a quarter from its right edge."""
    drawn = house.desk.preview.current
    assert drawn is not None
    left, top, right, bottom = (edge / drawn.ratio for edge in drawn.outside)
    image = house.window.stage.view.grab().toImage()
    color = image.pixelColor(round(left + (right - left) * 0.62), round((top + bottom) / 2))
    return color.red(), color.green(), color.blue()


def words(house: House) -> str:
    return house.window.stage.view.accessibleDescription()


def test_s_shows_the_proof_and_a_restart_remembers_the_paper(
    houses: Houses, sea: Path, paper: Path, tmp_path: Path
) -> None:
    house = houses(artwork=sea, data=tmp_path / "desk")
    before = pixel(house)
    assert "color not proofed" in words(house)
    pressed_s(house)  # no profile yet: it asks for one and shows nothing made up
    dialog = dialog_of(house)
    assert not house.desk.proofing.on
    assert not dialog.on.isEnabled()
    dialog.take(str(paper))
    house.until(lambda: house.desk.proofing.proof is not None)
    house.until(lambda: not house.desk.tasks.busy)
    assert "soft proof: Dull Test Paper, relative, paper white" in words(house)
    house.until(lambda: pixel(house) != before)
    dialog.gamut.click()
    house.until(lambda: not house.desk.tasks.busy)
    assert "% outside the paper’s colors, striped" in words(house)
    said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert any("% outside the paper’s colors" in text for text in said)
    dialog._group.button(1).click()
    house.until(lambda: not house.desk.tasks.busy)
    assert "perceptual" in words(house)
    dialog.close()
    house.until(lambda: house.window.findChild(ProofDialog) is None)
    pressed_s(house)
    house.until(lambda: not house.desk.tasks.busy)
    assert "color not proofed" in words(house)
    house.until(lambda: pixel(house) == before)
    end(house)
    again = houses(artwork=None, data=tmp_path / "desk")
    kept = again.desk.proofing.paper
    assert kept is not None
    assert (kept.profile, kept.intent) == (str(paper), "perceptual")
    assert not again.desk.proofing.on
    pressed_s(again)
    again.until(lambda: again.desk.proofing.proof is not None)
    again.until(lambda: not again.desk.tasks.busy)


def test_another_paper_has_no_proof_until_it_has_a_profile(houses: Houses, sea: Path, paper: Path) -> None:
    house = houses(artwork=sea)
    house.window.menus.show_proof()
    dialog = dialog_of(house)
    dialog.take(str(paper))
    house.until(lambda: house.desk.proofing.proof is not None)
    other = next(
        offer for offer in house.session.offers(Step.MEDIA) if offer.available and offer.piece != house.session.piece
    )
    house.session.take(other)
    assert "no profile for this paper" in words(house)
    assert house.desk.proofing.proof is None
    assert dialog._profile.text() == "No profile yet"
    house.session.undo()
    house.until(lambda: house.desk.proofing.proof is not None)
    dialog.forget.click()
    assert house.desk.proofing.paper is None
    assert "no profile for this paper" in words(house)
    dialog.close()
    house.until(lambda: not house.desk.tasks.busy)


def test_what_is_no_profile_is_said_and_nothing_is_shown_for_it(houses: Houses, sea: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.icc"
    odd.write_bytes(b"<html>" * 50)
    house = houses(artwork=sea)
    house.window.menus.show_proof()
    dialog = dialog_of(house)
    dialog.take(str(odd))
    house.until(lambda: house.desk.proofing.error is not None)
    assert "its profile could not be used" in words(house)
    assert any("odd.icc" in label.text() for label in dialog.findChildren(QLabel))
    dialog.close()
    house.until(lambda: not house.desk.tasks.busy)
