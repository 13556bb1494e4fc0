"""The line to the service: connect, have the catalog read, notice when it dies, and go on when it is back."""

from __future__ import annotations

import time
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fwdesk.app.catalog_keeper import CatalogKeeper
from fwdesk.app.service import Kind, Service
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.account import Account
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import BadCredentials, BadReply, ConnectionLost, TimedOut, Unreachable

LANE = "connect"
SERVICE_LANES = (
    "price",
    "price differences",
    "official",
    "shipping",
    "landed",
    "address",
    "preflight",
    "orders",
)
"""What is asked of a service and means nothing to the next one. An order under way is not among them."""
_WAITS_MS = (500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000)
_STEADY_S = 10
"""A line that breaks sooner than this after it came up is not new trouble: the waits go on growing."""


class LinkState(Enum):
    """How things stand with the service."""

    STARTING = "Connecting"
    READY = "Connected"
    DOWN = "Not answering"
    REFUSED = "Keys refused"
    FAILED = "Not connected"


class Link(QObject):
    """One service at a time. With a catalog from last time it is ready as soon as the service knows the keys.

    Signals:
        changed(): state, service or account changed.
        up(): the service answers (again); who waits for an answer asks anew.
    """

    changed = Signal()
    up = Signal()

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop) -> None:
        """Not connected to anything yet."""
        super().__init__(session)
        self._session, self._tasks, self._workshop = session, tasks, workshop
        self._service = Service(Kind.PRACTICE)
        self._state = LinkState.STARTING
        self._error: Exception | None = None
        self._account: Account | None = None
        self.catalogs = CatalogKeeper(session, tasks, workshop)
        """What the service offers: from last time at once, then as it is read."""
        self.catalogs.changed.connect(self._catalog_here)
        self.catalogs.read.connect(self._catalog_read)
        self.catalogs.failed.connect(self._catalog_failed)
        self._tries = 0
        self._told = False
        self._up_at = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.retry)

    @property
    def state(self) -> LinkState:
        """How things stand."""
        return self._state

    @property
    def service(self) -> Service:
        """The service that was chosen."""
        return self._service

    @property
    def account(self) -> Account | None:
        """Whose keys these are, once the service said so."""
        return self._account

    @property
    def error(self) -> Exception | None:
        """Why it is down or refused."""
        return self._error

    def open(self, service: Service) -> None:
        """Connect to a service and have its catalog read. The piece on the desk stays."""
        self._service, self._account, self._error = service, None, None
        self._tries, self._told = 0, False
        self._timer.stop()
        # Nothing goes to the service before, and no late answer of it counts for this one.
        self._workshop.disconnect()
        for lane in SERVICE_LANES:
            self._tasks.cancel(lane)
        self._become(LinkState.STARTING)
        self.catalogs.open(service)
        self._connect()

    @Slot()
    def retry(self) -> None:
        """Try again now."""
        self._timer.stop()
        self._connect()

    def failed(self, error: Exception) -> None:
        """Somebody's call did not get through: the service counts as down until it answers."""
        if is_down(error) and self._state is not LinkState.DOWN:
            self._down(error)

    def works(self) -> None:
        """Somebody's call was answered."""
        if self._state is LinkState.DOWN and self._account and self.catalogs.here:
            self._ready()

    def _connect(self) -> None:
        workshop, service = self._workshop, self._service

        def connect(cancel: Cancel) -> Account:
            line = workshop.connect(service, cancel)
            return workshop.account(service, line.client, cancel)

        self._tasks.run(connect, self._connected, self._not_connected, lane=LANE)

    def _connected(self, account: Account) -> None:
        self._account = account
        if self.catalogs.here:
            self._ready()
        else:
            self.catalogs.refresh()

    @Slot()
    def _catalog_here(self) -> None:
        """The catalog of last time came after the service's first word, or after its silence."""
        if self._state is LinkState.STARTING and self._account and self.catalogs.here:
            self._ready()
        elif self._state is LinkState.DOWN:
            self._say_what_is_here()

    @Slot()
    def _catalog_read(self) -> None:
        if self._state is not LinkState.READY:
            self._ready()

    @Slot(object)
    def _catalog_failed(self, error: Exception) -> None:
        if not self.catalogs.here or is_down(error) or isinstance(error, BadCredentials):
            self._not_connected(error)
            return
        self._session.note(f"The catalog could not be read again: {error}. {self.catalogs.without_words}", "warn")

    def _ready(self) -> None:
        self._timer.stop()
        self._error, self._up_at = None, time.monotonic()
        self._become(LinkState.READY)
        self.up.emit()
        if not self.catalogs.fresh:
            self.catalogs.refresh()

    def _not_connected(self, error: Exception) -> None:
        if is_down(error):
            self._down(error)
            return
        self._error = error
        if isinstance(error, BadCredentials):
            # Nothing more goes out on keys that were refused, or that are those of the wrong kind of app.
            self._workshop.disconnect()
            self._become(LinkState.REFUSED)
        else:
            self._become(LinkState.FAILED)

    def _down(self, error: Exception) -> None:
        if self._state is LinkState.READY and time.monotonic() - self._up_at > _STEADY_S:
            self._tries = 0
        self._say_what_is_here()
        self._error = error
        self._timer.start(_WAITS_MS[min(self._tries, len(_WAITS_MS) - 1)])
        self._tries += 1
        self._become(LinkState.DOWN)

    def _say_what_is_here(self) -> None:
        """Said once for each service: what there is to work with while it does not answer."""
        words = self.catalogs.without_words
        if words and not self._told and not self.catalogs.fresh:
            self._told = True
            self._session.note(f"The service does not answer. {words}", "warn")

    def _become(self, state: LinkState) -> None:
        self._state = state
        self.changed.emit()


def is_down(error: Exception) -> bool:
    """True for errors that mean the service cannot be reached or is not itself, false for a no."""
    return isinstance(error, Unreachable | ConnectionLost | TimedOut | BadReply)
