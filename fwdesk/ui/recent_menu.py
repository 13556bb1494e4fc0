"""File > Recent pictures: what was on the desk lately, newest first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu

_LONGEST = 56


class RecentMenu(QObject):
    """Fills itself when it is opened; an entry is a name, its folder in the tool tip.

    `paths` are the pictures, set by whoever keeps the settings.
    """

    def __init__(self, menu: QMenu, open_path: Callable[[str], None]) -> None:
        """`open_path` is called with the path that was picked."""
        super().__init__(menu)
        self._menu, self._open = menu, open_path
        self.paths: tuple[str, ...] = ()
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.fill)

    def opened(self, path: str) -> None:
        """This one is the newest now."""
        self.paths = (path, *(other for other in self.paths if other != path))[:12]

    @Slot()
    def fill(self) -> None:
        """One row a picture, the first nine with a number to press."""
        self._menu.clear()
        names = [Path(path).name for path in self.paths]
        for number, (path, name) in enumerate(zip(self.paths, names, strict=True), 1):
            where = f"  ({Path(path).parent.name})" if names.count(name) > 1 else ""
            shown = f"{name}{where}"
            if len(shown) > _LONGEST:
                shown = f"{shown[: _LONGEST // 2]}…{shown[-_LONGEST // 2 :]}"
            mark = f"&{number}  " if number < 10 else ""
            action = self._menu.addAction(f"{mark}{shown.replace('&', '&&')}")
            action.setToolTip(path)
            action.triggered.connect(lambda _checked=False, path=path: self._open(path))
        if not self.paths:
            self._menu.addAction("Nothing yet").setEnabled(False)
