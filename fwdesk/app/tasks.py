"""The one worker mechanism: callables go to a pool, answers come back on the UI thread.

A *lane* lets only the newest answer of its kind through; every task can be cancelled. The only signal that crosses
threads belongs to `Tasks`, which lives on the UI thread: a worker that owns its signal object would have it destroyed
on the wrong thread.
"""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import Cancelled, FwdeskError

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Job:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    lane: str
    cancel: Cancel
    future: Future[Any] | None = None


class Tasks(QObject):
    """Runs work off the UI thread.

    Signals:
        delivered: after an answer (or an error) was handed over on the UI thread; carries the lane's name.
    """

    delivered = Signal(object)
    _ended = Signal(int)

    def __init__(self, workers: int = 8, parent: QObject | None = None) -> None:
        """Make it on the UI thread; answers are delivered there."""
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="fwdesk")
        # Drawing has workers of its own: a service that takes every call and answers none would hold all others.
        self._near = ThreadPoolExecutor(2, thread_name_prefix="fwdesk-near")
        # And it begins when the event that asked for it is over: until then every other listener would have to wait
        # for the worker, and it for them (there is one lock for all Python code).
        self._soon: list[int] = []
        self._start = QTimer(self)
        self._start.setSingleShot(True)
        self._start.timeout.connect(self._start_near)
        self._ids = itertools.count(1)
        self._jobs: dict[int, _Job] = {}
        self._newest: dict[str, int] = {}
        self._closed = False
        self._home = threading.get_ident()
        self._lock = threading.Lock()
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """True while any task is waiting, running or not yet delivered."""
        return bool(self._jobs)

    def waits(self, lane: str) -> bool:
        """True while the lane's newest task has not been delivered."""
        return self._newest.get(lane, 0) in self._jobs

    def run(
        self,
        work: Callable[[Cancel], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        lane: str = "",
        near: bool = False,
    ) -> Cancel:
        """Do `work` on a worker; then call `done` with its result or `failed` with its exception, on the UI thread.

        A task already in `lane` is cancelled and can no longer deliver. `near` work never waits for the network; it
        begins when the present event is over. Returns the task's `Cancel`; a cancelled task calls neither.
        """
        assert threading.get_ident() == self._home, "tasks are started on the UI thread"
        cancel = Cancel()
        if self._closed:
            cancel.cancel()
            return cancel
        if lane:
            self.cancel(lane)
        number = next(self._ids)

        def guarded() -> T:
            cancel.check()
            return work(cancel)

        self._jobs[number] = _Job(guarded, done, failed, lane, cancel)
        if lane:
            self._newest[lane] = number
        if near:
            self._soon.append(number)
            self._start.start(0)
        else:
            self._submit(number, self._pool)
        return cancel

    def cancel(self, lane: str) -> None:
        """Stop the lane's task, if there is one."""
        job = self._jobs.get(self._newest.pop(lane, 0))
        if job:
            job.cancel.cancel()

    def shutdown(self) -> None:
        """Cancel everything and deliver nothing more. Work that looks at its `Cancel` ends soon."""
        with self._lock:
            self._closed = True
        for job in self._jobs.values():
            job.cancel.cancel()
        self._jobs.clear()
        self._soon.clear()
        self._start.stop()
        for pool in (self._pool, self._near):
            pool.shutdown(wait=False, cancel_futures=True)

    def _submit(self, number: int, pool: ThreadPoolExecutor) -> None:
        job = self._jobs[number]
        job.future = pool.submit(job.work)
        job.future.add_done_callback(lambda _future: self._report(number))

    @Slot()
    def _start_near(self) -> None:
        waiting, self._soon = self._soon, []
        for number in waiting:
            if self._jobs[number].cancel.cancelled:
                self._deliver(number)
            else:
                self._submit(number, self._near)

    def _report(self, number: int) -> None:
        with self._lock:
            if not self._closed:
                self._ended.emit(number)

    @Slot(int)
    def _deliver(self, number: int) -> None:
        job = self._jobs.pop(number, None)
        if job is None:
            return
        if self._newest.get(job.lane) == number:
            del self._newest[job.lane]
        if not job.cancel.cancelled:
            self._hand_over(job)
        self.delivered.emit(job.lane)

    @staticmethod
    def _hand_over(job: _Job) -> None:
        assert job.future is not None
        try:
            result = job.future.result()
        except (Cancelled, CancelledError):
            return
        except Exception as error:  # noqa: BLE001 - every failure goes to the one who asked
            if not isinstance(error, FwdeskError):
                _log.exception("a task failed unexpectedly", exc_info=error)
            job.failed(error)
            return
        job.done(result)
