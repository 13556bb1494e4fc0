"""Where the print file lies: handed over, on the web, in the service's library, or in the artist's upload folder."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.pictures import Picture
from fwdesk.app.print_files import THUMBNAIL, Checked, PrintFiles
from fwdesk.app.session import Session
from fwdesk.domain.errors import ArtworkError
from fwdesk.finerworks.answers import LibraryImage
from fwdesk.orders.print_file import NAME, Match
from fwdesk.ui.messages import sentence
from fwdesk.ui.widgets import Remark, button, label, line, qimage

_IMAGE = Qt.ItemDataRole.UserRole
_CHOICES = (
    ("hand_over", "Hand it over", "The desk gives the file to the service."),
    ("url", "A web address", "The file lies at a public https address of yours."),
    ("library", "FinerWorks library", "Pick a picture that FinerWorks knows already."),
    ("folder", "My upload folder", "The desk copies the file into a folder of yours that is seen on the web."),
)


class PrintFileDialog(QDialog):
    """Four places; whichever it is, the file is fetched and compared before it can be used.

    Signals:
        chosen(): the order has its print file, or is handed it.
    """

    chosen = Signal()

    def __init__(self, session: Session, files: PrintFiles, parent: QWidget | None = None) -> None:
        """Follows what is found out about the places while it is open."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("print_file")
        self.setWindowTitle("Print file")
        self.resize(640, 620)
        self._session, self._files = session, files
        self._asked = False
        self.radios: dict[str, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label("Where is the print file?", "step"))
        column.addWidget(
            label("FinerWorks fetches it from the web. What lies there is fetched and compared here first.", "caption")
        )
        for name, words, meaning in _CHOICES:
            column.addLayout(self._choice(name, words, meaning))
        column.addWidget(line())
        self._pages = QStackedWidget()
        for page in (self._hand_over_page(), self._url_page(), self._library_page(), self._folder_page()):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)
        self._facts = QVBoxLayout()
        column.addLayout(self._facts)
        column.addLayout(self._foot())
        files.changed.connect(self._refresh)
        files.failed.connect(self._failed)
        files.thumbnail.connect(self._show_thumbnail)
        self.url.setText(files.address)
        self.radios["url" if files.needs_address else "hand_over"].setChecked(True)
        self._refresh()

    # Building

    def _choice(self, name: str, words: str, meaning: str) -> QHBoxLayout:
        radio = QRadioButton(words)
        radio.setObjectName(f"print_file.{name}")
        radio.setAccessibleDescription(meaning)
        radio.setMinimumWidth(170)
        radio.toggled.connect(self._switched)
        self.radios[name] = radio
        row = QHBoxLayout()
        row.addWidget(radio)
        row.addWidget(label(meaning, "caption", wrap=True), 1)
        return row

    def _hand_over_page(self) -> QWidget:
        page, column = _page()
        self._hands = label("", "", wrap=True)
        column.addWidget(self._hands)
        column.addStretch(1)
        return page

    def _url_page(self) -> QWidget:
        page, column = _page()
        self.url = _edit("print_file.address", "Public address of the print file", "https://…/picture.jpg")
        self.url.returnPressed.connect(self._check)
        self.keep = button("Also put it in the FinerWorks library", name="print_file.keep")
        self.keep.clicked.connect(self._keep)
        for widget in (label("Address", "field"), self.url):
            column.addWidget(widget)
        column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def _library_page(self) -> QWidget:
        page, column = _page()
        self.search = _edit("print_file.search", "Find in the library", "Title or description, then Enter")
        self.search.returnPressed.connect(self._search)
        self.images = QListWidget()
        self.images.setObjectName("print_file.images")
        self.images.setAccessibleName("Pictures in the FinerWorks library")
        self.images.setIconSize(QSize(THUMBNAIL // 2, THUMBNAIL // 2))
        self.images.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.images.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.images.itemActivated.connect(self._check)
        self.images.currentRowChanged.connect(self._refresh_buttons)
        self._shelf_words = label("", "caption", wrap=True)
        self.before = button("Newer", name="print_file.newer")
        self.after = button("Older", name="print_file.older")
        self.before.setAccessibleName("Newer pictures")
        self.after.setAccessibleName("Older pictures")
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        row = QHBoxLayout()
        row.addWidget(self._shelf_words, 1)
        row.addWidget(self.before)
        row.addWidget(self.after)
        column.addWidget(self.search)
        column.addWidget(self.images, 1)
        column.addLayout(row)
        return page

    def _folder_page(self) -> QWidget:
        page, column = _page()
        self.folder = _edit("print_file.folder_path", "Upload folder", "/home/me/Web/prints")
        self.pattern = _edit("print_file.pattern", "Address of its files", f"https://files.example/prints/{NAME}")
        self.folder.setText(self._files.folder)
        self.pattern.setText(self._files.pattern)
        browse = button("Browse…", name="print_file.browse")
        browse.setAccessibleName("Look for the upload folder")
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        column.addWidget(label("Folder: any path that is mounted", "field"))
        column.addLayout(row)
        column.addWidget(label(f"Web address of its files, with {NAME} where the file's name goes", "field"))
        column.addWidget(self.pattern)
        column.addStretch(1)
        for edit in (self.folder, self.pattern):
            edit.returnPressed.connect(self._check)
        return page

    def _foot(self) -> QHBoxLayout:
        self.look = button("Fetch and check", name="print_file.check")
        self.use = button("Use this file", "primary", name="print_file.use")
        cancel = button("Cancel", name="print_file.cancel")
        cancel.setAccessibleName("Close without choosing")
        self.look.clicked.connect(self._check)
        self.use.clicked.connect(self._use)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.look)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.use)
        return row

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._files.ask_upload()
        self.radios[self.choice].setFocus()

    @property
    def choice(self) -> str:
        """Which place is chosen."""
        return next(name for name, radio in self.radios.items() if radio.isChecked())

    # What is pressed

    @Slot(bool)
    def _switched(self, on: bool) -> None:
        if on:
            self._pages.setCurrentIndex(list(self.radios).index(self.choice))
            self._asked = False
            self._say("")
            if self.choice == "library" and self._files.shelf is None:
                self._files.search()
            self._refresh()

    @Slot()
    def _check(self) -> None:
        self._asked = True
        self._say("")
        match self.choice:
            case "url":
                self._files.check(self.url.text())
            case "folder":
                self._files.use_folder(self.folder.text().strip(), self.pattern.text().strip())
            case _:
                item = self.images.currentItem()
                if item:
                    self._files.check_image(item.data(_IMAGE))

    @Slot()
    def _use(self) -> None:
        if self.choice == "hand_over":
            self._files.hand_over()
        elif not self._files.accept():
            return
        self.chosen.emit()
        self.accept()

    @Slot()
    def _keep(self) -> None:
        artwork = self._session.artwork
        self._files.add_to_library(artwork.name if artwork else "")

    @Slot()
    def _search(self) -> None:
        self._files.search(self.search.text())

    def _turn(self, by: int) -> None:
        shelf = self._files.shelf
        if shelf:
            self._files.search(shelf.searched, max(1, shelf.page + by))

    @Slot()
    def _browse(self) -> None:
        dialog = QFileDialog(self, "Upload folder", self.folder.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    # What is shown

    @Slot()
    def _refresh(self) -> None:
        takes = self._files.takes_files
        self._hands.setText(
            "This service takes files: the desk hands it over and fetches it back when shipping is asked for."
            if takes
            else "Asking whether this service takes files…"
            if takes is None
            else "This service takes no files. Put the picture on the web in one of the other ways."
        )
        self._show_shelf()
        checked = self._files.checked
        if self._files.busy and self._asked:
            self._say("Fetching and comparing…")
        elif checked and self._asked:
            self._say(*checked_words(checked))
        self._refresh_buttons()

    @Slot()
    @Slot(int)
    def _refresh_buttons(self, _row: int = 0) -> None:
        choice, checked, busy = self.choice, self._files.checked, self._files.busy
        usable = checked is not None and checked.match is not Match.SHAPE and self._asked
        self.use.setEnabled(bool(self._files.takes_files) if choice == "hand_over" else usable)
        other = usable and checked is not None and checked.match is Match.SIZE
        self.use.setText("Use it all the same" if other and choice != "hand_over" else "Use this file")
        self.look.setVisible(choice != "hand_over")
        self.look.setText("Copy, fetch and check" if choice == "folder" else "Fetch and check")
        self.look.setEnabled(not busy and (choice != "library" or self.images.currentRow() >= 0))
        self.keep.setVisible(usable and choice == "url")

    def _show_shelf(self) -> None:
        shelf = self._files.shelf
        if shelf is None:
            self._shelf_words.setText("Looking into the library…")
        else:
            shown = [self.images.item(row).data(_IMAGE) for row in range(self.images.count())]
            if shown != list(shelf.images):
                self.images.clear()
                for image in shelf.images:
                    self._add_image(image)
            many = f"{shelf.total} in all, p" if shelf.total is not None else "P"
            words = f"{many}age {shelf.page}." if shelf.images else "No picture in the library fits that."
            if not shelf.images and not shelf.searched:
                words = "The library is empty. Pictures are put there by their web addresses."
            self._shelf_words.setText(words)
        self.before.setEnabled(shelf is not None and shelf.page > 1)
        self.after.setEnabled(shelf is not None and shelf.has_more)

    def _add_image(self, image: LibraryImage) -> None:
        size = f"{image.pixel_width} × {image.pixel_height} pixels" if image.pixel_width else "size not stated"
        item = QListWidgetItem(f"{image.title or image.file_name or image.guid}\n{size}")
        item.setData(_IMAGE, image)
        item.setToolTip(image.description or image.file_name)
        blank = QPixmap(THUMBNAIL, THUMBNAIL)
        blank.fill(Qt.GlobalColor.transparent)
        item.setIcon(QIcon(blank))
        self.images.addItem(item)

    @Slot(str, object)
    def _show_thumbnail(self, guid: str, picture: Picture) -> None:
        for row in range(self.images.count()):
            item = self.images.item(row)
            if item.data(_IMAGE).guid == guid:
                item.setIcon(QIcon(QPixmap.fromImage(qimage(picture))))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        words = str(error) if isinstance(error, ArtworkError) else sentence(error)
        self._say(words, "error")
        self._refresh_buttons()

    def _say(self, words: str, level: str = "info") -> None:
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        if words:
            self._facts.addWidget(Remark(words, level))


def checked_words(checked: Checked) -> tuple[str, str]:
    """What was found at an address, and how much it matters: info, warn or error."""
    file = checked.file
    size = f"{file.pixel_width} × {file.pixel_height} pixels, {checked.size / 1_000_000:.1f} MB"
    facts = f"Found {size}: {checked.match.value}."
    match checked.match:
        case Match.SHAPE:
            return f"{facts} The piece on the desk would not be what is printed, so it cannot be used.", "error"
        case Match.SIZE:
            return f"{facts} Sharpness is judged by what was found.", "warn"
        case _:
            return facts, "info"


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return page, column


def _edit(name: str, words: str, placeholder: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setObjectName(name)
    edit.setAccessibleName(words)
    edit.setPlaceholderText(placeholder)
    return edit
