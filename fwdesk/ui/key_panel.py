"""The keys of test or live: two fields, one check, whose they are, where they are kept, and forgetting them."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fwdesk.app.key_check import Doing, KeyCheck, Outcome
from fwdesk.app.service import Kind
from fwdesk.domain.keys import KEY_NAMES, KeyPair, clean
from fwdesk.ui import icons
from fwdesk.ui.key_field import KeyField
from fwdesk.ui.messages import account_words, keys_trouble
from fwdesk.ui.theme import Theme, color
from fwdesk.ui.widgets import button, label, line

_LOOKS = {
    "ok": ("circle-check", "ok", "ok_tint"),
    "info": ("info-circle", "accent", "tint"),
    "warn": ("alert-triangle", "warn", "warn_tint"),
    "error": ("alert-circle", "error", "error_tint"),
}
_FROM = {
    Kind.TEST: "Both keys come from your FinerWorks account. The App key is that of an app in test mode.",
    Kind.LIVE: "Both keys come from your FinerWorks account. The App key is that of an app in live mode.",
}
_UNBROKEN = re.compile(r"\S{28}(?=\S)")


def breakable(text: str) -> str:
    """The text with places at which a very long word may go to the next line."""
    return _UNBROKEN.sub("\\g<0>\u200b", text)


class Notice(QFrame):
    """An icon, a headline and words below it, in the colors of ok, info, warn or error. Hidden while empty."""

    def __init__(self, name: str) -> None:
        """Nothing to say yet."""
        super().__init__()
        self.setObjectName(name)
        self.level = ""
        self._mark = QLabel()
        self.headline = label("", "name", wrap=True)
        self.words = label("", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._mark, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.headline, 0, 1)
        grid.addWidget(self.words, 1, 1)
        self.hide()

    def say(self, level: str = "", headline: str = "", words: str = "") -> None:
        """Say something, or nothing."""
        self.level = level
        self.headline.setText(breakable(headline))
        self.words.setText(breakable(words))
        self.words.setVisible(bool(words))
        self.setAccessibleName(f"{headline}. {words}" if words else headline)
        self.setVisible(bool(headline))
        self.restyle()

    def restyle(self) -> None:
        """Take the colors of the look in force."""
        if self.level:
            icon, ink, ground = _LOOKS[self.level]
            tokens = Theme.tokens
            edge, fill = getattr(tokens, ink), getattr(tokens, ground)
            self.setStyleSheet(f"Notice {{ border: 1px solid {edge}; background: {fill}; border-radius: 8px; }}")
            self._mark.setPixmap(icons.pixmap(icon, color(ink), 20, self.devicePixelRatioF()))


class KeyPanel(QWidget):
    """What there is to do with the keys of a service.

    Signals:
        said(QWidget): there is something new to read in that part.
    """

    said = Signal(object)

    def __init__(self, keys: KeyCheck) -> None:
        """Follows `keys`."""
        super().__init__()
        self._keys = keys
        self._offered = False
        self._from = label("", "caption", wrap=True)
        self.fields = {name: KeyField(name) for name in KEY_NAMES}
        self.check = button("", name="service.check")
        self.stop = button("Stop", "link", name="service.stop")
        self._doing = label("", "caption", wrap=True)
        self._doing.setObjectName("service.doing")
        self.notice = Notice("service.said")
        self._where = label("", wrap=True)
        self._where.setObjectName("service.where")
        self._lock = QLabel()
        self.forget = button("Forget the keys", name="service.forget")
        self.again = button("Look again", name="service.look")
        self._forgets = label(
            "Forgetting takes both keys off this computer; your FinerWorks account stays as it is.",
            "caption",
            wrap=True,
        )
        self._clipboard = label("The clipboard still holds what you pasted.", "caption")
        self.clear_clipboard = button("Clear the clipboard", "link", name="service.clear_clipboard")
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._from)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        for field in self.fields.values():
            pair.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(pair)
        checking = QHBoxLayout()
        checking.setSpacing(10)
        checking.addWidget(self.check)
        checking.addWidget(self._doing, 1)
        checking.addWidget(self.stop)
        checking.addWidget(self._clipboard)
        checking.addWidget(self.clear_clipboard)
        column.addLayout(checking)
        column.addWidget(self.notice)
        column.addWidget(line())
        keeping = QGridLayout()
        keeping.setHorizontalSpacing(10)
        keeping.setVerticalSpacing(4)
        keeping.setColumnStretch(1, 1)
        keeping.addWidget(self._lock, 0, 0, Qt.AlignmentFlag.AlignTop)
        keeping.addWidget(self._where, 0, 1)
        keeping.addWidget(self._forgets, 1, 1)
        keeping.addWidget(self.again, 0, 2, Qt.AlignmentFlag.AlignTop)
        keeping.addWidget(self.forget, 0, 3, 2, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(keeping)

    def _connect(self) -> None:
        for field in self.fields.values():
            field.edited.connect(self._edited)
            field.pasted.connect(self._offer_to_clear)
            field.entered.connect(self.check_now)
        self.check.clicked.connect(self.check_now)
        self.stop.clicked.connect(self._keys.stop)
        self.forget.clicked.connect(self._keys.forget)
        self.again.clicked.connect(self._keys.look_again)
        self.clear_clipboard.clicked.connect(self._clear_clipboard)
        QGuiApplication.clipboard().dataChanged.connect(self._clipboard_changed)
        self._keys.changed.connect(self.refresh)

    @property
    def typed(self) -> bool:
        """True when at least one field holds something."""
        return not all(field.empty for field in self.fields.values())

    def turn_to(self, kind: Kind) -> None:
        """Another service: what was typed for the one before is not checked for this one."""
        self._from.setText(_FROM.get(kind, ""))
        self._empty()
        self._show_offer(False)

    @Slot()
    def check_now(self) -> None:
        """Check what was typed, or the kept keys when nothing was; say what is missing first."""
        if not self.typed and self._keys.kept and self._keys.kept.there:
            self._keys.check_kept()
            return
        typed = KeyPair(*(field.edit.text() for field in self.fields.values()))
        faults = typed.faults()
        for name, field in self.fields.items():
            field.say(faults.get(name, ""))
        if faults:
            first = self.fields[next(iter(faults))]
            first.edit.setFocus()
            self.said.emit(first)
        else:
            self._keys.check(typed)

    def _empty(self) -> None:
        for field in self.fields.values():
            field.clear()

    @Slot()
    def _edited(self) -> None:
        self._say_button()

    # The clipboard

    @Slot()
    def _offer_to_clear(self) -> None:
        held = clean(QGuiApplication.clipboard().text())
        self._show_offer(any(held == field.edit.text() for field in self.fields.values()))

    @Slot()
    def _clear_clipboard(self) -> None:
        QGuiApplication.clipboard().clear()

    @Slot()
    def _clipboard_changed(self) -> None:
        self._show_offer(False)

    def _show_offer(self, on: bool) -> None:
        self._offered = on
        # What is being done has the room while it lasts.
        for part in (self._clipboard, self.clear_clipboard):
            part.setVisible(on and not self._doing.text())

    # What is known

    @Slot()
    def refresh(self) -> None:
        """Show what the keys' presenter knows."""
        keys = self._keys
        if keys.outcome is Outcome.KEPT:
            self._empty()
        self._say_button()
        self._say_doing()
        self._say_outcome()
        kept = keys.kept
        self._where.setText(kept.words if kept else "Looking where the keys are…")
        self.again.setVisible(bool(kept and kept.trouble))
        self.again.setEnabled(keys.doing is Doing.NOTHING)
        self.forget.setVisible(bool(kept and kept.removable))
        self._forgets.setVisible(bool(kept and kept.removable))
        self.forget.setEnabled(keys.doing in {Doing.NOTHING, Doing.LOOKING})
        self.restyle()

    def _say_button(self) -> None:
        kept = self._keys.kept
        there = bool(kept and kept.there)
        self.check.setText("Check the kept keys" if there and not self.typed else "Check and keep")
        self.check.setEnabled(self._keys.doing in {Doing.NOTHING, Doing.LOOKING})

    def _say_doing(self) -> None:
        keys = self._keys
        asked = {Doing.CHECKING: "Asking FinerWorks whose keys these are…", Doing.FORGETTING: "Forgetting…"}
        words = asked.get(keys.doing, "")
        if keys.slow:
            words = {
                Doing.CHECKING: "No answer yet; fwdesk is still waiting.",
                Doing.LOOKING: "The password store has not answered yet. It may be asking to be unlocked.",
                Doing.FORGETTING: "The password store has not answered yet. It may be asking to be unlocked.",
            }[keys.doing]
        self._doing.setText(words)
        self._show_offer(self._offered)
        self.stop.setVisible(keys.doing is Doing.CHECKING)

    def _say_outcome(self) -> None:
        keys = self._keys
        match keys.outcome:
            case Outcome.KEPT | Outcome.KNOWN if keys.account and keys.kept:
                self.notice.say("ok", *account_words(keys.account))
            case Outcome.FORGOTTEN:
                self.notice.say("info", f"The {keys.about.name} keys are forgotten")
            case Outcome.STOPPED:
                self.notice.say("info", f"The check of the {keys.about.name} keys was stopped")
            case Outcome.FAILED if keys.error:
                self.notice.say("error", *keys_trouble(keys.error, typed=keys.typed))
            case _:
                self.notice.say()
        if keys.outcome is not Outcome.NONE:
            self.said.emit(self.notice)

    def restyle(self) -> None:
        """Take the colors of the look in force."""
        trouble = bool(self._keys.kept and self._keys.kept.trouble)
        icon, ink = ("alert-triangle", "warn") if trouble else ("lock", "secondary")
        self._lock.setPixmap(icons.pixmap(icon, color(ink), 20, self.devicePixelRatioF()))
        self.notice.restyle()
