"""About this paper: what the service says of the media on the desk, and beside it of the one tried on last."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from fwdesk.app.session import Session
from fwdesk.domain.options import Media
from fwdesk.domain.papers import paper_facts
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Step
from fwdesk.ui.widgets import button, label

_ROWS = ("Surface", "Weight", "Good for", "Avoid for", "Comes as", "In its own words")
_NOT_SAID = "Not said"
_OTHER = "Try another one on in the Media step, with the arrow keys or the mouse: it is shown here beside this one."
_STYLES = 6


class _Column:
    """One media's cells."""

    def __init__(self, title: str) -> None:
        self.title = label(title, "caption")
        self.name = label("", "name", wrap=True)
        self.facts = [label("", wrap=True) for _ in _ROWS]
        for cell in (self.name, *self.facts):
            cell.setAlignment(Qt.AlignmentFlag.AlignTop)
            cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    @property
    def cells(self) -> list[QLabel]:
        return [self.title, self.name, *self.facts]

    def show(self, media: Media | None, styles: list[str], nothing: str) -> None:
        """A media's facts; without one, why there is none."""
        self.name.setText(media.name if media else "–")
        if media is None:
            for cell in self.facts:
                cell.setText("")
            self.facts[-1].setText(nothing)  # where there is room for it
            return
        facts = paper_facts(media)
        more = f" and {len(styles) - _STYLES} more" if len(styles) > _STYLES else ""
        told = (facts.surface, facts.weight, facts.good_for, facts.avoid_for, ", ".join(styles[:_STYLES]) + more)
        for row, cell, words in zip(_ROWS, self.facts, (*told, " ".join(media.description.split())), strict=True):
            cell.setText(f"{words[:1].upper()}{words[1:]}" if words else _NOT_SAID)
            cell.setAccessibleName(f"{media.name}, {row}: {cell.text()}")


class PaperDialog(QDialog):
    """Stays beside the desk and follows what is tried on."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Two columns: the paper of the piece, and the other one that was tried on last."""
        super().__init__(parent)
        self.setObjectName("papers")
        self.setWindowTitle("About this paper")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 580)
        self._session = session
        self._other = 0
        self.present, self.other = _Column("On the desk"), _Column("Tried on last")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("About this paper", "step"))
        about = "Taken from the service’s own name and description. What they do not say is not guessed."
        column.addWidget(label(about, "caption", wrap=True))
        self.area = QScrollArea()
        self.area.setObjectName("papers.area")
        self.area.setAccessibleName("The paper on the desk, and the one tried on last")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self._grid())
        column.addWidget(self.area, 1)
        close = button("Close", "primary", name="papers.close")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column.addLayout(foot)
        session.tried.connect(self._refresh)
        session.piece_changed.connect(self._refresh)
        session.catalog_changed.connect(self._refresh)
        self._refresh()

    def _grid(self) -> QWidget:
        page = QWidget()
        page.setObjectName("keysPage")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        for number, words in enumerate(_ROWS, 2):
            grid.addWidget(label(words, "caption"), number, 0, Qt.AlignmentFlag.AlignTop)
        line = self.fontMetrics().lineSpacing()
        for place, made in enumerate((self.present, self.other), 1):
            grid.setColumnStretch(place, 1)
            for number, cell in enumerate(made.cells):
                grid.addWidget(cell, number, place)
                # Room for two lines from the beginning: nothing jumps from paper to paper.
                cell.setMinimumHeight(line if number == 0 else 2 * line)
        grid.setRowStretch(len(_ROWS) + 1, 1)
        return page

    @Slot()
    def _refresh(self) -> None:
        session = self._session
        now, shown = _media(session.piece), _media(session.shown)
        if shown != now:
            self._other = shown
        self._fill(self.present, now, "There is no print on the desk.")
        self._fill(self.other, self._other if self._other != now else 0, _OTHER)
        self.area.setAccessibleDescription(spoken(self.present, self.other))

    def _fill(self, column: _Column, media: int, nothing: str) -> None:
        shop = self._session.catalog
        row = shop.media_by_id.get(media)
        column.show(row, [style.name for style in shop.styles_of(row)] if row else [], nothing)


def _media(piece: Piece | None) -> int:
    return piece.print.media if piece and piece.print else 0


def spoken(*columns: _Column) -> str:
    """Both columns as one text, for whoever reads the screen."""
    told: list[str] = []
    for column in columns:
        facts = [f"{row}: {cell.text()}" for row, cell in zip(_ROWS, column.facts, strict=True) if cell.text()]
        told.append(f"{column.title.text()}: {column.name.text()}. {'. '.join(facts)}")
    return ". ".join(told)


def show_papers(session: Session, window: QWidget) -> None:
    """The page that is open, or a new one, in front; at the Media step papers can be tried on beside it."""
    dialog = window.findChild(PaperDialog) or PaperDialog(session, window)
    session.show_step(Step.MEDIA)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
