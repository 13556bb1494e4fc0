"""The column beside the stage: the options of a step, the pages of an order, the list of orders; one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QStackedWidget

from fwdesk.domain.rules import Step
from fwdesk.ui.options import OptionsPanel
from fwdesk.ui.rail import Rail
from fwdesk.ui.widgets import IconButton

if TYPE_CHECKING:
    from fwdesk.app.desk import Desk
    from fwdesk.app.order_book import Story
    from fwdesk.app.reorder import OldLine, Reorder
    from fwdesk.ui.order_pages import OrderPages
    from fwdesk.ui.orders_page import OrdersPage


class Side(QStackedWidget):
    """Shows one page; what is not the options is built when it is first asked for.

    Signals:
        service_asked(): the artist wants to see to the service and its keys.
    """

    service_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        """Begins with the options."""
        super().__init__()
        self._desk = desk
        self.options = OptionsPanel(desk)
        self.order_pages: OrderPages | None = None
        self.orders: OrdersPage | None = None
        self.setMinimumWidth(320)
        self.setMaximumWidth(480)
        self.addWidget(self.options)

    @property
    def shows_options(self) -> bool:
        """Whether the options are on show, and not an order."""
        return self.currentWidget() is self.options

    @Slot(object)
    def go_to(self, step: Step) -> None:
        """Show a step's options. The rail keeps the keyboard if it has it."""
        self.options.show_step(step)
        self.setCurrentWidget(self.options)
        self._desk.session.show_step(step)
        if not isinstance(QApplication.focusWidget(), Rail):
            self.options.page(step).view.setFocus()

    @Slot(int)
    def show_collection(self, collection: int) -> None:
        """The frames of one collection."""
        self.go_to(Step.FRAME)
        self.options.page(Step.FRAME).show_collection(collection)

    @Slot()
    @Slot(object)
    def show_options(self, _what: object = None) -> None:
        """Back to the options of the present step."""
        step = self._desk.session.step
        self.options.show_step(step)
        self.setCurrentWidget(self.options)
        self.options.page(step).view.setFocus()

    def go_back(self) -> None:
        """One page back, as the arrow at its head does; never out of a field in which something may be typed."""
        page = self.currentWidget()
        if page and not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
            for arrow in page.findChildren(IconButton, "page.back"):
                if arrow.isVisible() and arrow.isEnabled():
                    arrow.click()
                    return

    @Slot()
    def begin_order(self) -> None:
        """Show the order's first page."""
        from fwdesk.ui.order_pages import OrderPages

        if self._desk.retailing.withheld("Orders are"):
            return
        if self.order_pages is None:
            self.order_pages = OrderPages(self._desk)
            self.order_pages.step_asked.connect(self.go_to)
            self.order_pages.service_asked.connect(self.service_asked)
            self.order_pages.closed.connect(self.show_options)
            self.order_pages.finished.connect(self.show_options)
            self.order_pages.orders_asked.connect(self.show_orders)
            self.addWidget(self.order_pages)
        self.setCurrentWidget(self.order_pages)
        self.order_pages.show_recipient()

    @Slot()
    def show_address_book(self) -> None:
        """Show the order's first page and the address book over it."""
        if self._desk.retailing.withheld("Addresses are"):
            return
        self.begin_order()
        assert self.order_pages is not None
        self.order_pages.show_address_book()

    @Slot()
    def show_orders(self) -> None:
        """Show the list of orders."""
        from fwdesk.ui.orders_page import OrdersPage

        if self._desk.retailing.withheld("Orders are"):
            return
        if self.orders is None:
            self.orders = OrdersPage(self._desk.book)
            self.orders.closed.connect(self.show_options)
            self.orders.again.connect(self._desk.reorders.look_up)
            self.orders.certificate.connect(self._certify)
            self._desk.reorders.ready.connect(self._reorder)
            self._desk.reorders.failed.connect(self.orders.detail.not_again)
            self._desk.reorders.opened.connect(self.show_options)
            self.addWidget(self.orders)
        self.setCurrentWidget(self.orders)
        self.orders.show_list()

    @Slot(object)
    def _certify(self, story: Story) -> None:
        from fwdesk.ui.certificate_dialog import CertificateDialog

        CertificateDialog(self._desk, story, self.window()).open()

    @Slot(object)
    def _reorder(self, reorder: Reorder) -> None:
        """Put the piece on the desk if nothing has changed; else say what has, and let the artist pick."""
        if self._desk.retailing.withheld("Orders are"):
            return  # a client came in while it was being looked up
        if reorder.same:
            self._desk.reorders.open(reorder.row, reorder.lines[0])
            return
        from fwdesk.ui.reorder_dialog import ReorderDialog

        dialog = ReorderDialog(self, reorder)
        dialog.picked.connect(self._picker(reorder))
        dialog.open()

    def _picker(self, reorder: Reorder) -> Callable[[OldLine], None]:
        def pick(old: OldLine) -> None:
            self._desk.reorders.open(reorder.row, old)

        return pick

    def restyle(self) -> None:
        """The look changed: what paints itself takes the new colors."""
        self.options.restyle()
        if self.orders:
            self.orders.restyle()
