"""The line under the product code: its parts in words, what one of them means, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from fwdesk.app.step_words import STEP_WORDS
from fwdesk.domain.code_words import CodePart
from fwdesk.domain.rules import Step
from fwdesk.ui.tables import tip
from fwdesk.ui.theme import hue

EMPTY_WORDS = "Paste a code to get its piece"
_STEPS = {step.value: step for step in Step}


def step_of(part: CodePart) -> Step | None:
    """The step that decides a part; None for an ending that is not known and for an inventory SKU."""
    return _STEPS.get(part.span.step)


class CodeLine(QLabel):
    """Under the code: the words of its parts, each a way to its step; what one of them means; or what is wrong.

    Signals:
        step_asked(Step): a part's word was pressed.
    """

    step_asked = Signal(object)

    def __init__(self) -> None:
        """Says what the field is for until there is a code."""
        super().__init__()
        self.setObjectName("code.line")
        self.setTextFormat(Qt.TextFormat.RichText)
        # No stop for the Tab key: Alt+1 to Alt+7 and Alt+Enter in the field go to the same steps.
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self._parts: tuple[CodePart, ...] = ()
        self._meant: CodePart | None = None
        self._said = self._wrong = ""
        self.linkActivated.connect(self._pressed)
        self.linkHovered.connect(self._hovered)
        self._write()

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    @property
    def words(self) -> str:
        """What the line says, whole."""
        if self._wrong or self._said:
            return self._wrong or self._said
        if self._meant:
            return self._meant.words
        return " · ".join(part_word(part) for part in self._parts) or EMPTY_WORDS

    @Slot(object)
    def show_parts(self, parts: Sequence[CodePart]) -> None:
        """Another code."""
        self._parts, self._said = tuple(parts), ""
        self._write()

    @Slot(object)
    def show_meaning(self, part: CodePart | None) -> None:
        """What a part means, or all parts again."""
        if part:
            self._said = ""
        self._meant = part
        self._write()

    @Slot(str)
    def say(self, words: str) -> None:
        """Something to know, until one points at something else."""
        self._said = words
        self._write()

    @Slot(str)
    def show_wrong(self, words: str) -> None:
        """What is wrong with the code; empty when it is right again."""
        self._wrong, self._said = words, ""
        self._write()

    def restyle(self) -> None:
        """Take the colors of the look in force."""
        self._write()

    def _write(self) -> None:
        role = "problem" if self._wrong else "muted"
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().polish(self)
        words = self.words
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(self.width(), 24))
        if self._wrong or self._said or not (self._meant or self._parts):
            self.setText(escape(shown))
        elif self._meant:
            self.setText(self._link(self._parts.index(self._meant) if self._meant in self._parts else -1, shown))
        else:
            # Where the words do not fit, the dots between them go first.
            between = " · " if shown == words else " "
            self.setText(between.join(self._link(at, part_word(part)) for at, part in enumerate(self._parts)))
        self.setToolTip(tip(words) if self._wrong or shown != words else "")
        self.setAccessibleName(words)

    def _link(self, at: int, words: str) -> str:
        """A part's words in its color, as a link if a step decides it."""
        part = self._parts[at] if at >= 0 else None
        if part is None or step_of(part) is None:
            return escape(words)
        ink = hue(part.span.step).name()
        return f'<a href="{at}" style="color:{ink}; text-decoration:none">{escape(words)}</a>'

    @Slot(str)
    def _hovered(self, link: str) -> None:
        self.setToolTip(tip(self._parts[int(link)].words) if link else "")

    @Slot(str)
    def _pressed(self, link: str) -> None:
        self.step_asked.emit(step_of(self._parts[int(link)]))


def part_word(part: CodePart) -> str:
    """One word for a part: its step's name."""
    step = step_of(part)
    return STEP_WORDS[step] if step else "SKU" if part.span.step == "sku" else "Ending"
