"""Recipes: keep the framing on the desk under a name, see another one tried on, use it, rename it, delete it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.desk import Desk
from fwdesk.domain.offers import Offer
from fwdesk.domain.recipe import NAME_LIMIT, Recipe, words
from fwdesk.domain.rules import Step
from fwdesk.ui.tables import tip
from fwdesk.ui.widgets import button, label

_RECIPE = Qt.ItemDataRole.UserRole
_TRIED = -1
"""The id of what is tried on from here: no row of the catalog."""
_LINES = 7
_NOTHING = "No recipes yet. Give the framing on the desk a name above and keep it."


class RecipesDialog(QDialog):
    """Stays beside the desk; the recipe that is marked is tried on."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Follows the desk while it is open."""
        super().__init__(parent)
        self.setObjectName("recipes")
        self.setWindowTitle("Recipes")
        self.resize(560, 620)
        self._session, self._recipes = desk.session, desk.recipes
        self._filling = False
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("Recipes", "step"))
        about = "A framing under a name: frame, mats, glazing. For each piece it is made anew in that piece’s size."
        column.addWidget(label(about, "caption", wrap=True))
        column.addLayout(self._keep_row())
        column.addWidget(self._list(), 1)
        column.addWidget(self._about())
        column.addLayout(self._undo_row())
        column.addLayout(self._buttons())
        self._recipes.changed.connect(self._refresh)
        self._session.piece_changed.connect(self._piece_changed)
        self._refresh()
        self._propose()

    def _keep_row(self) -> QVBoxLayout:
        self.name = QLineEdit()
        self.name.setObjectName("recipes.name")
        self.name.setAccessibleName("Name for the framing on the desk")
        self.name.setMaxLength(NAME_LIMIT)
        self.name.returnPressed.connect(self._keep)
        self.name.textChanged.connect(self._enable)
        self.keep = button("Keep", name="recipes.keep", tip="Keep the framing on the desk under this name (Enter)")
        self.keep.setAccessibleName("Keep the framing on the desk")
        self.keep.clicked.connect(self._keep)
        self.paper = QCheckBox("Paper and style belong to it")
        self.paper.setObjectName("recipes.paper")
        self.paper.toggled.connect(self._propose)
        row, rows = QHBoxLayout(), QVBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self.keep)
        rows.setSpacing(6)
        rows.addWidget(label("The framing on the desk", "name"))
        rows.addLayout(row)
        rows.addWidget(self.paper)
        return rows

    def _list(self) -> QListWidget:
        self.list = QListWidget()
        self.list.setObjectName("recipes.list")
        self.list.setAccessibleName("Recipes")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(4)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.list.installEventFilter(self)
        self.list.itemActivated.connect(self._use)
        self.list.itemChanged.connect(self._renamed)
        self.list.currentItemChanged.connect(self._marked)
        return self.list

    def _about(self) -> QWidget:
        """What the marked one is, in a place of one height: nothing jumps."""
        self.about = label("", wrap=True)
        self.about.setObjectName("recipes.about")
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.about.setFixedHeight(_LINES * self.about.fontMetrics().lineSpacing() + 4)
        return self.about

    def _undo_row(self) -> QHBoxLayout:
        self._gone = label("", "caption")
        self.undo = button("Bring it back", "link", name="recipes.undo", tip="Undo the deletion (Ctrl+Z)")
        self.undo.clicked.connect(self._bring_back)
        row = QHBoxLayout()
        for widget in (self._gone, self.undo):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _buttons(self) -> QHBoxLayout:
        self.rename = button("Rename", name="recipes.rename", tip="F2")
        self.delete = button("Delete", name="recipes.delete", tip="Del")
        self.use = button("Use it", "primary", name="recipes.use", tip="Put the piece into this framing (Enter)")
        close = button("Close", name="recipes.close")
        for widget, spoken in (
            (self.rename, "Rename the marked recipe"),
            (self.delete, "Delete the marked recipe"),
            (self.use, "Use the marked recipe"),
        ):
            widget.setAccessibleName(spoken)
        self.rename.clicked.connect(self._edit)
        self.delete.clicked.connect(self._delete)
        self.use.clicked.connect(self._use)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self.rename)
        row.addWidget(self.delete)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.use)
        return row

    def begin_keeping(self) -> None:
        """Put the keyboard where the framing on the desk gets its name."""
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._recipes.load()
        self.list.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._take_off()
        super().closeEvent(event)

    def reject(self) -> None:
        self._take_off()
        super().reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.matches(QKeySequence.StandardKey.Delete):
                self._delete()
                return True
            if event.matches(QKeySequence.StandardKey.Undo) and self._recipes.deleted:
                self._bring_back()
                return True
        return super().eventFilter(watched, event)

    # The framing on the desk

    @Slot()
    def _propose(self) -> None:
        made = self._recipes.proposed(paper=self.paper.isChecked())
        self.name.setText(made.name if made else "")
        self.name.setCursorPosition(0)
        self.name.setEnabled(made is not None)
        self.name.setPlaceholderText("" if made else "Choose a frame or a mat first")
        piece = self._session.piece
        self.paper.setEnabled(made is not None and piece is not None and piece.print is not None)
        self._enable()

    @Slot()
    def _keep(self) -> None:
        made = self._recipes.proposed(paper=self.paper.isChecked())
        name = " ".join(self.name.text().split())
        if made and name:
            self._recipes.keep(made, name)
            self.list.setCurrentRow(self.list.count() - 1)
            self.list.setFocus()
            self._propose()

    # The list

    @property
    def marked(self) -> Recipe | None:
        """The recipe that is marked."""
        item = self.list.currentItem()
        return item.data(_RECIPE) if item and item.isSelected() else None

    @Slot()
    def _refresh(self) -> None:
        row, self._filling = self.list.currentRow(), True
        self.list.clear()
        for recipe in self._recipes.all:
            item = QListWidgetItem(recipe.name)
            item.setData(_RECIPE, recipe)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(tip(words(recipe)))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, words(recipe))
            self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        self._filling = False
        gone = self._recipes.deleted
        self._gone.setText(f"Deleted: {gone.name[:40]}." if gone else "")
        self.undo.setVisible(gone is not None)
        self._tell()

    @Slot()
    def _piece_changed(self) -> None:
        if not self.name.hasFocus():
            self._propose()
        self._tell()

    @Slot()
    def _marked(self) -> None:
        if not self._filling:
            self._tell()
            if self.list.hasFocus():
                self._try_on()

    @Slot()
    def _tell(self) -> None:
        recipe = self.marked
        if recipe is None:
            self.about.setText("" if self._recipes.all else _NOTHING if self._recipes.loaded else "Reading…")
        else:
            served = self._recipes.served(recipe)
            here = " ".join(served.notes) if served else ""
            self.about.setText(f"{words(recipe)}\nOn this piece: {here}" if here else words(recipe))
        self._enable()

    @Slot()
    def _enable(self) -> None:
        recipe = self.marked
        for widget in (self.rename, self.delete, self.use):
            widget.setEnabled(recipe is not None)
        self.keep.setEnabled(self.name.isEnabled() and bool(self.name.text().strip()))

    def _try_on(self) -> None:
        served = self._recipes.served(self.marked) if self.marked else None
        if served and served.piece and self.marked:
            self._session.try_on(Offer(Step.FRAME, _TRIED, self.marked.name, served.piece))

    def _take_off(self) -> None:
        tried = self._session.trying
        if tried and tried.id == _TRIED:
            self._session.try_on(None)

    @Slot()
    def _use(self) -> None:
        if self.marked:
            self._recipes.use(self.marked)

    @Slot()
    def _edit(self) -> None:
        self.list.setFocus()
        self.list.editItem(self.list.currentItem())

    @Slot(QListWidgetItem)
    def _renamed(self, item: QListWidgetItem) -> None:
        recipe: Recipe | None = item.data(_RECIPE)
        if not self._filling and recipe and item.text() != recipe.name:
            self._recipes.rename(recipe, item.text())
            # An empty name, or one that is taken, is another one now. The list is in use until this event is over.
            QTimer.singleShot(0, self, self._refresh)

    @Slot()
    def _delete(self) -> None:
        if self.marked:
            self._recipes.delete(self.marked)
            self.list.setFocus()

    @Slot()
    def _bring_back(self) -> None:
        self._recipes.bring_back()
        self.list.setFocus()
