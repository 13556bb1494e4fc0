"""The page of the service: three cards, two fields, one check; by mouse, by keyboard, and in pictures."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from fwdesk.app import key_check
from fwdesk.app.key_check import Doing, Outcome
from fwdesk.app.link import LinkState
from fwdesk.app.service import Kind, Service
from fwdesk.app.workshop import HOSTS
from fwdesk.domain.errors import BadCredentials, BadReply, CodeError, ConnectionLost, Refused, TimedOut, Unreachable
from fwdesk.domain.rules import Step
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import create_app
from fwdesk.store.password_store import trusted
from fwdesk.store.secrets import Place, Secrets, Slot
from fwdesk.ui import theme
from fwdesk.ui.key_field import Peek
from fwdesk.ui.messages import keys_trouble
from fwdesk.ui.service_dialog import ServiceDialog
from tests.support.accounts import AccountServer
from tests.support.desks import FULL, LONG, Bench, Heartbeat, House
from tests.support.stores import APP, OTHER, PAIR, WEB, Store, known
from tests.ui.test_window import too_narrow

LONG_NAME = "Antoinette-Wilhelmina-Featherstonehaugh-van-der-Bilt-Atelier-" * 3


@pytest.fixture
def accounts(monkeypatch: pytest.MonkeyPatch) -> Iterator[AccountServer]:
    with AccountServer() as server:
        for kind in (Kind.TEST, Kind.LIVE):
            monkeypatch.setitem(HOSTS, kind, server.url)
        yield server


@pytest.fixture
def store() -> Iterator[Store]:
    made = known("keyring.backends.SecretService.Keyring")
    yield made
    if made.gate:
        made.gate.set()


class Page:
    """The dialog on a desk without a window."""

    def __init__(self, dialog: ServiceDialog, qtbot: QtBot) -> None:
        self.dialog, self._qtbot = dialog, qtbot
        self.panel, self.keys = dialog.panel, dialog._keys
        self.web, self.app = (field.edit for field in dialog.panel.fields.values())
        self.chosen: list[Service] = []
        dialog.chosen.connect(self.chosen.append)

    def until(self, fact: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(lambda: bool(fact()), timeout=LONG)

    def rest(self) -> None:
        self.until(lambda: self.keys.doing is Doing.NOTHING)

    def pick(self, kind: Kind) -> None:
        QTest.mouseClick(self.dialog.cards[kind], Qt.MouseButton.LeftButton)
        assert self.dialog.service.kind is kind
        self.rest()

    def paste(self, edit: QLineEdit, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        edit.setFocus()
        edit.selectAll()
        QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def put(self, web_api_key: str = WEB, app_key: str = APP) -> None:
        self.paste(self.web, web_api_key)
        self.paste(self.app, app_key)

    def press(self, name: str) -> None:
        button = self(name)
        assert isinstance(button, QAbstractButton)
        assert button.isVisible()
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def __call__(self, name: str) -> QWidget:
        found = self.dialog.findChild(QWidget, f"service.{name}")
        assert found is not None, name
        return found

    def text(self, name: str) -> str:
        found = self(name)
        assert isinstance(found, QLabel | QAbstractButton)
        return found.text()

    @property
    def said(self) -> str:
        """What the notice says, as a screen reader reads it."""
        return self.panel.notice.accessibleName() if self.panel.notice.isVisible() else ""


@pytest.fixture
def pages(benches: Callable[..., Bench], qtbot: QtBot) -> Iterator[Callable[..., Page]]:
    made: list[Page] = []

    def make(backend: object = None, limit_s: float = 5, service: str = "practice") -> Page:
        bench = benches()
        bench.desk.workshop._secrets = Secrets({}, lambda: trusted(backend) if backend else None, limit_s)
        bench.open(service)
        bench.wait_ready(qtbot)
        dialog = ServiceDialog(bench.desk)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow, timeout=LONG)
        made.append(Page(dialog, qtbot))
        return made[-1]

    yield make
    QGuiApplication.clipboard().clear()
    for page in made:
        page.dialog.done(0)
        page.dialog.deleteLater()


# The cards


def test_three_cards_differ_in_word_badge_and_icon(pages: Callable[..., Page]) -> None:
    page = pages()
    cards = page.dialog.cards
    assert list(cards) == [Kind.PRACTICE, Kind.TEST, Kind.LIVE]
    assert [card._badge.text() for card in cards.values()] == ["Practice", "Test", "Live"]
    assert len({bytes(card._mark.pixmap().toImage().constBits()) for card in cards.values()}) == 3
    tokens = theme.Theme.tokens
    grounds = []
    for card in cards.values():
        badge = card._badge.grab().toImage()
        grounds.append(QColor(badge.pixel(5, badge.height() // 2)).name().upper())
    assert grounds == [tokens.panel, tokens.test, tokens.live]
    for kind, card in cards.items():
        words = [each.text() for each in card.findChildren(QLabel)]
        assert Service(kind).promise in words
        assert ("In use now" in words) == (kind is Kind.PRACTICE)
        assert card.radio.accessibleName().startswith(kind.value.capitalize())
        assert card.radio.accessibleDescription() == Service(kind).promise


def test_practice_has_no_fields_and_goes_on(pages: Callable[..., Page]) -> None:
    page = pages()
    assert not page.panel.isVisible()
    assert page.text("use") == "Go on with Practice"
    page.press("use")
    assert page.chosen == [], "it is in use already"
    assert not page.dialog.isVisible()


def test_a_service_by_its_address_is_named_and_none_of_the_three_is_in_use(pages: Callable[..., Page]) -> None:
    app = create_app()
    with PracticeServer(app) as server:
        page = pages(service=server.url)
        words = " ".join(each.text() for each in page.dialog.findChildren(QLabel))
        assert f"In use now: {server.url.removeprefix('http://')}" in words
        page.press("use")
        assert page.chosen == [Service(Kind.PRACTICE)]
        page.dialog._link._tasks.shutdown()
    app.close()


# Fields


def test_a_pasted_key_is_cleaned_hidden_and_cannot_be_taken_out(pages: Callable[..., Page]) -> None:
    page = pages()
    page.pick(Kind.TEST)
    page.put(f" \ufeff{WEB}\r\n", f"{APP}\u200b")
    assert (page.web.text(), page.app.text()) == (WEB, APP)
    for edit in (page.web, page.app):
        assert edit.echoMode() is QLineEdit.EchoMode.Password
        edit.selectAll()
        QGuiApplication.clipboard().setText("before")
        for key in (Qt.Key.Key_C, Qt.Key.Key_X):
            QTest.keyClick(edit, key, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        (f"{WEB}\r\nX-Evil: 1", "line breaks"),
        (f"{WEB} {APP}", "blanks"),
        (WEB.replace("-", "–"), "long dash"),
        ("k" * 10_000, "10,000 characters"),
        ("short", "5 characters"),
        (f"<b>{WEB}</b>", "no letter"),
        (f"{WEB[:9]}\u2060{WEB[9:]}", "blanks"),
    ],
)
def test_what_is_no_key_is_said_under_its_field_and_goes_nowhere(
    pages: Callable[..., Page], accounts: AccountServer, pasted: str, says: str
) -> None:
    page = pages()
    page.pick(Kind.TEST)
    page.put(pasted)
    assert says in page.text("web_api_key.fault")
    assert "c0ffee" not in page.text("web_api_key.fault")
    assert page.web.accessibleDescription() == page.text("web_api_key.fault")
    page.press("check")
    assert says in page.text("web_api_key.fault")
    assert page.web.hasFocus()
    assert page.keys.doing is Doing.NOTHING
    assert accounts.seen == []
    page.put()
    assert not page("web_api_key.fault").isVisible()


def test_the_same_key_twice_and_no_key_at_all(pages: Callable[..., Page], accounts: AccountServer) -> None:
    page = pages()
    page.pick(Kind.TEST)
    page.put(WEB, WEB)
    page.press("check")
    assert "same key" in page.text("app_key.fault")
    page.pick(Kind.LIVE)
    assert (page.web.text(), page.app.text()) == ("", "")
    page.press("use")
    assert "is empty" in page.text("web_api_key.fault")
    assert "is empty" in page.text("app_key.fault")
    assert page.dialog.isVisible()
    assert page.chosen == []
    assert accounts.seen == []


def test_what_was_pasted_can_be_cleared_from_the_clipboard(pages: Callable[..., Page]) -> None:
    page = pages()
    page.pick(Kind.TEST)
    QTest.keyClicks(page.web, "typed-by-hand")
    assert not page("clear_clipboard").isVisible()
    page.paste(page.app, APP)
    assert page("clear_clipboard").isVisible()
    page.press("clear_clipboard")
    assert QGuiApplication.clipboard().text() == ""
    assert not page("clear_clipboard").isVisible()
    page.paste(page.app, f" {APP}\n")
    assert page("clear_clipboard").isVisible()
    QGuiApplication.clipboard().setText("something else")
    assert not page("clear_clipboard").isVisible()


# One check


def test_the_check_says_whose_keys_these_are_and_where_they_are(
    pages: Callable[..., Page], accounts: AccountServer, store: Store
) -> None:
    accounts.live(False)
    page = pages(store)
    page.pick(Kind.TEST)
    assert "No keys yet. They will be kept in the Secret Service" in page.text("where")
    assert not page("forget").isVisible()
    page.put()
    page.press("check")
    page.rest()
    assert page.said == (
        "These are the keys of ada. ada@example.com\nThe app is a test app: nothing is made or billed."
    )
    assert page.panel.notice.level == "ok"
    assert page.text("where") == "In the Secret Service of this computer."
    assert (page.web.text(), page.app.text()) == ("", "")
    assert page("use").hasFocus()
    assert page.text("check") == "Check the kept keys"
    page.press("check")
    page.rest()
    assert page.keys.outcome is Outcome.KNOWN
    QTest.keyClicks(page.web, "a")
    assert page.text("check") == "Check and keep"
    page.press("forget")
    page.rest()
    assert page.said == "The Test keys are forgotten"
    assert "No keys yet" in page.text("where")
    assert not page("forget").isVisible()


@pytest.mark.parametrize(
    ("kind", "live", "says"),
    [
        (Kind.TEST, True, "they belong under Live"),
        (Kind.LIVE, False, "they belong under Test"),
        (Kind.LIVE, True, "The app is a live app."),
        (Kind.TEST, None, "does not say whether the app is a test app or a live app"),
    ],
)
def test_what_kind_of_app_it_is(
    pages: Callable[..., Page], accounts: AccountServer, store: Store, kind: Kind, live: bool | None, says: str
) -> None:
    accounts.live(live)
    page = pages(store)
    page.pick(kind)
    page.put()
    page.press("check")
    page.rest()
    assert says in page.said
    refused = "belong" in says
    assert page.panel.notice.level == ("error" if refused else "ok")
    assert bool(store.kept) is not refused
    assert page.web.text() == (WEB if refused else "")


def test_a_check_shows_that_it_waits_and_can_be_stopped(
    pages: Callable[..., Page], accounts: AccountServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_check, "SLOW_MS", 30)
    page = pages()
    page.pick(Kind.TEST)
    page.put()
    accounts.gate.clear()
    page.press("check")
    assert "Asking FinerWorks" in page.text("doing")
    assert page("stop").isVisible()
    assert not page("check").isEnabled()
    assert not page("clear_clipboard").isVisible()
    page.until(lambda: "still waiting" in page.text("doing"))
    page.press("stop")
    page.rest()
    assert page.said == "The check of the Test keys was stopped"
    assert not page("stop").isVisible()
    assert page("check").isEnabled()
    assert page.web.text() == WEB, "to check again"
    assert page("clear_clipboard").isVisible()


def test_another_card_stops_the_check_and_takes_the_keys_out_of_the_fields(
    pages: Callable[..., Page], accounts: AccountServer, store: Store
) -> None:
    page = pages(store)
    page.pick(Kind.TEST)
    page.put()
    accounts.gate.clear()
    page.press("check")
    page.until(accounts.asked.is_set)
    page.pick(Kind.LIVE)
    assert page.said == "The check of the Test keys was stopped"
    assert (page.web.text(), page.app.text()) == ("", "")
    accounts.gate.set()
    page.until(lambda: not page.dialog._link._tasks.busy)
    assert store.kept == {}
    page.pick(Kind.PRACTICE)
    assert not page.panel.isVisible()


def test_closing_stops_the_check_and_empties_the_fields(
    pages: Callable[..., Page], accounts: AccountServer, store: Store
) -> None:
    page = pages(store)
    page.pick(Kind.TEST)
    page.put()
    accounts.gate.clear()
    page.press("check")
    page.until(accounts.asked.is_set)
    QTest.keyClick(page.dialog, Qt.Key.Key_Escape)
    assert not page.dialog.isVisible()
    accounts.gate.set()
    page.until(lambda: not page.dialog._link._tasks.busy)
    assert store.kept == {}
    assert page.web.text() == ""


# Using


def test_use_checks_what_was_typed_first(pages: Callable[..., Page], accounts: AccountServer, store: Store) -> None:
    page = pages(store)
    page.pick(Kind.TEST)
    page.put()
    page.press("use")
    page.until(lambda: not page.dialog.isVisible())
    assert page.chosen == [Service(Kind.TEST)]
    assert accounts.seen == [("/v3/test_my_credentials", WEB, APP), ("/v3/get_user", WEB, APP)]
    assert store.kept


def test_use_stays_when_the_keys_are_refused(pages: Callable[..., Page], accounts: AccountServer) -> None:
    accounts.no = "not today"
    page = pages()
    page.pick(Kind.TEST)
    page.put()
    page.press("use")
    page.rest()
    assert page.dialog.isVisible()
    assert page.chosen == []
    assert "not today. Nothing was kept." in page.said


def test_use_takes_kept_keys_as_they_are_and_waits_for_a_slow_store(
    pages: Callable[..., Page], accounts: AccountServer, store: Store
) -> None:
    page = pages(store)
    page.dialog._keys._workshop.secrets.keep(Slot.LIVE, OTHER)
    store.gate, store.gate_at = threading.Event(), len(store.calls) + 1
    QTest.mouseClick(page.dialog.cards[Kind.LIVE], Qt.MouseButton.LeftButton)
    assert page.keys.doing is Doing.LOOKING
    page.press("use")
    assert page.dialog.isVisible()
    store.gate.set()
    page.until(lambda: not page.dialog.isVisible())
    assert page.chosen == [Service(Kind.LIVE)]
    assert accounts.seen == []


def test_the_service_in_use_is_tried_again_if_it_does_not_work(
    pages: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pages()
    link = page.dialog._link
    opened: list[Service] = []
    monkeypatch.setattr(link, "open", opened.append)
    link._state = LinkState.FAILED
    page.press("use")
    assert opened == [Service(Kind.PRACTICE)]
    assert page.chosen == []


# A password store that is not there, locked, or hangs


def test_a_locked_store_is_said_with_a_way_to_look_again(
    pages: Callable[..., Page], accounts: AccountServer, store: Store
) -> None:
    from keyring.errors import KeyringLocked

    page = pages(store)
    page.dialog._keys._workshop.secrets.keep(Slot.TEST, PAIR)
    store.raises = dict.fromkeys(("get", "set", "delete"), KeyringLocked(WEB))
    page.pick(Kind.TEST)
    assert page.text("where") == "The Secret Service is locked. New keys are kept only until fwdesk closes."
    store.raises = {}
    page.press("look")
    page.rest()
    assert page.text("where") == "In the Secret Service of this computer."
    assert not page("look").isVisible()


def test_nothing_of_a_store_that_hangs_or_a_service_that_hangs_is_felt(
    pages: Callable[..., Page], accounts: AccountServer, store: Store, qapp: QApplication
) -> None:
    store.gate, store.gate_at = threading.Event(), 1
    page = pages(store, limit_s=0.4)
    beat = Heartbeat(page.dialog)
    beat.start()
    QTest.mouseClick(page.dialog.cards[Kind.TEST], Qt.MouseButton.LeftButton)
    page.until(lambda: "get" in store.calls)
    page.put()
    page.rest()
    assert "does not answer" in page.text("where")
    page.press("check")
    page.rest()
    longest = beat.stop()
    assert page.keys.outcome is Outcome.KEPT
    assert page.keys.kept
    assert page.keys.kept.place is Place.MEMORY
    assert page.text("where").startswith("In memory: they are forgotten when fwdesk closes.")
    assert longest < 350, "shorter than any one visit to the store"


# Keyboard


def test_everything_by_keyboard_alone(pages: Callable[..., Page], accounts: AccountServer, store: Store) -> None:
    page = pages(store)

    def key(code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(page.dialog.focusWidget(), code, modifier)

    assert page.dialog.focusWidget().objectName() == "service.practice"
    key(Qt.Key.Key_Right)
    page.rest()
    assert page.dialog.service.kind is Kind.TEST
    key(Qt.Key.Key_Tab)
    assert page.web.hasFocus()
    for text, edit in ((WEB, page.web), (APP, page.app)):
        while not edit.hasFocus():
            key(Qt.Key.Key_Tab)
        QGuiApplication.clipboard().setText(text)
        key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    key(Qt.Key.Key_Return)
    page.rest()
    assert page.keys.outcome is Outcome.KEPT
    assert page("use").hasFocus()
    passed: list[str] = []
    for _ in range(20):
        passed.append(page.dialog.focusWidget().objectName())
        key(Qt.Key.Key_Tab)
        if page.dialog.focusWidget().objectName() == passed[0]:
            break
    assert passed == [
        f"service.{name}" for name in ("use", "test", "web_api_key", "app_key", "check", "clear_clipboard", "forget")
    ] + ["service.close"]
    key(Qt.Key.Key_Space)
    assert page.chosen == [Service(Kind.TEST)]


def test_every_control_has_a_name(pages: Callable[..., Page]) -> None:
    page = pages()
    page.pick(Kind.TEST)
    for control in page.dialog.findChildren(QWidget):
        if isinstance(control, QLineEdit | QAbstractButton):
            assert control.accessibleName() or (not isinstance(control, QRadioButton) and control.text()), control
            assert control.objectName().startswith("service."), control
    captions = {each.buddy().objectName(): each.text() for each in page.dialog.findChildren(QLabel) if each.buddy()}
    assert captions == {"service.web_api_key": "Web API key", "service.app_key": "App key"}


# Looks


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("case", ["practice", "empty", "faults", "long name", "long no", "locked", "environment"])
def test_nothing_is_cut_off(
    houses: Callable[..., House], accounts: AccountServer, store: Store, look: str, case: str
) -> None:
    house = houses(size=(960, 640))
    house.window.menus.theme_chosen.emit(look)
    environ = {"FWDESK_WEB_API_KEY": WEB} if case == "environment" else {}
    if case == "locked":
        store.raises = {"get": RuntimeError()}
    house.desk.workshop._secrets = Secrets(environ, lambda: trusted(store))
    house.window.menus.show_service()
    dialog = house.window.findChild(ServiceDialog)
    assert isinstance(dialog, ServiceDialog)
    page = Page(dialog, house.qtbot)
    if case != "practice":
        page.pick(Kind.TEST)
    if case == "faults":
        page.put("short", WEB.replace("-", "–"))
        page.press("check")
    if case.startswith("long"):
        accounts.account = {"account_username": LONG_NAME, "account_email": f"{LONG_NAME}@example.com"}
        accounts.no = "the quick brown fox, " * 30 if case == "long no" else ""
        page.put()
        page.press("check")
        page.rest()
        shown = page.panel.notice.headline.text() + page.panel.notice.words.text()
        told = accounts.no[:490] if accounts.no else LONG_NAME
        assert told.strip() in shown.replace("\u200b", "")
    QTest.qWait(1)
    assert dialog.width() <= 960
    assert dialog.height() <= 640
    assert too_narrow(dialog) == []
    for widget in dialog.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, QLabel) and widget.wordWrap():
            assert widget.height() >= widget.heightForWidth(widget.width()), widget.text()
        if widget.isVisible() and isinstance(widget, QLineEdit | QAbstractButton):
            assert widget.height() >= widget.sizeHint().height(), widget.objectName()
    if not case.startswith("long"):
        assert dialog._scroll.verticalScrollBar().maximum() == 0
    for part in (page.panel.notice, page("use")):
        if part.isVisible():
            assert not part.visibleRegion().isEmpty(), "what is new is in view"
    dialog.done(0)
    house.window.menus.theme_chosen.emit("light")


def test_the_page_follows_the_look_while_it_is_open(houses: Callable[..., House]) -> None:
    house = houses()
    house.window.menus.show_service()
    dialog = house.window.findChild(ServiceDialog)
    assert isinstance(dialog, ServiceDialog)
    for look, tokens in (("dark", theme.DARK), ("light", theme.LIGHT)):
        house.window.menus.theme_chosen.emit(look)
        picture = dialog.grab().toImage()
        card = dialog.cards[Kind.LIVE]
        at = card.mapTo(dialog, card.rect().center())
        ground = QColor(picture.pixel(at.x(), card.mapTo(dialog, card.rect().bottomLeft()).y() - 12))
        assert ground == QColor(tokens.panel)
        badge = card._badge.grab().toImage()
        assert QColor(badge.pixel(5, badge.height() // 2)) == QColor(tokens.live)
    dialog.done(0)


# Pictures show no key (S6)


def held(page: Page, name: str) -> list[Peek]:
    """Press the eye and keep it down; the windows that show a key now."""
    page.dialog.activateWindow()
    button = page(f"{name}.show")
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    return [window for window in QGuiApplication.topLevelWindows() if isinstance(window, Peek) and window.isVisible()]


def test_a_key_is_shown_while_a_button_is_held_and_in_no_picture_of_a_widget(pages: Callable[..., Page]) -> None:
    QApplication.setCursorFlashTime(0)
    pictures: list[list[QImage]] = []
    for pair in (PAIR, OTHER):
        page = pages()
        page.pick(Kind.TEST)
        page.put(pair.web_api_key, pair.app_key)
        page.paste(page.web, pair.web_api_key)
        (peek,) = held(page, "web_api_key")
        assert "".join(peek._lines) == pair.web_api_key
        page.until(peek.isExposed)
        assert peek not in page.dialog.findChildren(QWidget)
        assert not any(isinstance(widget, Peek) for widget in QApplication.allWidgets())
        widgets = [page.dialog, *(each for each in page.dialog.findChildren(QWidget) if each.isVisible())]
        pictures.append([widget.grab().toImage() for widget in widgets])
        assert page.web.echoMode() is QLineEdit.EchoMode.Password
        QTest.mouseRelease(page("web_api_key.show"), Qt.MouseButton.LeftButton)
        assert not any(isinstance(window, Peek) and window.isVisible() for window in QGuiApplication.topLevelWindows())
        page.dialog.done(0)
    assert pictures[0] == pictures[1]
    assert len(pictures[0]) > 30
    QApplication.setCursorFlashTime(1000)


@pytest.mark.parametrize("how", ["close", "card", "focus", "window", "hidden"])
def test_a_shown_key_goes_with_its_field(pages: Callable[..., Page], qtbot: QtBot, how: str) -> None:
    page = pages()
    page.pick(Kind.TEST)
    page.put()
    if how == "hidden":
        page("app_key.show").setFocusPolicy(Qt.FocusPolicy.NoFocus)
    (peek,) = held(page, "app_key")
    if how == "close":
        page.dialog.done(0)
    elif how == "card":
        page.dialog.cards[Kind.PRACTICE].radio.click()
    elif how == "hidden":
        page.panel.fields["app_key"].hide()
    elif how == "window":
        other = QWidget()
        qtbot.addWidget(other)
        other.show()
        other.activateWindow()
        qtbot.waitUntil(other.isActiveWindow, timeout=LONG)
    else:
        page("app_key.show").setFocus()
        page.web.setFocus()
    assert not any(isinstance(window, Peek) and window.isVisible() for window in QGuiApplication.topLevelWindows())
    del peek


def test_a_key_as_long_as_they_come_is_shown_whole(pages: Callable[..., Page]) -> None:
    page = pages()
    page.pick(Kind.TEST)
    page.put("k" * 128)
    (peek,) = held(page, "web_api_key")
    assert [len(part) for part in peek._lines] == [48, 48, 32]
    page.until(peek.isExposed)
    QTest.mouseRelease(page("web_api_key.show"), Qt.MouseButton.LeftButton)


def still(house: House, widget: QWidget) -> QImage:
    """A picture of a widget on which nothing changes any more: three in a row are the same."""
    taken: list[QImage] = []

    def rests() -> bool:
        taken.append(widget.grab().toImage())
        return len(taken) > 2 and taken[-1] == taken[-2] == taken[-3] and not house.desk.tasks.busy

    house.until(rests)
    return taken[-1]


def differ(one: QImage, other: QImage) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of where two pictures differ."""
    places = [(x, y) for y in range(one.height()) for x in range(one.width()) if one.pixel(x, y) != other.pixel(x, y)]
    across, down = zip(*places, strict=True)
    return min(across), min(down), max(across), max(down)


def screens(house: House) -> list[QImage]:
    """A picture of every screen of the program, the service page with keys in its fields among them."""
    window = house.window
    found: list[QImage] = []

    def priced() -> bool:
        """Every option that can be chosen at this step has its price difference."""
        step = house.session.step
        wanted = {offer.id for offer in house.session.offers(step) if offer.chosen}
        return wanted <= set(house.desk.prices.differences(step))

    def take() -> None:
        house.settle()
        house.until(priced)
        window.setFocus()
        for each in window.findChildren(QLabel):
            if ", asked " in each.text():
                each.setText("per copy, asked 12:00")
        found.append(still(house, window))

    for step in Step:
        window.side.go_to(step)
        take()
    window.stage.show_official()
    take()
    window.stage.hide_official()
    window.side.begin_order()
    take()
    window.side.show_orders()
    take()
    window.side.show_options()
    return found


@pytest.mark.slow
def test_two_sets_of_keys_give_the_same_pictures_of_every_screen(
    houses: Callable[..., House], monkeypatch: pytest.MonkeyPatch
) -> None:
    QApplication.setCursorFlashTime(0)
    app = create_app()
    pictures: list[list[QImage]] = []
    with PracticeServer(app) as server:
        for pair in (PAIR, OTHER):
            monkeypatch.setenv("FWDESK_WEB_API_KEY", pair.web_api_key)
            monkeypatch.setenv("FWDESK_APP_KEY", pair.app_key)
            house = houses(service=server.url)
            house.session.set_code(FULL)
            pictures.append(screens(house))
            assert house.desk.workshop._seen == {pair.web_api_key, pair.app_key}
            house.window.menus.show_service()
            dialog = house.window.findChild(ServiceDialog)
            assert isinstance(dialog, ServiceDialog)
            page = Page(dialog, house.qtbot)
            for kind in (Kind.PRACTICE, Kind.TEST, Kind.LIVE):
                page.pick(kind)
                if kind is not Kind.PRACTICE:
                    page.put(pair.web_api_key, pair.app_key)
                    (peek,) = held(page, "app_key")
                    page.until(peek.isExposed)
                pictures[-1].append(still(house, dialog))
                pictures[-1].append(still(house, house.window))
                QTest.mouseRelease(page("app_key.show"), Qt.MouseButton.LeftButton)
            assert "c0ffee" not in everything_written_on(house.window)
            dialog.done(0)
            house.window.close()
    app.close()
    assert len(pictures[0]) == len(Step) + 3 + 6
    for number, (one, other) in enumerate(zip(*pictures, strict=True)):
        assert one == other, f"screen {number} differs within {differ(one, other)}"
    QApplication.setCursorFlashTime(1000)


def everything_written_on(window: QWidget) -> str:
    """Title, texts, names, descriptions and tool tips of a window and everything in it; not what fields hide."""
    texts = [window.windowTitle()]
    for widget in [window, *window.findChildren(QWidget)]:
        texts += [widget.objectName(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QAbstractButton):
            texts.append(widget.text())
        if isinstance(widget, QLineEdit):
            texts.append(widget.displayText())
    return "\n".join(texts)


# Words


@pytest.mark.parametrize(
    ("error", "headline"),
    [
        (BadCredentials("Missing or unauthorized api credentials", method="test_my_credentials"), "does not accept"),
        (BadCredentials("There are no keys for Test yet."), "cannot be used here"),
        (Refused("no"), "said no"),
        (Unreachable("x"), "cannot be reached"),
        (TimedOut("x"), "did not answer"),
        (ConnectionLost("x"), "did not answer"),
        (BadReply("a web page came instead of data"), "cannot be used"),
        (CodeError("x", 0, "a digit", "x"), "did not work"),
        (RuntimeError(WEB), "did not work"),
    ],
)
@pytest.mark.parametrize("typed", [True, False])
def test_every_trouble_has_words_of_its_own(error: Exception, headline: str, typed: bool) -> None:
    head, words = keys_trouble(error, typed=typed)
    assert headline in head
    assert words.endswith((".", "!"))
    assert ".." not in words
    assert "c0ffee" not in words
    assert ("Nothing was kept" in words) <= typed
