"""The foot of a dialog that makes a file: where it goes, how far it is, and what became of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fwdesk.resources import resource
from fwdesk.ui.theme import Theme, color
from fwdesk.ui.widgets import button, label


def checks_sheet() -> str:
    """A style sheet for check boxes: Fusion outlines them in a darker shade of the window, unseen on a dark one."""
    check = resource(f"look/check-{'dark' if Theme.dark else 'light'}.svg").as_posix()
    return (
        "QCheckBox { spacing: 8px; padding: 3px 4px; border: 2px solid transparent; border-radius: 6px; }"
        f"QCheckBox:focus {{ border: 2px solid {color('focus').name()}; }}"
        f"QCheckBox:disabled {{ color: {color('muted').name()}; }}"
        "QCheckBox::indicator { width: 14px; height: 14px; border-radius: 3px;"
        f" border: 1px solid {color('border').name()}; background: {color('panel').name()}; }}"
        f"QCheckBox::indicator:checked {{ background: {color('accent').name()};"
        f' border: 1px solid {color("accent").name()}; image: url("{check}"); }}'
    )


def bar_sheet() -> str:
    """A style sheet for a thin bar of progress."""
    return (
        f"QProgressBar {{ background: {color('hairline').name()}; border: none; border-radius: 3px; max-height: 6px; }}"
        f"QProgressBar::chunk {{ background: {color('accent').name()}; border-radius: 3px; }}"
    )


class SaveFoot(QWidget):
    """Save as, progress, Cancel, and the folder afterwards.

    Signals:
        chosen(Path): make the file here.
        canceled(): give it up.
        closed(): the dialog may go.
    """

    chosen = Signal(object)
    canceled = Signal()
    closed = Signal()

    def __init__(self, prefix: str, words: str, place: QStandardPaths.StandardLocation, parent: QDialog) -> None:
        """`prefix` begins the names of its parts, `words` is what is saved, `place` the first folder."""
        super().__init__(parent)
        self._dialog, self._words = parent, words
        self.folder = Path(QStandardPaths.writableLocation(place) or Path.home())
        self._made: Path | None = None
        self.state = label("", "caption", wrap=True)
        self.state.setObjectName(f"{prefix}.state")
        self.bar = QProgressBar()
        self.bar.setObjectName(f"{prefix}.progress")
        self.bar.setAccessibleName("How much is done")
        self.bar.setTextVisible(False)
        self.show_folder = button("Show in folder", "link", name=f"{prefix}.folder")
        self.cancel = button("Cancel", name=f"{prefix}.cancel", tip="Stop; no file is left")
        self.close_ = button("Close", name=f"{prefix}.close")
        self.save = button("Save as…", "primary", name=f"{prefix}.save")
        self.save.setDefault(True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.show_folder, None, self.cancel, self.close_, self.save):
            if part:
                row.addWidget(part)
            else:
                row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.state, self.bar):
            column.addWidget(part)
        column.addLayout(row)
        self.cancel.clicked.connect(self._cancel)
        self.close_.clicked.connect(self.closed)
        self.show_folder.clicked.connect(self._open_folder)
        self._stand("", busy=False)

    def ask(self, name: str, kinds: tuple[str, ...], words: str) -> QFileDialog:
        """Ask where to: a file called `name` at first, with one of these endings."""
        pattern = " ".join(f"*{kind}" for kind in kinds)
        dialog = QFileDialog(self._dialog, f"Save {self._words}", str(self.folder), f"{words} ({pattern})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kinds[0].lstrip("."))
        dialog.selectFile(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def picked(text: str) -> None:
            path = Path(text)
            if path.suffix.lower() not in kinds:
                path = path.with_name(f"{path.name}{kinds[0]}")
            self.folder = path.parent
            self.chosen.emit(path)

        dialog.fileSelected.connect(picked)
        dialog.open()
        return dialog

    @Slot(str, int)
    def progress(self, words: str, done: int) -> None:
        """It is being made: what is being done, and how much of 100."""
        self._stand(words, busy=True)
        self.bar.setValue(done)

    def done(self, path: Path, words: str) -> None:
        """The file is there."""
        self._made = path
        self._stand(words, busy=False)
        self.show_folder.show()

    def trouble(self, words: str) -> None:
        """There is no file, and why."""
        self._stand(words, busy=False, bad=True)

    def remark(self, words: str) -> None:
        """Something to know beforehand."""
        self._stand(words, busy=False)

    def _stand(self, words: str, *, busy: bool, bad: bool = False) -> None:
        self.state.setProperty("role", "problem" if bad else "caption")
        self.state.style().polish(self.state)
        self.state.setText(words)
        self.state.setAccessibleName(words)
        self.bar.setVisible(busy)
        self.cancel.setVisible(busy)
        self.close_.setVisible(not busy)
        self.save.setEnabled(not busy)
        self.show_folder.hide()

    @Slot()
    def _cancel(self) -> None:
        self.canceled.emit()
        self._stand("Given up; no file was written.", busy=False)
        self.save.setFocus()

    @Slot()
    def _open_folder(self) -> None:
        if self._made:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made.parent)))
