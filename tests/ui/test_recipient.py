"""The recipient's page and the address book in the real window: by country, by keyboard, with the service's word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton

from fwdesk.domain.order import AddressVerdict, Recipient
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.wire.order_bodies import address_body
from fwdesk.finerworks.wire.orders import WireAddress
from fwdesk.orders.address import forms, problems
from fwdesk.ui.address_book import AddressBookDialog
from fwdesk.ui.address_compare import marked_html
from fwdesk.ui.address_form import AddressForm
from fwdesk.ui.recipient_page import RecipientPage
from tests.support.desks import ADA, House, stop_server


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    made.window.side.begin_order()
    made.until(lambda: bool(made.desk.ordering.countries) and made.desk.addresses.loaded)
    return made


def page(house: House) -> RecipientPage:
    found = house("order.recipient")
    assert isinstance(found, RecipientPage)
    return found


def edit(house: House, name: str) -> QLineEdit:
    found = house(f"recipient.{name}")
    assert isinstance(found, QLineEdit)
    return found


def type_country(house: House, name: str) -> None:
    box = house("recipient.country_code")
    assert isinstance(box, QComboBox)
    line = box.lineEdit()
    assert line is not None
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, name)
    tab(house)


def tab(house: House) -> None:
    """The key as a person presses it: a list that has come up below a field gets it first."""
    popup = QApplication.activePopupWidget()
    if popup:
        QTest.keyClick(popup, Qt.Key.Key_Tab)
        house.window.activateWindow()
        house.qtbot.waitActive(house.window)
    else:
        house.key(Qt.Key.Key_Tab)


def answer(monkeypatch: pytest.MonkeyPatch, verdict: AddressVerdict) -> None:
    monkeypatch.setattr(FinerWorks, "validate_recipient_address", lambda *_args, **_more: verdict)


def check(house: House) -> None:
    page(house).go.click()
    house.until(lambda: house.desk.ordering.verdict is not None)


# The form


def test_every_country_goes_from_the_form_to_the_wire_and_back(qapp: QApplication) -> None:
    form = AddressForm("every")
    form.set_forms(forms())
    for code, rules in forms().items():
        area = rules.areas[0].code if rules.areas else "Somewhere"
        typed = {
            "first_name": "Ada", "last_name": "Łuczak", "address_1": "1 Main St", "city": "Town",
            "zip_postal_code": rules.postal_example or "12345", "state_code": "CA", "province": area,
        }  # fmt: skip
        form.show_recipient(Recipient(country_code=code))
        assert form.country.currentText() == rules.name
        shown = {name for row in form._laid for name in row}
        for name in typed.keys() & shown:
            form.edits[name].setFocus()
            form.edits[name].setText(typed[name])
        read = form.recipient()
        assert problems(read) == {}, (code, read)
        back = WireAddress.model_validate(address_body(read)).value()
        assert back == read, code
        form.show_recipient(back)
        assert form.recipient() == read, code
        assert form.edits["zip_postal_code"].text() == (typed["zip_postal_code"] if rules.has_postal_code else ""), code
    form.deleteLater()


def test_the_form_follows_the_country(house: House) -> None:
    form = page(house).form
    assert form._captions["zip_postal_code"].text() == "ZIP code"
    edit(house, "state_code").setText("TX")
    type_country(house, "Japan")
    assert form.country.currentData() == "jp"
    assert house.desk.ordering.recipient.country_code == "jp"
    assert house.desk.ordering.recipient.state_code == ""
    assert form._captions["province"].text() == "Prefecture"
    assert edit(house, "zip_postal_code").accessibleName() == "Postal code"
    assert edit(house, "zip_postal_code").placeholderText() == "154-0023"
    assert not edit(house, "state_code").isVisible()
    type_country(house, "Singapore")
    assert edit(house, "city").text() == "Singapore"
    type_country(house, "Hong Kong")
    assert edit(house, "city").text() == ""
    assert not edit(house, "zip_postal_code").isVisible()
    assert house.desk.ordering.recipient.zip_postal_code == "000000", "never empty, and not asked for"
    type_country(house, "ie")
    assert form.country.currentText() == "Ireland"
    assert form._captions["zip_postal_code"].text() == "Eircode (optional)"
    assert house.desk.ordering.recipient.zip_postal_code == "000000"
    type_country(house, "Atlantis")
    assert form.country.currentText() == "Ireland", "what is no country changes nothing"
    type_country(house, "United States")
    assert edit(house, "state_code").isVisible()


def _tab_follows_the_fields_of_the_country(house: House) -> None:
    type_country(house, "Germany")
    house.until(lambda: edit(house, "province").isHidden() or not edit(house, "province").isVisible())
    edit(house, "address_2").setFocus()
    seen: list[str] = []
    for _ in range(4):
        house.key(Qt.Key.Key_Tab)
        focus = house.window.focusWidget()
        assert focus is not None
        seen.append(focus.objectName())
    assert seen == ["recipient.zip_postal_code", "recipient.city", "recipient.phone", "recipient.email"]


def _a_state_by_its_name_becomes_its_code_and_letters_of_a_code_are_capitals(house: House) -> None:
    state = edit(house, "state_code")
    state.setFocus()
    QTest.keyClicks(state, "texas")
    tab(house)
    assert state.text() == "TX"
    assert house.desk.ordering.recipient.state_code == "TX"
    type_country(house, "Canada")
    province = edit(house, "province")
    province.setFocus()
    completer = province.completer()
    assert completer is not None
    completer.setCompletionPrefix("ont")
    assert completer.currentCompletion() == "Ontario (ON)"
    province.setText("Ontario (ON)")
    completer.activated.emit("Ontario (ON)")
    house.until(lambda: province.text() == "ON")
    assert house.desk.ordering.recipient.province == "ON"
    code = edit(house, "zip_postal_code")
    code.setFocus()
    QTest.keyClicks(code, "m5v 2t6")
    house.key(Qt.Key.Key_Tab)
    assert code.text() == "M5V 2T6"


def _signs_that_cannot_be_seen_are_taken_out_and_said(house: House) -> None:
    name = edit(house, "first_name")
    name.setFocus()
    QApplication.clipboard().setText("Zoe\u0308\u202e\u200b")
    name.paste()
    assert name.text() == "Zoë"
    assert house.desk.ordering.recipient.first_name == "Zoë"
    fault = page(house).form._faults["first_name"]
    assert fault.isVisible()
    assert fault.text().startswith("Taken out: 1 sign that turns the direction of writing and 1 character")
    assert name.accessibleDescription() == fault.text()


def _what_is_wrong_stands_below_its_field_and_has_the_caret(house: House) -> None:
    house.desk.ordering.set_recipient(replace(ADA, zip_postal_code="7820"))
    page(house).go.click()
    house.until(lambda: bool(house.desk.ordering.problems))
    assert house.window.focusWidget() is edit(house, "zip_postal_code")
    assert "'7820' is not a ZIP code" in edit(house, "zip_postal_code").accessibleDescription()
    house.desk.ordering.set_recipient(replace(ADA, zip_postal_code="90210"))
    check(house)
    fault = page(house).form._faults["zip_postal_code"]
    assert (fault.property("role"), fault.isVisible()) == ("doubt", True)
    assert "does not seem to be in Texas" in fault.text()


def test_typing_an_address(house: House) -> None:
    for part in (
        _signs_that_cannot_be_seen_are_taken_out_and_said,
        _a_state_by_its_name_becomes_its_code_and_letters_of_a_code_are_capitals,
        _tab_follows_the_fields_of_the_country,
    ):
        house.desk.ordering.set_recipient(Recipient())
        part(house)


# The service's word


def test_a_suggestion_is_shown_letter_by_letter_and_taken_over(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _what_is_wrong_stands_below_its_field_and_has_the_caret(house)
    answer(monkeypatch, AddressVerdict(True, replace(ADA, address_1="100 MAIN ST", zip_postal_code="78205-1234"), ""))
    house.desk.ordering.set_recipient(ADA)
    check(house)
    shown = page(house)
    assert shown._comparison.isVisible()
    assert "ZIP code: you typed 78205, suggested 78205-1234" in shown._comparison.accessibleName()
    assert shown.go.text() == "Choose a spelling"
    shown.go.click()
    assert shown.isVisible(), "an open question is answered before shipping"
    assert "two spellings" in shown.problem.text()
    assert house.window.focusWidget() is shown.use
    house.key(Qt.Key.Key_Space)
    assert edit(house, "zip_postal_code").text() == "78205-1234"
    assert not shown._comparison.isVisible()
    assert shown.go.text() == "On to shipping"
    assert house.window.focusWidget() is shown.go


def _keep_mine_is_remembered_for_this_address(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    suggested = replace(ADA, address_2="Apt 4")
    answer(monkeypatch, AddressVerdict(True, suggested, ""))
    house.desk.ordering.set_recipient(ADA)
    check(house)
    shown = page(house)
    assert "adds an apartment" in shown._says.text()
    shown.mine.click()
    assert shown.go.text() == "On to shipping"
    assert house.desk.ordering.recipient == ADA
    house.desk.ordering.set_recipient(replace(ADA, first_name="Eve"))
    house.desk.ordering.set_recipient(ADA)
    check(house)
    assert not shown._comparison.isVisible()
    assert "Your spelling is kept" in shown._accepted.text()
    answer(monkeypatch, AddressVerdict(True, replace(ADA, address_2="Apt 5"), ""))
    house.desk.ordering.set_recipient(replace(ADA, first_name="Eve"))
    house.desk.ordering.set_recipient(ADA)
    check(house)
    assert shown._comparison.isVisible(), "another suggestion is another question"


def _a_missing_apartment_is_asked_for_where_it_goes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, AddressVerdict(False, None, "The apartment or suite number is missing."))
    house.desk.ordering.set_recipient(ADA)
    check(house)
    shown = page(house)
    assert "apartment or suite number is missing" in shown.problem.text()
    assert house.window.focusWidget() is edit(house, "address_2")
    assert shown.go.text() == "Check the address"
    shown.mine.click()
    assert shown.go.text() == "On to shipping", "an artist may know better"
    shown.go.click()
    house.until(lambda: not shown.isVisible())


def _a_suggestion_for_an_address_that_is_not_accepted_is_checked_anew(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = replace(ADA, zip_postal_code="78206")
    verdicts = {ADA: AddressVerdict(False, good, "Wrong ZIP."), good: AddressVerdict(True, None, "")}
    monkeypatch.setattr(FinerWorks, "validate_recipient_address", lambda _client, to, **_more: verdicts[to])
    house.desk.ordering.set_recipient(ADA)
    check(house)
    page(house).use.click()
    house.until(lambda: bool(house.desk.ordering.verdict and house.desk.ordering.verdict.valid))
    assert house.desk.ordering.recipient == good
    assert page(house).go.text() == "On to shipping"


def test_the_artist_has_the_last_word(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in (
        _keep_mine_is_remembered_for_this_address,
        _a_suggestion_for_an_address_that_is_not_accepted_is_checked_anew,
        _a_missing_apartment_is_asked_for_where_it_goes,
    ):
        house.desk.ordering.set_recipient(Recipient())
        part(house, monkeypatch)


def test_a_dead_service_is_said_and_does_not_block(house: House) -> None:
    stop_server(house.qtbot, house.program.practice)
    house.desk.ordering.set_recipient(ADA)
    page(house).go.click()
    shown = page(house)
    house.until(lambda: "you may go on without it" in shown.problem.text())
    assert shown.mine.text() == "Go on without the check"
    shown.mine.click()
    assert "Not checked by the service" in shown._accepted.text()
    shown.go.click()
    house.until(lambda: not shown.isVisible())


def test_marked_letters_cannot_carry_markup() -> None:
    assert marked_html("<b>&", ()) == "&lt;b&gt;&amp;"
    marked = marked_html("a <b", ((1, 3),))
    assert "<u>&nbsp;&lt;</u>" in marked
    assert marked.endswith("b")


# The address book


def book(house: House) -> AddressBookDialog:
    house.key(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    found = house("addresses")
    assert isinstance(found, AddressBookDialog)
    return found


BERLIN = Recipient("Max", "Muster", "", "Ring 1", city="Berlin", zip_postal_code="10115", country_code="de")


def test_find_by_typing_pick_by_enter(house: House) -> None:
    house.desk.addresses.save(BERLIN)
    house.desk.addresses.save(ADA)
    dialog = book(house)
    assert [item.split("\n")[0] for item in rows(dialog)] == ["Ada Example", "Max Muster"]
    QTest.keyClicks(dialog.search, "berl")
    assert [item.split("\n")[0] for item in rows(dialog)] == ["Max Muster"]
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert house.desk.ordering.recipient == BERLIN
    assert edit(house, "city").text() == "Berlin"
    keep = house("recipient.save")
    assert isinstance(keep, QPushButton)
    assert (keep.text(), keep.isEnabled()) == ("In the book", False)


def test_deleting_and_editing(house: House) -> None:
    house.desk.addresses.save(BERLIN)
    house.desk.addresses.save(ADA)
    dialog = book(house)
    _delete_with_undo_by_keyboard(house, dialog)
    _an_entry_is_edited_and_looked_at_first(house, dialog)


def rows(dialog: AddressBookDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def _delete_with_undo_by_keyboard(house: House, dialog: AddressBookDialog) -> None:
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.focusWidget() is dialog.list
    assert dialog.list.currentRow() == 1
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert [item.split("\n")[0] for item in rows(dialog)] == ["Ada Example"]
    assert dialog.undo.isVisible()
    QTest.keyClick(dialog.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(rows(dialog)) == 2
    assert not dialog.undo.isVisible()
    QTest.keyClicks(dialog.search, "nobody at all")
    assert not dialog.use.isEnabled()
    assert "Nobody in the book" in dialog._nothing.text()


def _an_entry_is_edited_and_looked_at_first(house: House, dialog: AddressBookDialog) -> None:
    dialog.search.setText("ada")
    dialog.edit.click()
    form = dialog.entry.form
    form.edits["zip_postal_code"].setFocus()
    form.edits["zip_postal_code"].selectAll()
    QTest.keyClicks(form.edits["zip_postal_code"], "1")
    dialog.entry.save.click()
    house.until(lambda: dialog.entry._problem.isVisible())
    assert house.desk.addresses.holds(ADA)
    QTest.keyClick(form.edits["zip_postal_code"], Qt.Key.Key_Backspace)
    QTest.keyClicks(form.edits["zip_postal_code"], "78209")
    dialog.entry.save.click()
    house.until(lambda: house.desk.addresses.holds(replace(ADA, zip_postal_code="78209")))
    assert len(house.desk.addresses.entries) == 2
    assert dialog.search.isVisible()
    dialog.new.click()
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "Esc leaves the form, not the book"
    assert dialog.search.isVisible()


def test_a_pasted_address_is_shown_before_it_is_kept(house: House, tmp_path: Path) -> None:
    dialog = book(house)
    assert "No addresses yet" in dialog._nothing.text()
    QApplication.clipboard().setText("Ada Example\n100 Main St\nSan Antonio, TX 78205\nUSA\nsee you")
    dialog.paste.click()
    assert "Look at each field" in dialog.entry._words.text()
    assert "see you" in dialog.entry._words.text()
    assert house.desk.addresses.entries == ()
    dialog.entry.save.click()
    house.until(lambda: house.desk.addresses.holds(ADA))
    QApplication.clipboard().setText("nothing of use")
    dialog.paste.click()
    assert "no address on the clipboard" in dialog.entry._words.text()
    dialog.entry.cancel.click()
    _a_table_is_shown_before_it_is_kept(house, dialog, tmp_path)


def _a_table_is_shown_before_it_is_kept(house: House, dialog: AddressBookDialog, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Street,City,State,Zip\nEve Example,100 Main St,San Antonio,TX,78205\n")
    dialog.import_file(str(path))
    house.until(lambda: dialog.entry.isVisible())
    assert dialog.entry.save.text() == "Add 1 to the book"
    assert dialog.entry.rows.count() == 1
    dialog.entry.save.click()
    assert house.desk.addresses.holds(replace(ADA, first_name="Eve"))
