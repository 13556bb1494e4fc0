"""The product code as a map: live and editable, each part in its step's color, named where one points or types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QToolTip

from fwdesk.app.session import Session
from fwdesk.domain.code_text import find_code
from fwdesk.domain.code_words import CodePart, code_parts
from fwdesk.domain.errors import CodeError
from fwdesk.domain.piece import Piece
from fwdesk.ui.code_line import step_of
from fwdesk.ui.messages import code_words
from fwdesk.ui.tables import tip
from fwdesk.ui.theme import code_font, color, hue


class CodeField(QLineEdit):
    """The product code, live and editable: paste or type another and press Enter.

    What belongs to a step has the step's color. A code that cannot be used is underlined where it goes wrong; Escape
    brings the present code back. Ctrl+click or Alt+Enter on a part opens its step.

    Signals:
        wrong(str): what is wrong with the code in the field, empty when it is right again.
        said(str): something to know about the text that was pasted.
        parts_changed(tuple[CodePart]): what the text in the field is made of; empty while it cannot be read.
        meant(CodePart | None): the part under the mouse, else the one with the caret.
        step_asked(Step): the step of a part is wanted.
        taken(): the piece is what the field says.
    """

    wrong = Signal(str)
    said = Signal(str)
    parts_changed = Signal(object)
    meant = Signal(object)
    step_asked = Signal(object)
    taken = Signal()

    def __init__(self, session: Session) -> None:
        """Follows the session."""
        super().__init__()
        self.setObjectName("code")
        self.setAccessibleName("Product code")
        self.setFont(code_font())
        self.setMaxLength(400)
        self.setPlaceholderText("Product code")
        self.setMouseTracking(True)
        self._session = session
        self._parts: tuple[CodePart, ...] = ()
        self._pointed: CodePart | None = None
        session.piece_changed.connect(self._show)
        session.catalog_changed.connect(self._read)
        self.returnPressed.connect(self.commit)
        self.textEdited.connect(self._edited)
        self.cursorPositionChanged.connect(self._look)

    @Slot(object)
    def _show(self, piece: Piece) -> None:
        self.setText(str(piece.code))
        self.setCursorPosition(0)
        self._mark_right()
        self._read()

    def restyle(self) -> None:
        """The look changed."""
        if not self.property("wrong"):
            self._color()

    # Making it the piece

    @Slot()
    def commit(self) -> bool:
        """Make the piece what the field says. False, with the place underlined, if that cannot be done."""
        if not self.text().strip():
            self._show_present()
            return False
        return self.take(self.text())

    def take(self, text: str) -> bool:
        """Make the piece what the one code in a text says. False, with what was read in the field, if it cannot be."""
        try:
            self._session.set_code(text)
        except CodeError as error:
            self._underline(error)
            return False
        self._show_present()
        self.taken.emit()
        return True

    def put(self, text: str) -> None:
        """Write pasted text into the field: the one code in it, or a stretch of one; else say why not."""
        try:
            found = find_code(text)
        except CodeError as error:
            if len(text.split()) > 1:
                self._look()
                self.said.emit(code_words(error))
            else:
                self.insert(text.strip())
            return
        if not found.code.frame or found.code.print:
            self.selectAll()  # it is a whole code and not a part of one
        self.insert(found.text)
        if found.picked:
            self.said.emit("The code in the pasted text. Enter makes it the piece.")

    def _show_present(self) -> None:
        if self._session.piece:
            self._show(self._session.piece)

    # Right and wrong

    @Slot(str)
    def _edited(self, _text: str) -> None:
        self._mark_right()
        self._read()

    def _mark_right(self) -> None:
        self.setProperty("wrong", False)
        self.style().polish(self)
        self.wrong.emit("")

    def _underline(self, error: CodeError) -> None:
        if error.text != self.text().strip():
            self.setText(error.text)
        lead = len(self.text()) - len(self.text().lstrip())
        start = min(error.position + lead, max(len(self.text()) - 1, 0))
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        form.setUnderlineColor(color("error"))
        form.setForeground(color("error"))
        self._read()
        length = max(len(error.found.strip("'…")), 1) if error.found else self._length_at(start)
        self._format([(start, length, form)])
        self.setCursorPosition(start)
        self.setProperty("wrong", True)
        self.style().polish(self)
        words = code_words(error)
        self.setAccessibleDescription(words)
        self.wrong.emit(words)

    def _length_at(self, start: int) -> int:
        """How far the part goes that begins here, or the word where the text is no code."""
        ends = [part.span.end for part in self._parts if part.span.start == start]
        return (ends or [len(self.text()[: start + 1] + self.text()[start + 1 :].split(" ")[0])])[0] - start

    # Parts and their meaning

    @Slot()
    def _read(self) -> None:
        """Take the text apart again: it, or the catalog that names the parts, is another."""
        self._pointed = None
        try:
            self._parts = code_parts(self.text(), self._session.catalog)
        except CodeError:
            self._parts = ()
        self.parts_changed.emit(self._parts)
        self._color()
        self._look()

    @property
    def meaning(self) -> CodePart | None:
        """The part under the mouse, else the one with the caret while there is one to be seen."""
        if self._pointed or not self.hasFocus() or self.property("wrong"):
            return self._pointed
        # At the very end the caret stands behind the last part.
        return self._part_at(min(self.cursorPosition(), len(self.text().rstrip()) - 1))

    def _part_at(self, index: int) -> CodePart | None:
        return next((part for part in self._parts if part.span.start <= index < part.span.end), None)

    def _under(self, place: QPoint) -> CodePart | None:
        # The nearest gap between two characters is asked for: half a character to the left, it is the one before.
        half = self.fontMetrics().horizontalAdvance("0") // 2
        return self._part_at(self.cursorPositionAt(place - QPoint(half, 0)))

    @Slot()
    def _look(self) -> None:
        part = self.meaning
        if not self.property("wrong"):
            self.setAccessibleDescription(part.words if part else "")
        self.meant.emit(part)

    def _point(self, part: CodePart | None) -> None:
        if part is not self._pointed:
            self._pointed = part
            self._look()

    def _ask_step(self, part: CodePart | None) -> bool:
        step = step_of(part) if part else None
        if step:
            self.step_asked.emit(step)
        return bool(step)

    def _color(self) -> None:
        runs: list[tuple[int, int, QTextCharFormat]] = []
        for part in self._parts:
            form = QTextCharFormat()
            form.setForeground(hue(part.span.step))
            runs.append((part.span.start, part.span.end - part.span.start, form))
        self._format(runs)

    def _format(self, runs: list[tuple[int, int, QTextCharFormat]]) -> None:
        # QLineEdit has no formats of its own; those of an input method's text are drawn, and change no text.
        cursor = self.cursorPosition()
        attributes = [
            QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.TextFormat, start - cursor, length, form)
            for start, length, form in runs
        ]
        QGuiApplication.sendEvent(self, QInputMethodEvent("", attributes))

    # Events

    def event(self, event: QEvent) -> bool:
        # The window has Escape as a shortcut; while a code is typed it belongs to the field.
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            part = self._under(event.pos())
            if part:
                way = "\nCtrl+click opens its step" if step_of(part) else ""
                QToolTip.showText(event.globalPos(), tip(f"{part.words}{way}"), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._show_present()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.key() == Qt.Key.Key_Return and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self._ask_step(self.meaning)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _paste(self) -> None:
        self.put(QGuiApplication.clipboard().text())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.context_menu().popup(event.globalPos())

    def context_menu(self) -> QMenu:
        """The usual menu of a field, whose Paste finds the code in a text."""
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self._paste)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def dropEvent(self, event: QDropEvent) -> None:
        if event.source() is self or not event.mimeData().hasText():
            super().dropEvent(event)
            return
        self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))
        self.put(event.mimeData().text())
        event.acceptProposedAction()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point(self._under(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        wants_step = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if wants_step and self._ask_step(self._under(event.position().toPoint())):
            return
        super().mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._look()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._look()
        if not self.property("wrong"):
            self._color()
