"""Export picture and proof, at the real window: by keyboard, with real files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from fwdesk.domain.proof import Paper
from fwdesk.domain.retail import Rules
from fwdesk.domain.shots import Shape, View
from fwdesk.ui import client_proof_dialog
from fwdesk.ui.client_proof_dialog import ClientProofDialog
from fwdesk.ui.export_dialog import ExportDialog
from tests.support.desks import House

Houses = Callable[..., House]


def trigger(house: House, words: str) -> None:
    """A menu's entry, by its words."""
    found = [action for action in house.window.findChildren(QAction) if action.text().replace("&", "") == words]
    assert len(found) == 1
    found[0].trigger()


def pick(dialog: QDialog, house: House, path: Path) -> str:
    """Press Save as, and choose a name in the file dialog; the name that was proposed."""
    save = dialog.foot.save  # type: ignore[attr-defined]
    save.setFocus()
    QTest.keyClick(save, Qt.Key.Key_Space)
    asked = dialog.findChild(QFileDialog)
    assert asked
    proposed = Path(asked.selectedFiles()[0]).name
    asked.fileSelected.emit(str(path))
    asked.close()
    return proposed


@pytest.fixture
def house(houses: Houses) -> House:
    return houses()


def export_of(house: House) -> ExportDialog:
    trigger(house, "Export picture…")
    dialog = house.window.findChild(ExportDialog)
    assert dialog
    house.until(lambda: not dialog.sample.empty)
    return dialog


def test_a_picture_is_exported(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = export_of(house)
    dialog.side.setValue(500)
    path = tmp_path / "mine"
    proposed = pick(dialog, house, path)
    assert house.session.piece
    assert proposed == f"Portrait {house.session.piece.code} on the wall.jpg"
    assert dialog.foot.cancel.isVisible()
    assert not dialog.foot.save.isEnabled()
    made = path.with_name("mine.jpg")
    house.until(lambda: "Saved" in dialog.foot.state.text())
    assert dialog.foot.state.text().startswith("Saved mine.jpg, ")
    with Image.open(made) as picture:
        assert max(picture.size) == 500
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog.foot.show_folder.click()
    assert [url.toLocalFile() for url in opened] == [str(tmp_path)]
    assert dialog.foot.folder == tmp_path, "the next one is put beside it"
    # A place that cannot be written to, and a picture with too few px, are told.
    pick(dialog, house, tmp_path / "none" / "x.jpg")
    house.until(lambda: "could not be saved" in dialog.foot.state.text())
    assert dialog.foot.save.isEnabled()
    assert not dialog.foot.bar.isVisible()
    dialog.side.setValue(6000)
    house.until(lambda: "is enlarged" in dialog.foot.state.text())


def test_what_does_not_apply_is_off_and_comes_back(house: House) -> None:
    dialog = export_of(house)
    dialog.view.setCurrentIndex(dialog.view.findData(View.CUT_OUT))
    house.until(dialog.shadow.isVisible)
    assert not dialog.footer.isVisible()
    assert not dialog.shape.isEnabled()
    assert (dialog.kind.currentData(), dialog.kind.isEnabled()) == ("PNG", False)
    assert "transparency" in dialog.kind.toolTip()
    assert dialog.suffixes == (".png",)
    dialog.view.setCurrentIndex(dialog.view.findData(View.ROOM))
    house.until(dialog.footer.isVisible)
    assert (dialog.kind.currentData(), dialog.kind.isEnabled()) == ("JPEG", True)
    dialog.kind.setCurrentIndex(1)
    dialog.kind.activated.emit(1)
    dialog.shape.setCurrentIndex(dialog.shape.findData(Shape.SQUARE))
    assert dialog.shot.shape is Shape.SQUARE
    assert dialog.suffixes == (".png",)
    # It keeps its choices while it is away, and follows the desk.
    dialog.foot.close_.click()
    again = export_of(house)
    assert again is dialog
    assert again.view.currentData() is View.ROOM
    before = dialog.sample._pixmap.toImage()
    house.session.set_code("5M6M9S8x10")
    house.until(lambda: dialog.sample._pixmap.toImage() != before)


def test_it_is_given_up_by_a_key_and_by_closing(house: House, tmp_path: Path) -> None:
    dialog = export_of(house)
    dialog.side.setValue(6000)
    pick(dialog, house, tmp_path / "x.jpg")
    assert dialog.foot.cancel.hasFocus() or dialog.focusWidget() is dialog.foot.cancel
    QTest.keyClick(dialog.foot.cancel, Qt.Key.Key_Space)
    assert dialog.foot.state.text() == "Given up; no file was written."
    pick(dialog, house, tmp_path / "y.jpg")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    house.until(lambda: not house.desk.tasks.busy)
    assert list(tmp_path.glob("*.jpg")) == []


def test_the_piece_is_copied_as_text_and_pasted_back(house: House) -> None:
    before = house.session.piece
    assert before
    trigger(house, "Copy piece as text")
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Portrait\n")
    assert "$" not in text
    assert "on the clipboard as text" in house.notes[-1].text
    house.session.set_code("5M6M9S8x10")
    house.session.set_code(text)
    assert house.session.piece
    assert house.session.piece.code == before.code


def test_names_paper_and_other_versions(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    trigger(house, "Proof for a client…")
    proof = house.window.findChild(ClientProofDialog)
    assert proof
    for dialog in (export_of(house), proof):
        for part in dialog.findChildren(QWidget):
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.objectName().split(".")[0] in {
                "export",
                "client_proof",
            }:
                assert part.accessibleName() or getattr(part, "text", str)(), part.objectName()
    subject = export_of(house)._subject
    assert subject
    assert isinstance(client_proof_dialog.usual_paper(), Paper)
    monkeypatch.setattr(client_proof_dialog, "usual_paper", lambda: Paper.LETTER)
    other = ClientProofDialog(house.desk, house.window, lambda: [("As it is", subject, "")])
    assert other.paper.currentData() is Paper.LETTER
    other.show()
    assert "1 other version on a last page" in other._pages.text()
    other.reject()
    other.deleteLater()


# The proof


def proof_of(house: House) -> ClientProofDialog:
    trigger(house, "Proof for a client…")
    dialog = house.window.findChild(ClientProofDialog)
    assert dialog
    house.until(dialog.isActiveWindow)  # keys of the window behind it are not its own
    return dialog


def text_of(path: Path) -> str:
    pages = pypdfium2.PdfDocument(path)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_a_proof_is_saved(house: House, tmp_path: Path, pictures: Path) -> None:
    dialog = proof_of(house)
    assert dialog.title.text() == "Portrait"
    dialog.title.setText("Dusk")
    dialog.artist.setText("Ada 日")
    dialog.client.setText("Mr. Example")
    dialog.price.setText("1,250")
    dialog.paper.setCurrentIndex(dialog.paper.findData(Paper.A4))
    path = tmp_path / "proof.pdf"
    proposed = pick(dialog, house, path)
    assert proposed.startswith("Dusk ")
    assert proposed.endswith(" proof.pdf")
    house.until(lambda: dialog.foot.state.text().startswith("Saved"))
    assert "no letters for 日" in dialog.foot.state.text()
    text = text_of(path)
    for word in ("Dusk", "Ada □ · for Mr. Example", "$1,250.00"):
        assert word in text
    assert house.desk.prices.price
    assert str(house.desk.prices.price.total) not in text
    # A title that was typed stays until another picture comes.
    QTest.keyClick(dialog.title, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(dialog.title, "Mine")
    house.session.set_code("5M6M9S8x10")
    assert dialog.title.text() == "Mine"
    house.window.open_path(str(pictures / "landscape.png"))
    house.until(lambda: dialog.title.text() == "Landscape")


def test_the_price_is_the_artists_rule_unless_another_is_typed(house: House) -> None:
    dialog = proof_of(house)
    assert dialog.price_words == ""
    assert "No price" in dialog._price_words.text()
    house.desk.retailing.set_rules(Rules())
    price = house.desk.prices.price
    assert price
    retail = str(Rules().retail_of(price.total))
    assert dialog.price_words == retail
    assert retail in dialog._price_words.text()
    house.desk.retailing.set_client(True)
    house.until(lambda: dialog.price_words == retail)
    house.desk.retailing.set_client(False)
    dialog.price.setText("99,95")
    assert dialog.price_words == "$99.95"
    dialog.price.setText("dear")
    assert not dialog.foot.save.isEnabled()
    assert "no amount" in dialog._price_words.text()
    dialog.price.clear()
    assert dialog.foot.save.isEnabled()
