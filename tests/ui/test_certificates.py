"""Certificates of authenticity, from an order that was placed to the words in the PDF, through the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from fwdesk.domain.order import OrderState
from fwdesk.ui.certificate_dialog import CertificateDialog
from fwdesk.ui.order_detail import OrderDetail
from tests.support.desks import House, end
from tests.ui.test_keyboard import nameless
from tests.ui.test_orders import opened, press, send

Houses = Callable[..., House]


def limited(house: House, copies: int, edition: int) -> None:
    cart = house.desk.ordering.cart
    cart.set_copies(copies)
    cart.set_edition(0, edition)


def dialog_of(house: House) -> CertificateDialog:
    press(house, "order.certificates")
    found = [dialog for dialog in house.window.findChildren(CertificateDialog) if dialog.isVisible()]
    assert len(found) == 1
    return found[0]


def save(dialog: CertificateDialog, house: House, path: Path) -> str:
    """Press Save as, take `path`, wait for the file; the name that was proposed."""
    dialog.foot.save.setFocus()
    QTest.keyClick(dialog.foot.save, Qt.Key.Key_Space)
    asked = dialog.findChild(QFileDialog)
    assert asked
    proposed = Path(asked.selectedFiles()[0]).name
    asked.fileSelected.emit(str(path))
    asked.close()
    house.until(lambda: dialog.foot.state.text().startswith("Saved"))
    return proposed


def pages(path: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [" ".join(pdf[at].get_textpage().get_text_range().split()) for at in range(len(pdf))]
    finally:
        pdf.close()


def pictures(path: Path) -> int:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return sum(1 for item in pdf[0].get_objects() if isinstance(item, pypdfium2.PdfImage))
    finally:
        pdf.close()


def numbers(page: OrderDetail) -> str:
    return " ".join(found.text() for found in page.findChildren(QLabel) if found.isVisibleTo(page))


def test_each_numbered_copy_of_a_placed_order_has_its_page(houses: Houses, tmp_path: Path) -> None:
    house = houses()
    limited(house, 2, 25)
    assert house.session.piece
    code = str(house.session.piece.code)
    assert send(house).state is OrderState.ACCEPTED
    page = opened(house)
    assert "portrait: Numbers 1 and 2 of 25." in numbers(page)
    dialog = dialog_of(house)
    assert (dialog.title.text(), dialog.artist.text()) == ("portrait", "")
    assert nameless(dialog) == []
    assert dialog.focusWidget() is dialog.artist
    assert dialog.medium.text(), "the catalog's names for the print"
    QTest.keyClick(dialog.foot.save, Qt.Key.Key_Space)
    assert "Enter the artist's name" in dialog.findChild(QLabel, "certificate.fault").text()  # type: ignore[union-attr]
    assert dialog.findChild(QFileDialog) is None
    dialog.artist.setText("Łucja Örn")
    dialog.title.setText("Lake at dawn")
    path = tmp_path / "both.pdf"
    assert save(dialog, house, path) == "Lake at dawn certificate 1-2 of 25.pdf"
    first, second = pages(path)
    for word in (
        "Certificate of authenticity", "Lake at dawn", "Łucja Örn", "Number 1 of 25", "16 × 20 in (40.6 × 50.8 cm)",
        dialog.medium.text(), "Limited to 25 at this size", "Signature of the artist", "Date", code, "1 of 2",
        "SPECIMEN from a practice order: no print was made",
    ):  # fmt: skip
        assert word in first, word
    assert "Number 2 of 25" in second
    assert "Number 1 of 25" not in second
    assert pictures(path) == 1, "the piece as it was sent"
    dialog.number.setCurrentIndex(2)
    assert save(dialog, house, tmp_path / "two.pdf") == "Lake at dawn certificate 2 of 25.pdf"
    assert ["Number 2 of 25" in text for text in pages(tmp_path / "two.pdf")] == [True]
    house.desk.retailing.set_client(True)
    assert not dialog.isVisible(), "what was ordered is not for a client's eyes"


def test_name_and_title_are_remembered_over_a_restart_and_the_next_order_has_the_next_number(
    houses: Houses, tmp_path: Path
) -> None:
    house = houses(data=tmp_path / "data")
    limited(house, 1, 25)
    send(house)
    opened(house)
    dialog = dialog_of(house)
    dialog.artist.setText("Ada Example")
    dialog.title.setText("Lake at dawn")
    save(dialog, house, tmp_path / "one.pdf")
    dialog.close()
    end(house)
    again = houses(data=tmp_path / "data")
    send(again)  # the line says nothing of the edition: the picture is limited all the same
    opened(again)
    dialog = dialog_of(again)
    assert (dialog.artist.text(), dialog.title.text()) == ("Ada Example", "Lake at dawn")
    save(dialog, again, tmp_path / "next.pdf")
    assert "Number 2 of 25" in pages(tmp_path / "next.pdf")[0]


@pytest.mark.parametrize(("profile", "edition"), [("lost_answers+unlisted_test_orders", 25), ("standard", 0)])
def test_what_was_not_placed_or_not_limited_is_not_certified(houses: Houses, profile: str, edition: int) -> None:
    house = houses(profile=profile)
    limited(house, 1, edition)
    row = send(house)
    page = opened(house)
    assert not page.certify.isVisible()
    said = "There are certificates once the order has its number" in numbers(page)
    assert said == (row.state is not OrderState.ACCEPTED) == bool(edition)
