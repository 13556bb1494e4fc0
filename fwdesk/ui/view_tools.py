"""What one can do with the picture on the stage beside looking at it, with its keys; made when first used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from fwdesk.app.desk import Desk
from fwdesk.ui.holds import HeldKey
from fwdesk.ui.stage import Stage

if TYPE_CHECKING:
    from fwdesk.app.compare import Candidate, Compare
    from fwdesk.app.glass import Glass
    from fwdesk.app.loupe import Loupe
    from fwdesk.app.own_wall import Kept, OwnWall
    from fwdesk.artwork.open import Artwork
    from fwdesk.domain.cancel import Cancel
    from fwdesk.ui.compare_view import CompareView
    from fwdesk.ui.ghosts_view import GhostsView
    from fwdesk.ui.glass_view import GlassView
    from fwdesk.ui.loupe_view import LoupeView
    from fwdesk.ui.main_window import MainWindow
    from fwdesk.ui.split_view import SplitView


class Adder(Protocol):
    """How `Menus` adds an action with its key."""

    def __call__(
        self, menu: QMenu, words: str, then: Callable[[], object], keys: str = "", *, single: bool = False
    ) -> QAction: ...


class ViewTools(QObject):
    """The tools of the stage: the glass held to the light, the loupe, two pictures or several pieces compared.

    Signals:
        wall_kept(Kept): the artist's own wall, to be remembered.
    """

    wall_kept = Signal(object)

    def __init__(self, window: MainWindow, desk: Desk, stage: Stage) -> None:
        """Only the keys are made here."""
        super().__init__(window)
        self._window, self._desk, self._stage = window, desk, stage
        self._blinked_to = 0
        self.remembered_wall: Kept | None = None
        """The artist's own wall of an earlier day, before it is first looked at."""
        self.glass_key = HeldKey(window, Qt.Key.Key_G)
        self.glass_key.began.connect(self._hold_glass)
        self.glass_key.ended.connect(self._release_glass)
        self.sizes_key = HeldKey(window, Qt.Key.Key_Z)
        self.sizes_key.began.connect(self._show_sizes)
        self.sizes_key.ended.connect(self._hide_sizes)
        self.blink_key = HeldKey(window, Qt.Key.Key_Space, self._can_blink)
        self.blink_key.began.connect(self._blink)
        self.blink_key.ended.connect(self._blinked)
        self.blink_key.steered.connect(self._blink_next)

    def fill(self, menu: QMenu, add: Adder) -> None:
        """Put every tool into a menu."""
        add(menu, "FinerWorks’ preview over ours, with &a divider", self.toggle_split, "Shift+F", single=True)
        self._held(menu, "Hold the &glass to the light", self.glass_key)
        self._held(menu, "All sizes aro&und this one", self.sizes_key)
        add(menu, "&Loupe: real size", self.toggle_loupe, "L", single=True)
        menu.addSeparator()
        add(menu, "Pin &to compare", self.pin, "C", single=True)
        add(menu, "Compare side b&y side", self.toggle_compare, "Shift+C", single=True)
        self._held(menu, "&Blink to the pinned piece", self.blink_key)

    def fill_walls(self, menu: QMenu, add: Adder) -> None:
        """The artist's own wall, in the menu of walls."""
        menu.addSeparator()
        add(menu, "On my &own wall", self.show_own_wall, "Shift+W", single=True)
        add(menu, "&Photograph of a wall…", self.ask_for_wall)
        for words, keys, across, down in (
            ("Hang it further &left", "Ctrl+Shift+Left", -1, 0),
            ("Hang it further &right", "Ctrl+Shift+Right", 1, 0),
            ("Hang it &higher", "Ctrl+Shift+Up", 0, -1),
            ("Hang it low&er", "Ctrl+Shift+Down", 0, 1),
        ):
            add(menu, words, partial(self._desk.preview.move_inches, across, down), keys)

    def escape(self) -> bool:
        """Leave what lies over the stage; False if nothing does."""
        if "compare" in self.__dict__ and self.compare.is_open:
            self.compare.close()
        elif "loupe" in self.__dict__ and self.loupe.is_up:
            self.toggle_loupe()
        elif self.splitting:
            self._split.close_it()
        else:
            return False
        return True

    @staticmethod
    def _held(menu: QMenu, words: str, key: HeldKey) -> None:
        menu.addAction(f"{words}\t{key.words}").triggered.connect(key.toggle)

    def _lay_over(self, view: QWidget) -> None:
        """Over the picture, under the switch of views."""
        view.raise_()
        self._stage.views.raise_()

    # The glass

    @cached_property
    def glass(self) -> Glass:
        """The glass of the piece."""
        from fwdesk.app.glass import Glass

        return Glass(self._desk.session, self._desk.preview, self._desk.tasks)

    @cached_property
    def _glass_view(self) -> GlassView:
        from fwdesk.ui.glass_view import GlassView

        view = GlassView(self.glass, self._stage.view)
        self.glass_key.steered.connect(self.glass.nudge)
        self.glass_key.moved.connect(view.follow)
        return view

    @Slot()
    def _hold_glass(self) -> None:
        view = self._glass_view
        self.glass.hold()
        self._lay_over(view)

    @Slot()
    def _release_glass(self) -> None:
        self.glass.release()

    # All sizes

    @cached_property
    def _ghosts(self) -> GhostsView:
        from fwdesk.ui.ghosts_view import GhostsView

        return GhostsView(self._desk.session, self._desk.preview, self._stage.view)

    @Slot()
    def _show_sizes(self) -> None:
        if self._desk.preview.setting == "photo":
            self._desk.preview.look("wall")
        if self._ghosts.open():
            self._lay_over(self._ghosts)

    @Slot()
    def _hide_sizes(self) -> None:
        self._ghosts.close_it()

    # The loupe

    @cached_property
    def loupe(self) -> Loupe:
        """The loupe."""
        from fwdesk.app.loupe import Loupe

        desk = self._desk
        return Loupe(desk.session, desk.preview, desk.tasks, desk.workshop, desk.swatches)

    @cached_property
    def _loupe_view(self) -> LoupeView:
        from fwdesk.ui.loupe_view import LoupeView

        return LoupeView(self.loupe, self._stage.view)

    def toggle_loupe(self) -> None:
        """Over the piece, or away with it."""
        if self.loupe.is_up:
            ours = self._loupe_view.hasFocus()
            self.loupe.put_away()
            if ours:
                self._window.side.show_options()
            return
        if self._desk.preview.setting == "photo":
            self._desk.preview.look("wall")  # a photograph cannot be looked at from nearer than it was taken
        view = self._loupe_view
        ratio = self._stage.view.devicePixelRatioF()
        inch = self._window.menus.real_size.px_per_inch
        self.loupe.take_up(round(view.diameter * ratio), inch or 96.0 * ratio, measured=inch is not None)
        self._lay_over(view)

    # The artist's own wall

    @cached_property
    def own_wall(self) -> OwnWall:
        """The artist's own wall."""
        from fwdesk.app.own_wall import OwnWall

        wall = OwnWall(self._desk.preview, self._desk.tasks, self._desk.workshop)
        wall.remembered = self.remembered_wall
        wall.opened.connect(self._measure_wall)
        wall.failed.connect(self._no_wall)
        wall.kept.connect(self.wall_kept)
        return wall

    def show_own_wall(self) -> None:
        """The piece on the artist's own wall, or back; without one, ask for a photograph."""
        if self._desk.preview.setting == "photo":
            self._desk.preview.look("wall")
        elif not self.own_wall.show():
            self.ask_for_wall()

    def ask_for_wall(self) -> None:
        """Let the artist pick a photograph of a wall."""
        from fwdesk.ui.picture_dialog import pick_picture

        dialog = pick_picture(self._window)
        dialog.setWindowTitle("Open a photograph of your wall")
        dialog.fileSelected.connect(self._wall_picked)

    @Slot(str)
    def _wall_picked(self, path: str) -> None:
        self.own_wall.open(Path(path))

    @Slot(object)
    def _measure_wall(self, photo: Artwork) -> None:
        from fwdesk.app.pictures import Picture
        from fwdesk.ui.wall_dialog import WallDialog

        def turned(_cancel: Cancel) -> Picture:
            return Picture.of(photo.proxy)

        def measure(picture: Picture) -> None:
            dialog = WallDialog(photo, picture, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.measured.connect(partial(self.own_wall.use, photo))
            dialog.open()

        self._desk.tasks.run(turned, measure, self._no_wall, lane="wall picture", near=True)

    @Slot(object)
    def _no_wall(self, error: Exception) -> None:
        self._desk.session.note(f"The photograph of the wall cannot be used. {error}", "error")

    # FinerWorks' picture over ours

    @property
    def splitting(self) -> bool:
        """Whether FinerWorks' picture lies over ours."""
        return "_split" in self.__dict__ and self._split.isVisibleTo(self._stage.view)

    @cached_property
    def _split(self) -> SplitView:
        from fwdesk.ui.split_view import SplitView

        split = SplitView(self._desk.official, self._desk.preview, self._stage.view)
        split.closed.connect(self._window.side.show_options)
        split.cannot.connect(self._cannot_split)
        return split

    def toggle_split(self) -> None:
        """FinerWorks' picture over ours with a divider, or away with it."""
        if self.splitting:
            self._split.close_it()
        else:
            self._stage.hide_official()
            self._split.open()
            self._lay_over(self._split)

    @Slot(str)
    def _cannot_split(self, reason: str) -> None:
        self._desk.session.note(reason)
        if self._desk.official.picture is not None:
            self._stage.show_official()

    # Compare

    @cached_property
    def compare(self) -> Compare:
        """The pieces that are pinned, or side by side."""
        from fwdesk.app.compare import Compare

        compare = Compare(self._desk, self)
        compare.changed.connect(self._compare_changed)
        return compare

    @cached_property
    def _compare_view(self) -> CompareView:
        from fwdesk.ui.compare_view import CompareView

        view = CompareView(self.compare, self._stage)
        self._stage.resized.connect(self._place_compare)
        return view

    def pin(self) -> None:
        """Pin the piece on the desk; with another one pinned, look at them side by side."""
        self.compare.pin()

    def toggle_compare(self) -> None:
        """What is pinned and the piece on the desk side by side, or back to the one."""
        if self.compare.is_open:
            self.compare.close()
        else:
            self.compare.open()

    def compare_these(self, candidates: Sequence[Candidate]) -> None:
        """Up to four named pieces side by side; the first is the one the others are compared with."""
        self.compare.open(candidates)

    @Slot()
    def _place_compare(self) -> None:
        self._compare_view.setGeometry(self._stage.rect())

    @Slot()
    def _compare_changed(self) -> None:
        view, is_open = self._compare_view, self.compare.is_open
        if is_open and not view.isVisibleTo(self._stage):
            self._stage.hide_official()
            view.setGeometry(self._stage.rect())
            view.show()
            view.raise_()
            self._stage.note.raise_()
            self._stage.note.fade()
            view.fill()
        elif not is_open and view.isVisibleTo(self._stage):
            focus = QApplication.focusWidget()
            ours = focus is not None and view.isAncestorOf(focus)
            view.hide()
            if ours:
                self._window.side.show_options()

    def _can_blink(self) -> bool:
        return "compare" in self.__dict__ and bool(self.compare.others) and not self.compare.is_open

    @Slot()
    def _blink(self) -> None:
        self._blinked_to = 0
        self._blink_next(0, 0)

    @Slot(int, int)
    def _blink_next(self, across: int, down: int) -> None:
        others = self.compare.others
        self._blinked_to = (self._blinked_to + across + down) % len(others)
        self._desk.preview.show_instead(others[self._blinked_to].piece, others[self._blinked_to].name)

    @Slot()
    def _blinked(self) -> None:
        self._desk.preview.show_instead(None)
