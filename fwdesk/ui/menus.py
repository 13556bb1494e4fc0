"""The menus: everything the desk can do, with its key; and the keys themselves (UX section 3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QMenu

from fwdesk.app.desk import Desk
from fwdesk.app.service import Kind, Service
from fwdesk.app.step_words import STEP_WORDS
from fwdesk.domain.rules import Step
from fwdesk.ui.drops import dropped_file
from fwdesk.ui.piece_tools import PieceTools
from fwdesk.ui.real_size import RealSize
from fwdesk.ui.recent_menu import RecentMenu
from fwdesk.ui.view_tools import ViewTools

if TYPE_CHECKING:
    from fwdesk.ui.main_window import MainWindow
    from fwdesk.ui.recipes_dialog import RecipesDialog

WALLS = (("Warm &white", "#DEDBD4"), ("&Ivory", "#E8E4DC"), ("&Cool gray", "#CDD2D0"), ("&Sage", "#B9BEB6"))


class Menus(QObject):
    """Makes the menu bar and its actions.

    Signals:
        theme_chosen(str): system, light or dark.
        service_chosen(Service): another service.
    """

    theme_chosen = Signal(str)
    service_chosen = Signal(object)

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        """Fills the window's menu bar."""
        super().__init__(window)
        self._window, self._desk = window, desk
        self.real_size = RealSize(window, desk.preview)
        self.tools = ViewTools(window, desk, window.stage)
        self.pieces = PieceTools(window, desk, self.tools, window.above_desk, window.below_stage)
        bar = window.menuBar()
        bar.setNativeMenuBar(False)
        self._file(bar.addMenu("&File"))
        self._edit(bar.addMenu("&Edit"))
        self._piece(bar.addMenu("&Piece"))
        self._view(bar.addMenu("&View"))
        self._service(bar.addMenu("&Service"))
        self._help(bar.addMenu("&Help"))

    def _add(
        self, menu: QMenu, words: str, then: Callable[[], object], keys: str = "", *, single: bool = False
    ) -> QAction:
        """An action with one key or several (a blank between them); a single one acts only outside of text."""
        action = menu.addAction(words)
        if keys:
            action.setShortcuts([QKeySequence(key) for key in keys.split()])
        action.triggered.connect(self._unless_typing(keys, then) if single else lambda _checked=False: then())
        return action

    @staticmethod
    def _unless_typing(keys: str, then: Callable[[], object]) -> Callable[..., None]:
        def act(_checked: bool = False) -> None:
            focus = QApplication.focusWidget()
            if isinstance(focus, QComboBox):
                # A letter in a box looks for a row that begins with it.
                pressed = QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, keys.lower())
                QApplication.sendEvent(focus, pressed)
                return
            then()

        return act

    def _file(self, menu: QMenu) -> None:
        window = self._window
        self._add(menu, "&Open picture…", window.ask_for_picture, "Ctrl+O")
        self.recent = RecentMenu(menu.addMenu("Open &recent"), window.open_path)
        self._add(menu, "Check this picture &file…", self.show_file, "Ctrl+I")
        self._add(menu, "&Export picture…", self.show_export, "Ctrl+Shift+E")
        self._add(menu, "Proof for a c&lient…", self.show_client_proof, "Ctrl+Shift+D")
        self.pieces.fill_file(menu, self._add)
        menu.addSeparator()
        self._order = self._add(menu, "Place a &test order…", window.side.begin_order, "Ctrl+Return")
        self._add(menu, "Address &book…", window.side.show_address_book, "Ctrl+B")
        self._add(menu, "Or&ders", window.side.show_orders, "Ctrl+Shift+O")
        menu.addSeparator()
        self._add(menu, "&Quit", window.close, "Ctrl+Q")

    def _edit(self, menu: QMenu) -> None:
        session = self._desk.session
        self._undo = self._add(menu, "&Undo", session.undo, "Ctrl+Z")
        self._redo = self._add(menu, "&Redo", session.redo, "Ctrl+Shift+Z")
        menu.addSeparator()
        self._add(menu, "&Copy product code", self._window.bar.copy_code, "Ctrl+C Ctrl+Shift+C")
        self._add(menu, "Copy piece as te&xt", self.copy_text, "Ctrl+Shift+X")
        self._add(menu, "&Paste code or picture", self.paste, "Ctrl+V Ctrl+Shift+V")
        self._add(menu, "&Edit product code", self._edit_code, "Ctrl+L")
        session.history_changed.connect(self._history)
        self._history()

    def _piece(self, menu: QMenu) -> None:
        for number, step in enumerate(Step, 1):
            self._add(menu, f"&{number}  {STEP_WORDS[step]}", self._goer(step), f"Alt+{number}")
        menu.addSeparator()
        turn = self._at_desk(self._desk.session.turn)
        self._add(menu, "&Turn: portrait or landscape", turn, "O", single=True)
        crop, nudge = menu.addMenu("&Crop: move the picture"), self._desk.session.nudge_crop
        self._add(crop, "&Left", lambda: nudge(2, 0), "Alt+Left")
        self._add(crop, "&Right", lambda: nudge(-2, 0), "Alt+Right")
        self._add(crop, "&Up", lambda: nudge(0, 2), "Alt+Up")
        self._add(crop, "&Down", lambda: nudge(0, -2), "Alt+Down")
        self._add(crop, "By &numbers…", self.show_crop)
        self._add(menu, "Ab&out this paper…", self._at_desk(self.show_papers), "P", single=True)
        self._add(menu, "&Heart this option", self._at_desk(self._heart), "H", single=True)
        self._add(menu, "Find &anything…", self.find_anything, "Ctrl+K")
        self._add(menu, "&Find in this step", self._find, "Ctrl+F /")
        menu.addSeparator()
        self.pieces.fill_piece(menu, self._add)
        menu.addSeparator()
        self._add(menu, "Keep the framing as a recip&e…", self._at_desk(self.keep_recipe), "Ctrl+Shift+M")
        self._add(menu, "Recipe&s…", self._at_desk(self.show_recipes), "Ctrl+M")
        menu.addSeparator()
        self._add(menu, "Check &many codes…", self.show_bulk, "Ctrl+Shift+K")
        self._add(menu, "&Price table…", self.show_price_table, "Ctrl+Shift+P")
        self._add(menu, "&Retail prices…", self.show_retail, "Ctrl+R")
        self._add(menu, "&Begin with the price…", self.show_margin_first, "Ctrl+Shift+R")

    def _at_desk(self, then: Callable[[], object]) -> Callable[[], None]:
        """Only while the options are on show: a letter that slipped never changes what is about to be ordered."""

        def act() -> None:
            if self._window.side.shows_options:
                then()
            else:
                self._desk.session.note("Nothing was changed: go back to the desk first (Esc).")

        return act

    def _goer(self, step: Step) -> Callable[[], None]:
        def go() -> None:
            self._window.side.go_to(step)
            self._window.side.options.page(step).view.setFocus(Qt.FocusReason.ShortcutFocusReason)

        return go

    def _view(self, menu: QMenu) -> None:
        look, preview = self._desk.preview.look, self._desk.preview
        self._add(menu, "&Close, on the wall", lambda: look("wall"))
        self._add(menu, "In a &room, to scale", lambda: look("wall" if preview.in_room else "room"), "W", single=True)
        self._add(menu, "In a room, beside a &person", lambda: look("room with figure"))
        self._add(
            menu,
            "Against &neutral gray",
            lambda: look("wall" if preview.setting == "neutral" else "neutral"),
            "B",
            single=True,
        )
        self._add(menu, "&Soft proof: as on this paper", self.toggle_proof, "S", single=True)
        self._add(menu, "Soft proof s&ettings…", self.show_proof, "Shift+S", single=True)
        self._add(menu, "&Dimensions", lambda: look(dimensions=not preview.dimensions), "D", single=True)
        menu.addSeparator()
        self._add(menu, "Zoom &in", lambda: preview.zoom(1.25), "+", single=True)
        self._add(menu, "Zoom &out", lambda: preview.zoom(0.8), "-", single=True)
        self._add(menu, "&Fit to the stage", preview.fit, "0", single=True)
        self._add(menu, "Real si&ze", self.real_size.show, "1", single=True)
        self._add(menu, "Measure this screen with a ban&k card…", self.real_size.measure)
        menu.addSeparator()
        self._add(menu, "FinerWorks’ own pre&view, large", self._window.stage.toggle_official, "F", single=True)
        self.tools.fill(menu, self._add)
        walls = menu.addMenu("&Wall")
        for words, color in WALLS:
            self._add(walls, words, lambda color=color: self._desk.preview.set_wall(color))
        self.tools.fill_walls(walls, self._add)
        self.client = self._add(menu, "Client &mode: hide costs", self._toggle_client, "F9")
        self.client.setCheckable(True)
        # Also while a dialog beside the desk has the keyboard: that may be the one a client should not see.
        self.client.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        looks, group = menu.addMenu("Lig&ht or dark"), QActionGroup(self)
        for words, choice in (("Follow the &system", "system"), ("&Light", "light"), ("&Dark", "dark")):
            action = self._add(looks, words, lambda choice=choice: self.theme_chosen.emit(choice))
            action.setCheckable(True)
            action.setObjectName(f"theme.{choice}")
            group.addAction(action)

    def _service(self, menu: QMenu) -> None:
        self._add(menu, "&Practice", lambda: self.service_chosen.emit(Service(Kind.PRACTICE)))
        self._add(menu, "&Service and keys…", self.show_service)
        menu.addSeparator()
        self._add(menu, "&New in the catalog…", self.show_news)
        self._add(menu, "&Read the catalog again", self._desk.link.catalogs.refresh, "Shift+F5")
        menu.addSeparator()
        self._add(menu, "&Try again now", self._desk.link.retry, "F5")

    def _help(self, menu: QMenu) -> None:
        self._add(menu, "&Keys", self._show_keys, "F1 ?")
        self._add(menu, "&About fwdesk", self._about)

    def show_live(self, *, live: bool) -> None:
        """Say what kind of order begins in the File menu."""
        self._order.setText("Place a l&ive order…" if live else "Place a &test order…")

    def mark_theme(self, choice: str) -> None:
        """Show which look was chosen."""
        action = self.findChild(QAction, f"theme.{choice}") or self._window.findChild(QAction, f"theme.{choice}")
        if action:
            action.setChecked(True)

    @Slot()
    def show_service(self) -> None:
        """The page of the service: which one, the keys, one check."""
        if self._desk.retailing.withheld("Service and keys are"):
            return
        from fwdesk.ui.service_dialog import ServiceDialog

        dialog = ServiceDialog(self._desk, self._window)
        dialog.chosen.connect(self.service_chosen)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def show_retail(self) -> None:
        """What is asked for the piece, and the rule, beside the desk."""
        from fwdesk.ui.retail_dialog import RetailDialog

        if not self._desk.retailing.withheld("Your costs are"):
            dialog = self._window.findChild(RetailDialog)
            if dialog is None:
                dialog = RetailDialog(self._desk, self._window)
                dialog.margin_asked.connect(self.show_margin_first)
            self._beside(dialog)

    @Slot()
    def show_margin_first(self) -> None:
        """Which sizes leave enough at a price, beside the desk."""
        from fwdesk.ui.margin_dialog import MarginDialog

        if not self._desk.retailing.withheld("Your costs are"):
            self._beside(self._window.findChild(MarginDialog) or MarginDialog(self._desk, self._window))

    def _toggle_client(self) -> None:
        self._window.client_mode.toggle()

    @Slot()
    def toggle_proof(self) -> None:
        """The soft proof on or off; without a profile for this paper, where to choose one."""
        proofing = self._desk.proofing
        if proofing.on or proofing.paper:
            proofing.switch(not proofing.on)
        else:
            self.show_proof()

    @Slot()
    def show_proof(self) -> None:
        """The choices of the soft proof, beside the desk."""
        from fwdesk.ui.proof_dialog import ProofDialog

        self._beside(self._window.findChild(ProofDialog) or ProofDialog(self._desk.proofing, self._window))

    @Slot()
    def show_file(self) -> None:
        """The file doctor."""
        if self._desk.session.artwork:
            from fwdesk.ui.file_dialog import FileDialog

            dialog = FileDialog(self._desk, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    @Slot()
    def show_bulk(self) -> None:
        """A list of codes beside the desk; the one that is open already, if there is one."""
        from fwdesk.ui.bulk_dialog import BulkDialog

        self._beside(self._window.findChild(BulkDialog) or BulkDialog(self._desk, self._window))

    @Slot()
    def show_price_table(self) -> None:
        """Sizes by frames with prices, beside the desk."""
        from fwdesk.ui.price_table_dialog import PriceTableDialog

        self._beside(self._window.findChild(PriceTableDialog) or PriceTableDialog(self._desk, self._window))

    @Slot()
    def show_papers(self) -> None:
        """What is said about the paper, and about the one tried on, beside the desk."""
        from fwdesk.ui.paper_dialog import show_papers

        show_papers(self._desk.session, self._window)

    @Slot()
    def show_recipes(self) -> RecipesDialog:
        """Framings under names, beside the desk."""
        from fwdesk.ui.recipes_dialog import RecipesDialog

        dialog = self._window.findChild(RecipesDialog) or RecipesDialog(self._desk, self._window)
        self._beside(dialog)
        return dialog

    @Slot()
    def keep_recipe(self) -> None:
        """The same, with the keyboard where the framing on the desk gets its name."""
        self.show_recipes().begin_keeping()

    @Slot()
    def show_export(self) -> None:
        """A picture of the piece as a file; the dialog keeps its choices."""
        from fwdesk.ui.export_dialog import ExportDialog

        self._front(self._window.findChild(ExportDialog) or ExportDialog(self._desk, self._window))

    @Slot()
    def show_client_proof(self) -> None:
        """A proof of the piece as PDF; the dialog keeps what was typed."""
        from fwdesk.ui.client_proof_dialog import ClientProofDialog

        found = self._window.findChild(ClientProofDialog)
        self._front(found or ClientProofDialog(self._desk, self._window, self.pieces.alternatives))

    def _heart(self) -> None:
        self._window.side.options.page(self._desk.session.step).toggle_heart()

    @Slot()
    def find_anything(self) -> None:
        """One field over all options, sizes and commands."""
        from fwdesk.ui.find_dialog import FindDialog

        dialog = FindDialog(self._desk, self._window.menuBar(), self._window)
        dialog.step_asked.connect(self._window.side.go_to)
        dialog.collection_asked.connect(self._window.side.show_collection)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def show_news(self) -> None:
        """What changed in the catalog, also in price, beside the desk."""
        if self._desk.retailing.withheld("The service's prices are"):
            return
        from fwdesk.ui.catalog_news import CatalogNews

        self._beside(self._window.findChild(CatalogNews) or CatalogNews(self._desk, self._window))

    def show_crop(self) -> None:
        """How much is cut off on which side, in numbers, beside the desk."""
        from fwdesk.ui.crop_dialog import CropDialog

        self._beside(self._window.findChild(CropDialog) or CropDialog(self._desk.session, self._window))

    @staticmethod
    def _beside(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        Menus._front(dialog)

    @staticmethod
    def _front(dialog: QDialog) -> None:
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    @Slot()
    def _history(self) -> None:
        session = self._desk.session
        self._undo.setText(f"&Undo {session.undo_name}".strip())
        self._undo.setEnabled(bool(session.undo_name))
        self._redo.setText(f"&Redo {session.redo_name}".strip())
        self._redo.setEnabled(bool(session.redo_name))

    def copy_text(self) -> None:
        """Put the piece on the clipboard in words: sizes, materials, code and link."""
        from fwdesk.app.subject import told
        from fwdesk.domain.shots import title_of

        session = self._desk.session
        if session.piece:
            title = title_of(session.artwork.name) if session.artwork else "A piece"
            QGuiApplication.clipboard().setText(told(session.piece, session.rules, title))
            session.note("The piece is on the clipboard as text, with its code. No price is in it.")

    def paste(self) -> None:
        """Take a code, a picture file or its path from the clipboard."""
        from fwdesk.ui.picture_dialog import picture_path

        mime = QGuiApplication.clipboard().mimeData()
        path = dropped_file(mime)
        if path:
            self._window.open_path(path)
        elif mime.hasText():
            text = mime.text().strip()
            path = picture_path(text)
            if path:
                self._window.open_path(path)
            else:
                self._window.bar.code.take(text)

    def _edit_code(self) -> None:
        self._window.bar.code.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.bar.code.selectAll()

    def _find(self) -> None:
        page = self._window.side.options.page(self._desk.session.step)
        (page.search if page.search.isVisible() else page.view).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_keys(self) -> None:
        from fwdesk.ui.help import show_keys

        show_keys(self._window)

    def _about(self) -> None:
        from fwdesk.ui.help import show_about

        show_about(self._window)
