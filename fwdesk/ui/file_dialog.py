"""The file doctor: what the picture file is like, what a print shop may stumble over, and one button that mends it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.desk import Desk
from fwdesk.app.print_copies import CopyState
from fwdesk.artwork.doctor import Finding, badge, can_keep_profile, findings
from fwdesk.domain.fit import largest_good
from fwdesk.ui import icons
from fwdesk.ui.messages import sentence
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import ElidedLabel, Remark, button, label, line

if TYPE_CHECKING:
    from fwdesk.artwork.copy import Kind
    from fwdesk.artwork.open import Artwork

_WIDTH = 560
_TALLEST = 320
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("JPEG", "JPEG, highest quality"),
    ("TIFF", "TIFF, lossless"),
    ("PNG", "PNG, lossless"),
)
_LEVELS = {"info": ("info-circle", "accent", "Good to know"), "warn": ("alert-triangle", "warn", "Look at this")}


def size_words(size: int) -> str:
    """Bytes as people say them."""
    return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{max(size / 1e3, 0.1):,.1f} kB"


class FindingRow(QFrame):
    """One finding: an icon, what it is, what becomes of it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        icon, ink, spoken = _LEVELS[finding.level]
        self.setObjectName(f"finding.{finding.kind.replace(' ', '_')}")
        self.setAccessibleName(f"{spoken}: {finding.issue}")
        self.setAccessibleDescription(finding.fix)
        mark = QLabel()
        mark.setPixmap(icons.pixmap(icon, color(ink), 18, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(finding.issue, wrap=True))
        words.addWidget(label(finding.fix, "caption", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(10)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)


class FileDialog(QDialog):
    """About the file on the desk. Its original is never changed: what is mended is a copy."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Follows the picture and its copy."""
        super().__init__(parent)
        self.setObjectName("file")
        self.setWindowTitle("Your picture file")
        self.setFixedWidth(_WIDTH)
        self._desk, self._copies = desk, desk.print_copies
        self._name = ElidedLabel("step")
        self._about = label("", wrap=True)
        self._about.setObjectName("file.about")
        self._good = label("", "caption", wrap=True)
        self._good.setObjectName("file.good")
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 12, 0)
        self._list.setSpacing(0)
        self._inner = QWidget()
        self._inner.setLayout(self._list)
        self.findings = QScrollArea()
        self.findings.setObjectName("file.findings")
        self.findings.setFrameShape(QFrame.Shape.NoFrame)
        self.findings.setWidgetResizable(True)
        self.findings.setWidget(self._inner)
        for ground in (self.findings.viewport(), self._inner):
            ground.setAutoFillBackground(False)
        self.findings.setAccessibleName("What there is to know about this file")
        self.findings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        self._below = line()
        for widget in (self._name, self._about, self._good, line(), self.findings, self._below, self._copy_part()):
            column.addWidget(widget)
        column.addLayout(self._buttons())
        desk.session.artwork_changed.connect(self._refresh)
        self._copies.changed.connect(self._copy_changed)
        self.finished.connect(self._copies.stop)
        self._refresh()

    def _copy_part(self) -> QWidget:
        self.kind, self.colors = QComboBox(), QComboBox()
        self.kind.setObjectName("file.kind")
        self.kind.setAccessibleName("Format of the copy")
        self.colors.setObjectName("file.colors")
        self.colors.setAccessibleName("Colors of the copy")
        for kind, words in _KINDS:
            self.kind.addItem(words, kind)
        self._choices = QWidget()
        row = QHBoxLayout(self._choices)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label("Copy as"))
        row.addWidget(self.kind)
        row.addWidget(self.colors)
        row.addStretch(1)
        self._promise = label("", "caption", wrap=True)
        self._promise.setObjectName("file.promise")
        self._state = QVBoxLayout()
        part = QWidget()
        part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._choices)
        column.addWidget(self._promise)
        column.addLayout(self._state)
        return part

    def _buttons(self) -> QHBoxLayout:
        self.close_button = button("Close", name="file.close")
        self.elsewhere = button("Another folder…", name="file.elsewhere", tip="Write the copy somewhere else")
        self.make = button("Make a print copy", "primary", name="file.make")
        self.stop = button("Stop", name="file.stop", tip="Give the copy up; nothing of it stays behind")
        self.use = button("Use the copy", "primary", name="file.use", tip="The framing and the crop stay as they are")
        self.make.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for widget in (self.close_button, self.elsewhere, self.stop, self.make, self.use):
            row.addWidget(widget)
        self.close_button.clicked.connect(self.reject)
        self.make.clicked.connect(self._make)
        self.elsewhere.clicked.connect(self._ask_folder)
        self.stop.clicked.connect(self._copies.stop)
        self.use.clicked.connect(self._use)
        return row

    @Slot()
    @Slot(object)
    def _refresh(self, _artwork: object = None) -> None:
        artwork = self._desk.session.artwork
        while (item := self._list.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        if artwork is None:
            self.reject()
            return
        self._name.setText(artwork.name)
        pixels = artwork.pixels
        about = [f"{pixels.width} × {pixels.height} px", artwork.format, size_words(artwork.file_size), badge(artwork)]
        self._about.setText(" · ".join(about))
        self._good.setText(self._good_words(artwork))
        found = findings(artwork)
        for finding in found:
            self._list.addWidget(FindingRow(finding))
        if not found:
            self._list.addWidget(Remark("Nothing to mend: this file can be printed as it is.", "info"))
        self._list.addStretch(1)
        self._offer(artwork, mends=any(finding.mended for finding in found))
        self._copy_changed()

    def _good_words(self, artwork: Artwork) -> str:
        piece, rules = self._desk.session.piece, self._desk.session.rules
        style = rules.style_of(piece) if piece else None
        return largest_good(style, artwork.pixels).words if style else ""

    def _offer(self, artwork: Artwork, *, mends: bool) -> None:
        self._possible = mends and self._copies.possible
        self.colors.clear()
        self.colors.addItem("in sRGB", False)
        if can_keep_profile(artwork):
            self.colors.addItem(f"in its own {artwork.profile}", True)
        self.colors.setVisible(self.colors.count() > 1)
        if not self._copies.possible:
            self._promise.setText("This is the sample picture. Open one of your own to make a print copy of it.")
        elif mends:
            self._promise.setText(
                "A new file beside yours. Yours stays as it is. Every pixel is kept: none is added, none is lost."
            )
        self._promise.setVisible(mends or not self._copies.possible)
        self._below.setVisible(mends or not self._copies.possible)

    @Slot()
    def _copy_changed(self) -> None:
        state, idle = self._copies.state, self._copies.state in {CopyState.NONE, CopyState.FAILED}
        while (item := self._state.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        copy, error = self._copies.copy, self._copies.error
        if state is CopyState.MAKING:
            self._state.addWidget(Remark("Writing the copy…", "info"))
        elif copy:
            words = f"Written: {copy.path.name}, {size_words(copy.file_size)}, {copy.profile}. In {copy.path.parent}."
            self._state.addWidget(Remark(words, "info"))
        elif error:
            self._state.addWidget(Remark(sentence(error), "error"))
        if self.isVisible() and (item := self._state.itemAt(0)) and (widget := item.widget()):
            widget.show()  # what is not shown yet takes no room
        self._choices.setVisible(self._possible and idle)
        self.make.setVisible(self._possible and idle)
        self.elsewhere.setVisible(self._possible and state is CopyState.FAILED)
        self.stop.setVisible(state is CopyState.MAKING)
        self.use.setVisible(state is CopyState.MADE)
        self._fit()
        for wanted in (self.use, self.stop, self.make, self.close_button):
            if wanted.isVisibleTo(self):
                wanted.setFocus()
                break

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        """As high as the findings need, as long as that fits on a small screen; then they scroll."""
        for child in self.findChildren(QWidget):
            child.ensurePolished()  # a label knows its font only then
        self._list.invalidate()
        wanted = self._list.heightForWidth(_WIDTH - 48)
        self._inner.setFixedHeight(wanted)
        self.findings.setFixedHeight(min(wanted, _TALLEST))
        self._column.invalidate()
        self.setFixedHeight(self._column.heightForWidth(_WIDTH))

    @Slot()
    def _make(self) -> None:
        self._copies.make(self.kind.currentData(), keep_profile=bool(self.colors.currentData()))

    @Slot()
    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, "Where the copy goes")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._make_in)
        dialog.open()

    @Slot(str)
    def _make_in(self, folder: str) -> None:
        keep = bool(self.colors.currentData())
        self._copies.make(self.kind.currentData(), keep_profile=keep, folder=Path(folder))

    @Slot()
    def _use(self) -> None:
        self._copies.use()
        self.accept()
