"""Which service the desk talks to; two keys, one check, where they are kept, and forgetting them."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.desk import Desk
from fwdesk.app.service import Kind, Service
from fwdesk.app.workshop import KeysKept
from fwdesk.ui.messages import sentence
from fwdesk.ui.widgets import button, label

_KINDS = (Kind.PRACTICE, Kind.TEST, Kind.LIVE)


class ServiceDialog(QDialog):
    """The service and its keys.

    Signals:
        chosen(Service): use this service from now on.
    """

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Opens on the service in use."""
        super().__init__(parent)
        self.setObjectName("service.dialog")
        self.setWindowTitle("Service and keys")
        self.setMinimumWidth(480)
        self._desk = desk
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(6)
        column.addWidget(label("Service", "step"))
        for number, kind in enumerate(_KINDS):
            choice = QRadioButton(kind.value.capitalize())
            choice.setObjectName(f"service.{kind.value}")
            choice.setChecked(desk.link.service.kind is kind)
            self._group.addButton(choice, number)
            column.addWidget(choice)
            promise = label(Service(kind).promise, "caption", wrap=True)
            promise.setIndent(24)
            column.addWidget(promise)
        self._keys = self._key_fields()
        column.addWidget(self._keys)
        self._said = label("", "", wrap=True)
        self._said.setObjectName("service.said")
        column.addWidget(self._said)
        self.use = button("Use this service", "primary", name="service.use")
        cancel = button("Cancel")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.use)
        column.addLayout(row)
        cancel.clicked.connect(self.reject)
        self.finished.connect(self._done_with)
        self.use.clicked.connect(self._use)
        self._group.idToggled.connect(self._picked)
        if self._group.checkedId() < 0:
            self._group.button(0).setChecked(True)
        self._picked(0, True)

    def _key_fields(self) -> QWidget:
        self.web_api_key, self.app_key = QLineEdit(), QLineEdit()
        for field, name, words in (
            (self.web_api_key, "web_api_key", "Web API key"),
            (self.app_key, "app_key", "App key"),
        ):
            field.setObjectName(f"service.{name}")
            field.setAccessibleName(words)
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setPlaceholderText("Paste the key from your FinerWorks account")
        self._where = label("", "caption", wrap=True)
        self.check = button("Check and keep the keys", name="service.check")
        self.forget = button("Forget the keys", "link", name="service.forget")
        holder = QWidget()
        form = QFormLayout(holder)
        form.setContentsMargins(0, 8, 0, 0)
        form.addRow("Web API key", self.web_api_key)
        form.addRow("App key", self.app_key)
        buttons = QHBoxLayout()
        buttons.addWidget(self.check)
        buttons.addWidget(self.forget)
        buttons.addStretch(1)
        form.addRow(buttons)
        form.addRow(self._where)
        self.check.clicked.connect(self._check)
        self.forget.clicked.connect(self._forget)
        return holder

    @property
    def service(self) -> Service:
        """The service that is marked."""
        return Service(_KINDS[max(self._group.checkedId(), 0)])

    @Slot(int)
    def _done_with(self, _result: int) -> None:
        """Closed: an answer still on its way has nowhere to go, and keys being checked are not kept."""
        self._desk.tasks.cancel("keys")

    @Slot(int, bool)
    def _picked(self, _number: int, on: bool) -> None:
        if not on:
            return
        self.check.setEnabled(True)
        needs_keys = self.service.kind is not Kind.PRACTICE
        self._keys.setVisible(needs_keys)
        self._said.setText("")
        self.adjustSize()
        if needs_keys:
            service, workshop = self.service, self._desk.workshop
            self._desk.tasks.run(
                lambda _cancel: workshop.keys_kept(service), self._show_where, self._failed, lane="keys"
            )

    def _show_where(self, kept: KeysKept) -> None:
        self._where.setText(kept.words)
        self.forget.setEnabled(kept.there)

    @Slot()
    def _check(self) -> None:
        service, workshop = self.service, self._desk.workshop
        web_api_key, app_key = self.web_api_key.text(), self.app_key.text()
        self._said.setText("Checking…")
        self.check.setEnabled(False)
        self._desk.tasks.run(
            lambda cancel: workshop.try_keys(service, web_api_key, app_key, cancel),
            self._checked,
            self._failed,
            lane="keys",
        )

    def _checked(self, words: str) -> None:
        self.check.setEnabled(True)
        self.web_api_key.clear()
        self.app_key.clear()
        self._said.setText(words)
        self._picked(0, True)
        self._said.setText(words)

    @Slot()
    def _forget(self) -> None:
        service, workshop = self.service, self._desk.workshop
        self._desk.tasks.run(lambda _cancel: workshop.forget_keys(service), self._show_where, self._failed, lane="keys")

    def _failed(self, error: Exception) -> None:
        self.check.setEnabled(True)
        self._said.setText(sentence(error))

    @Slot()
    def _use(self) -> None:
        self.chosen.emit(self.service)
        self.accept()
