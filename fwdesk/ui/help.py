"""The keys and the about box, read off the live menus so that they cannot be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fwdesk import __version__
from fwdesk.ui.widgets import button, label

_COLUMN, _MARGIN = 320, 48
ELSEWHERE = (
    ("Arrows", "Try a choice on"),
    ("Enter", "Keep what is tried on"),
    ("Esc", "Go back to what the piece has"),
    ("Tab", "From the list to the search, the step’s own fields, and the way out of a choice that cannot be had"),
    ("Space", "Press a button, tick a box"),
    ("Alt+Enter", "In the code: to the step of this part (as Ctrl+click)"),
    ("Arrows, Enter, Delete", "Side by side: to another, take it, take it off"),
    ("+  −  0  Shift+arrows", "Side by side: zoom and move all of them"),
    ("Enter, Y M N, Delete", "Tray: to the desk, judge anew, take out"),
    ("Enter, F2, Delete", "Recipes: use, rename, delete (Ctrl+Z brings it back)"),
    ("Arrows  +  −", "Under the loupe: move it (Shift: further), look nearer"),
    ("Left, Right, Home, End", "The divider between FinerWorks’ picture and ours (Shift: further)"),
    ("1 to 4, arrows", "Measuring a wall: take a point, move it (Shift: ten times as far)"),
    ("Esc", "Close a large view or a message; one page back in an order; bring the code back"),
)
"""Keys that are not of a menu."""


@dataclass(frozen=True, slots=True)
class Group:
    """Keys that belong together: (keys, what they do)."""

    name: str
    keys: tuple[tuple[str, str], ...]


def key_groups(window: QMainWindow) -> tuple[Group, ...]:
    """All keys, one group a menu, as the menus have them now; then those of lists and fields."""
    groups: list[Group] = []
    for action in window.menuBar().actions():
        menu = _menu_of(action)
        keys = tuple(_keys_of(menu)) if menu else ()
        if keys:
            groups.append(Group(_plain(action.text()), keys))
    return (*groups, Group("In lists and fields", ELSEWHERE))


def _menu_of(action: QAction) -> QMenu | None:
    menu: object = action.menu()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return menu if isinstance(menu, QMenu) else None


def _keys_of(menu: QMenu, before: str = "") -> Iterator[tuple[str, str]]:
    for action in menu.actions():
        below, (words, _tab, held) = _menu_of(action), action.text().partition("\t")
        if below:
            yield from _keys_of(below, f"{_plain(words)}: ")
            continue
        form = QKeySequence.SequenceFormat.NativeText
        keys = held or "  or  ".join(key.toString(form) for key in action.shortcuts())
        if keys:
            yield keys, f"{before}{_plain(words)}"


def _plain(words: str) -> str:
    """A menu's text without its mark for a letter; three dots are for menus."""
    return " ".join(words.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…").split())


class KeysDialog(QDialog):
    """All keys over the desk, in as many columns as there is room for; the key that opened it closes it."""

    def __init__(self, window: QMainWindow) -> None:
        """Reads the menus."""
        super().__init__(window)
        self.setObjectName("keys.dialog")
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.groups = key_groups(window)
        room = window.size() - QSize(_MARGIN, _MARGIN)
        columns = max(1, min(3, (room.width() - 2 * 24) // _COLUMN))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label("Keys", "step"))
        self.area = QScrollArea()
        self.area.setObjectName("keys.list")
        self.area.setAccessibleName("All keys, by menu")
        self.area.setAccessibleDescription(spoken(self.groups))
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self._all(columns))
        column.addWidget(self.area, 1)
        foot = QHBoxLayout()
        foot.addWidget(
            label("Single letters act while no text is being typed. Every key is in a menu, too.", "caption"), 1
        )
        done = button("Close", "primary", name="keys.close")
        done.clicked.connect(self.accept)
        foot.addWidget(done)
        column.addLayout(foot)
        self.resize(min(room.width(), columns * _COLUMN + 72), room.height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.area.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_F1, Qt.Key.Key_Question}:
            self.accept()
            return
        super().keyPressEvent(event)

    def _all(self, columns: int) -> QWidget:
        """The groups, each whole, filled into the shortest column."""
        page = QWidget()
        page.setObjectName("keysPage")
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(28)
        stacks = [QVBoxLayout() for _ in range(columns)]
        heights = [0] * columns
        for group in self.groups:
            shortest = heights.index(min(heights))
            heights[shortest] += len(group.keys) + 2
            stacks[shortest].addWidget(_card(group))
        for stack in stacks:
            stack.setSpacing(18)
            stack.addStretch(1)
            row.addLayout(stack, 1)
        return page


def _card(group: Group) -> QWidget:
    card = QWidget()
    grid = QGridLayout(card)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    grid.addWidget(label(group.name, "name"), 0, 0, 1, 2)
    for number, (keys, words) in enumerate(group.keys, 1):
        chip = label(keys, "key")
        what = label(words, wrap=True)
        what.setAccessibleName(f"{keys}: {words}")
        grid.addWidget(chip, number, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(what, number, 1)
    return card


def spoken(groups: tuple[Group, ...]) -> str:
    """All keys as one text, for whoever reads the screen."""
    return " ".join(f"{group.name}: {'; '.join(f'{keys}, {words}' for keys, words in group.keys)}." for group in groups)


def show_keys(window: QMainWindow) -> None:
    """All keys, from the menus themselves."""
    KeysDialog(window).open()


def show_about(window: QMainWindow) -> None:
    """Version, what it is, and whose names these are."""
    dialog = QDialog(window)
    dialog.setWindowTitle(f"fwdesk {__version__}")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(14)
    column.addWidget(label(f"fwdesk {__version__}", "step"))
    column.addWidget(
        label(
            "The desk where a picture file becomes an exactly specified, honestly priced FinerWorks print.\n\n"
            "fwdesk is independent of FinerWorks. Finishes on the stage are simulated and colors are not proofed. "
            "Icons: Tabler (MIT). Typefaces of proofs: Inter, IBM Plex Mono (OFL). Toolkit: Qt for Python (LGPL).",
            wrap=True,
        )
    )
    done = button("Close", "primary")
    done.clicked.connect(dialog.accept)
    column.addWidget(done, 0, Qt.AlignmentFlag.AlignRight)
    dialog.setMinimumWidth(420)
    dialog.open()
