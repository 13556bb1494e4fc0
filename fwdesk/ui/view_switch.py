"""The small switch on the stage: what the piece is looked at in, and whether its dimensions stand beside it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QWidget

from fwdesk.app.preview import Preview
from fwdesk.ui.widgets import IconButton

_SETTINGS = (
    ("wall", "photo", "Close, on the wall"),
    ("room", "sofa", "In a room, to scale (W)"),
    ("room with figure", "user", "In a room, beside a person 5 ft 8 in tall"),
    ("neutral", "palette", "Against neutral gray, to judge colors (B)"),
)


class ViewSwitch(QFrame):
    """Buttons of which one is down, and one for the dimensions."""

    def __init__(self, preview: Preview, parent: QWidget | None = None) -> None:
        """Follows the preview."""
        super().__init__(parent)
        self.setObjectName("views")
        self.setAccessibleName("How the piece is looked at")
        self._preview = preview
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(2)
        for number, (setting, icon, words) in enumerate(_SETTINGS):
            button = IconButton(icon, words)
            button.setObjectName(f"view.{setting.replace(' ', '_')}")
            button.setCheckable(True)
            self._group.addButton(button, number)
            row.addWidget(button)
        self.dimensions = IconButton("dimensions", "Dimensions beside the piece (D)")
        self.dimensions.setObjectName("view.dimensions")
        self.dimensions.setCheckable(True)
        row.addWidget(self.dimensions)
        self._group.idClicked.connect(self._picked)
        self.dimensions.clicked.connect(self._dimensions_clicked)
        preview.view_changed.connect(self._refresh)
        self._refresh()

    @Slot(int)
    def _picked(self, number: int) -> None:
        self._preview.look(_SETTINGS[number][0])  # pyright: ignore[reportArgumentType] - the names are the settings

    @Slot(bool)
    def _dimensions_clicked(self, on: bool) -> None:
        self._preview.look(dimensions=on)

    @Slot()
    def _refresh(self) -> None:
        names = [setting for setting, _, _ in _SETTINGS]
        known = self._preview.setting in names
        self._group.setExclusive(known)
        for number, name in enumerate(names):
            self._group.button(number).setChecked(name == self._preview.setting)
        self.dimensions.setChecked(self._preview.dimensions)
        self.adjustSize()
