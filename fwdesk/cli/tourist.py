"""Somebody who operates the desk by its widgets, and waits for facts, never for time.

A script is a generator that yields facts; it goes on when a fact holds. Facts are looked at again whenever the desk
says that something changed, so nothing sleeps, polls or runs the event loop by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QScrollArea, QWidget

from fwdesk.domain.errors import FwdeskError

PATIENCE_S = 60.0


class TourError(FwdeskError):
    """A step that did not happen, as a sentence."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is waited for. `words` complete "waited in vain for"; without `needed` the script goes on without it."""

    holds: Callable[[], bool]
    words: str
    seconds: float = PATIENCE_S
    needed: bool = True


Script = Generator[Fact, bool, None]


class Tourist(QObject):
    """Follows a script.

    Signals:
        ended(Exception | None): the script is through, or what stopped it.
    """

    ended = Signal(object)

    def __init__(self, script: Script, trouble: Callable[[], str], parent: QObject) -> None:
        """`trouble` says in words why waiting makes no sense any more, or nothing."""
        super().__init__(parent)
        self._script, self._trouble = script, trouble
        self._fact: Fact | None = None
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.timeout.connect(self._looked)
        self._deadline = QTimer(self)
        self._deadline.setSingleShot(True)
        self._deadline.timeout.connect(self._too_late)

    def follow(self, signals: Iterable[object]) -> None:
        """Look again whenever one of these is emitted."""
        for signal in signals:
            signal.connect(self.nudge)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]

    def begin(self) -> None:
        """Set out."""
        self._go_on(lambda: next(self._script))

    def nudge(self, *_what: object) -> None:
        """Something changed: look once the widgets have had their turn."""
        if self._fact:
            self._look.start(0)

    @Slot()
    def _looked(self) -> None:
        if self._fact is None:
            return
        words = self._trouble()
        if words:
            self._go_on(lambda: self._script.throw(TourError(words)))
        elif self._fact.holds():
            self._go_on(lambda: self._script.send(True))

    @Slot()
    def _too_late(self) -> None:
        fact = self._fact
        if fact is None:
            return
        if fact.needed:
            words = f"waited {fact.seconds:.0f} s in vain for {fact.words}"
            self._go_on(lambda: self._script.throw(TourError(words)))
        else:
            self._go_on(lambda: self._script.send(False))

    def _go_on(self, step: Callable[[], Fact]) -> None:
        self._fact = None
        self._deadline.stop()
        try:
            fact = step()
        except StopIteration:
            self.ended.emit(None)
        except Exception as error:  # noqa: BLE001 - whatever stops a tour is its result
            self.ended.emit(error)
        else:
            self._fact = fact
            self._deadline.start(round(fact.seconds * 1000))
            self._look.start(0)


# Hands


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Press the left button on a widget, scrolled into view first. Raises `TourError` if a person could not."""
    scroll_to(widget)
    if not widget.isVisible() or not widget.isEnabled():
        name = widget.accessibleName() or widget.objectName() or type(widget).__name__
        raise TourError(f"{name} cannot be pressed: it is {'disabled' if widget.isVisible() else 'not shown'}")
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())


def click_row(view: QAbstractItemView, row: int) -> None:
    """Press a row of a list, scrolled into view first."""
    index = view.model().index(row, 0)
    view.scrollTo(index)
    place = view.visualRect(index).intersected(view.viewport().rect())
    if place.isEmpty():
        raise TourError(f"row {row + 1} of {view.accessibleName()} cannot be reached")
    click(view.viewport(), place.center())


def walk_to(view: QAbstractItemView, row: int) -> None:
    """Go to a row by its list's keys: it has the focus then, and is not chosen."""
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.selectionModel().setCurrentIndex(view.model().index(row, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    view.scrollTo(view.model().index(row, 0))


def type_into(field: QLineEdit, text: str) -> None:
    """Put a text in the place of what a field holds, key by key."""
    click(field)
    press(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key while a widget has the focus."""
    QTest.keyClick(widget, key, modifier)


def drop(widget: QWidget, url: QUrl) -> None:
    """Drop a file on a widget."""
    mime = QMimeData()
    mime.setUrls([url])
    at, action = widget.rect().center(), Qt.DropAction.CopyAction
    held, free = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(at, action, mime, held, free))
    QApplication.sendEvent(widget, QDropEvent(QPointF(at), action, mime, held, free))


def scroll_to(widget: QWidget) -> None:
    """Bring a widget of a scrolling page into view."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, 24)
        parent = parent.parentWidget()
