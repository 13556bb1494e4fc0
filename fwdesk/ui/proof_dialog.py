"""The soft proof's choices: the paper's profile, how colors are brought into it, its white, and what it cannot hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.proofing import Paper, Proofing
from fwdesk.ui.messages import sentence
from fwdesk.ui.widgets import ElidedLabel, Remark, button, label, line

if TYPE_CHECKING:
    from fwdesk.artwork.open import Intent

_WIDTH = 500
_INTENTS: tuple[tuple[Intent, str, str], ...] = (
    ("relative", "Relative", "Colors the paper holds stay as they are; the others become the nearest it has."),
    ("perceptual", "Perceptual", "All colors move a little, so that the steps between them stay."),
)
PROFILES = "Color profiles (*.icc *.icm *.ICC *.ICM);;All files (*)"


class ProofDialog(QDialog):
    """Stands beside the stage; every choice shows there at once."""

    def __init__(self, proofing: Proofing, parent: QWidget | None = None) -> None:
        """Follows the proof and the paper on the desk."""
        super().__init__(parent)
        self.setObjectName("proof")
        self.setWindowTitle("Soft proof")
        self.setFixedWidth(_WIDTH)
        self._proofing = proofing
        self._paper = ElidedLabel("step")
        self._profile = ElidedLabel("name")
        self.choose = button("Choose a profile…", name="proof.choose")
        self.forget = button("Forget it", "link", name="proof.forget", tip="No profile for this paper any more")
        self.on = QCheckBox("Soft proof on the stage (S)")
        self.on.setObjectName("proof.on")
        self.white = QCheckBox("Show the paper’s own white; the mat keeps its white beside it")
        self.white.setObjectName("proof.white")
        self.gamut = QCheckBox("Stripe what the paper cannot hold")
        self.gamut.setObjectName("proof.gamut")
        self._state = QVBoxLayout()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(self._paper)
        about = (
            "How your picture may look on this paper, by the profile of the paper. It is as good as the profile and "
            "your screen; certainty is a proof print. fwdesk has no profiles and makes none up: the lab or the maker "
            "of the paper gives them out, as files that end in .icc."
        )
        column.addWidget(label(about, "caption", wrap=True))
        column.addWidget(line())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._profile, 1)
        row.addWidget(self.forget)
        row.addWidget(self.choose)
        column.addLayout(row)
        column.addWidget(self.on)
        column.addLayout(self._intents())
        column.addWidget(self.white)
        column.addWidget(self.gamut)
        column.addLayout(self._state)
        done = button("Close", "primary", name="proof.close")
        column.addWidget(done, 0, Qt.AlignmentFlag.AlignRight)
        done.clicked.connect(self.accept)
        self.choose.clicked.connect(self._ask)
        self.forget.clicked.connect(self._forget)
        self.on.clicked.connect(proofing.switch)
        self.gamut.clicked.connect(proofing.stripe)
        self.white.clicked.connect(self._chosen)
        self._group.idClicked.connect(self._chosen)
        proofing.changed.connect(self._refresh)
        self._refresh()

    def _intents(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        self._group = QButtonGroup(self)
        for number, (intent, word, meaning) in enumerate(_INTENTS):
            radio = QRadioButton(word)
            radio.setObjectName(f"proof.{intent}")
            radio.setAccessibleDescription(meaning)
            self._group.addButton(radio, number)
            words = label(meaning, "caption", wrap=True)
            words.setContentsMargins(24, 0, 0, 0)
            column.addWidget(radio)
            column.addWidget(words)
        return column

    @Slot()
    def _refresh(self) -> None:
        proofing = self._proofing
        paper = proofing.paper
        self._paper.setText(proofing.media_name or "No print")
        self._profile.setText(
            (proofing.proof.profile if proofing.proof else Path(paper.profile).name) if paper else "No profile yet"
        )
        self._profile.setToolTip(paper.profile if paper else "")
        self.choose.setText("Another…" if paper else "Choose a profile…")
        self.choose.setEnabled(bool(proofing.media))
        self.forget.setVisible(bool(paper))
        for control in (self.on, self.white, self.gamut, *self._group.buttons()):
            control.setEnabled(bool(paper))
        self.on.setChecked(proofing.on and bool(paper))
        self.gamut.setChecked(proofing.gamut)
        self.white.setChecked(paper.paper_white if paper else True)
        intent = paper.intent if paper else "relative"
        self._group.button([name for name, _, _ in _INTENTS].index(intent)).setChecked(True)
        self._show_state()

    def _show_state(self) -> None:
        proofing = self._proofing
        while (item := self._state.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if proofing.error:
            self._state.addWidget(Remark(sentence(proofing.error), "error"))
        elif proofing.proof:
            words = f"Of your picture, {proofing.outside}."
            self._state.addWidget(Remark(words, "info"))
            self._state.addWidget(_Patch("Its white", proofing.proof.paper))
        elif proofing.working:
            self._state.addWidget(Remark("Making the proof…", "info"))
        elif not proofing.media:
            self._state.addWidget(Remark("There is no print in this piece, so there is nothing to proof.", "info"))
        if self.isVisible():
            for row in range(self._state.count()):
                if (item := self._state.itemAt(row)) and (widget := item.widget()):
                    widget.show()  # what is not shown yet takes no room
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        for child in self.findChildren(QWidget):
            child.ensurePolished()  # a label knows its font only then
        self._column.invalidate()
        self.setFixedHeight(self._column.heightForWidth(_WIDTH))

    @Slot()
    def _ask(self) -> None:
        paper = self._proofing.paper
        dialog = QFileDialog(
            self, "The profile of this paper", str(Path(paper.profile).parent) if paper else "", PROFILES
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take)
        dialog.open()

    @Slot(str)
    def take(self, path: str) -> None:
        """Proof through this profile from now on."""
        old = self._proofing.paper
        self._proofing.choose(replace(old, profile=path) if old else Paper(path))
        self._proofing.switch(True)

    @Slot()
    def _forget(self) -> None:
        self._proofing.choose(None)

    @Slot()
    def _chosen(self, _what: object = None) -> None:
        paper = self._proofing.paper
        if paper:
            intent = _INTENTS[self._group.checkedId()][0]
            self._proofing.choose(replace(paper, intent=intent, paper_white=self.white.isChecked()))


class _Patch(QWidget):
    """A white beside pure white, so that its cast is seen, with its value in words."""

    def __init__(self, words: str, value: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 0, 0)
        row.setSpacing(0)
        for color in (value, "#ffffff"):
            patch = QFrame()
            patch.setFixedSize(36, 22)
            patch.setStyleSheet(f"background: {color}; border: 1px solid #8a8a8a;")
            row.addWidget(patch)
        row.addSpacing(10)
        row.addWidget(label(f"{words} by the profile, {value.upper()}, beside plain white", "caption"), 1)
        self.setAccessibleName(f"{words}: {value}")
