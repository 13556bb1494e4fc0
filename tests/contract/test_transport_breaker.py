"""A service that keeps failing is left alone for a while, and never in a way that leaves an order in doubt."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import BadReply, Cancelled, ConnectionLost, LeftAlone, ServiceError, TimedOut
from fwdesk.finerworks.retry import MONEY, OTHER, READ, Policy
from fwdesk.finerworks.transport import MEGABYTE, Call, Transport
from tests.contract.fault_server import Answer, FaultServer, Peer, ok, raw, reply

FAILS = reply({}, 500)


class Clock:
    """A clock that only moves when told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def transport(clock: Clock) -> Transport:
    return Transport(wait=lambda *_: None, clock=clock)


def call(server: FaultServer, policy: Policy = READ) -> Call:
    return Call("get_prices", "POST", f"{server.url}/v3/get_prices", policy, MEGABYTE, body=b"{}")


def fail(transport: Transport, asked: Call, times: int = 1) -> ServiceError | None:
    error = None
    for _ in range(times):
        try:
            transport.send(asked)
        except ServiceError as caught:
            error = caught
    return error


@pytest.mark.parametrize(
    ("answer", "requests"),
    [(FAILS, 15), (reply({}, 429, Retry_After="61"), 5), (raw(b""), 15), (Peer.reset, 15), (Peer.stall, 5)],
    ids=["500", "429", "closed", "reset", "silence"],
)
def test_after_five_failed_reads_the_service_is_left_alone(answer: Answer, requests: int, transport: Transport) -> None:
    with FaultServer(answer) as server:
        asked = call(server, replace(READ, total_s=0.1) if answer is Peer.stall else READ)
        fail(transport, asked, 5)
        assert len(server.requests) == requests
        error = fail(transport, asked, 10)
        assert len(server.requests) == requests, "not one request more"
    assert type(error) is LeftAlone
    assert not error.sent
    assert str(error) == "127.0.0.1 failed 5 times in a row and is left alone; try again in 30 s"
    assert error.method == "get_prices"


def test_the_words_count_down(transport: Transport, clock: Clock) -> None:
    with FaultServer(FAILS) as server:
        fail(transport, call(server), 5)
        clock.now += 17.2
        assert "try again in 13 s" in str(fail(transport, call(server)))
        clock.now += 12.79
        assert "try again in 1 s" in str(fail(transport, call(server)))


def test_one_success_in_between_starts_the_count_anew(transport: Transport) -> None:
    with FaultServer(*[FAILS] * 12, ok(), *[FAILS] * 12, ok()) as server:
        for _ in range(2):
            fail(transport, call(server), 4)
            assert transport.send(call(server)).status == 200
    assert len(server.requests) == 26


def test_after_thirty_seconds_one_read_tries_once_and_closes_it(transport: Transport, clock: Clock) -> None:
    with FaultServer(FAILS) as server:
        fail(transport, call(server), 5)
        clock.now += 30
        assert transport.send(call(server)).status == 500
        assert len(server.requests) == 16, "the probe is not tried again"
        assert "try again in 30 s" in str(fail(transport, call(server)))
        clock.now += 30
        server.answers = [ok(), FAILS]
        assert transport.send(call(server)).status == 200
        transport.send(call(server))
        assert len(server.requests) == 17 + 3, "closed: a read has its three attempts again"


def test_only_one_call_probes_at_a_time(transport: Transport, clock: Clock) -> None:
    asked, answer = threading.Event(), threading.Event()

    def slow(peer: Peer) -> None:
        asked.set()
        answer.wait(10)
        ok()(peer)

    with FaultServer(FAILS) as server:
        fail(transport, call(server), 5)
        clock.now += 30
        server.answers = [slow]
        probe = threading.Thread(target=transport.send, args=(call(server),))
        probe.start()
        assert asked.wait(10)
        assert type(fail(transport, call(server))) is LeftAlone
        assert len(server.requests) == 16
        answer.set()
        probe.join()
        server.answers = [ok()]
        assert transport.send(call(server)).status == 200


@pytest.mark.parametrize("policy", [MONEY, OTHER])
def test_what_a_person_confirmed_is_never_held_back(policy: Policy, transport: Transport) -> None:
    with FaultServer(FAILS) as server:
        fail(transport, call(server), 5)
        assert transport.send(call(server, policy)).status == 500
        assert len(server.requests) == 16
        for _ in range(9):
            transport.send(call(server, policy))
        server.answers = [raw(b"")]
        error = fail(transport, call(server, policy))
    assert type(error) is ConnectionLost
    assert error.sent


def test_a_submission_s_failures_do_not_open_it(transport: Transport) -> None:
    with FaultServer(FAILS) as server:
        for _ in range(6):
            transport.send(call(server, MONEY))
        server.answers = [ok()]
        assert transport.send(call(server)).status == 200


def test_each_service_has_its_own(transport: Transport) -> None:
    with FaultServer(FAILS) as one, FaultServer(ok()) as other:
        fail(transport, call(one), 6)
        assert transport.send(call(other)).status == 200


def test_being_offline_is_not_the_service_s_failure(transport: Transport) -> None:
    """Who plugs the cable in again is served at once."""
    with FaultServer(ok()) as server:
        pass
    gone = call(server)
    assert "nothing answers" in str(fail(transport, gone, 20))


def test_a_probe_that_finds_nobody_leaves_the_next_one_free(transport: Transport, clock: Clock) -> None:
    server = FaultServer(FAILS)
    with server:
        fail(transport, call(server), 5)
    clock.now += 30
    for _ in range(3):
        assert "nothing answers" in str(fail(transport, call(server)))


def test_answers_that_are_no_use_count_neither_way(transport: Transport, clock: Clock) -> None:
    with FaultServer(reply("", 302)) as server:
        assert type(fail(transport, call(server), 8)) is BadReply
        assert len(server.requests) == 8


def test_a_cancelled_probe_leaves_the_next_one_free(transport: Transport, clock: Clock) -> None:
    with FaultServer(FAILS) as server:
        fail(transport, call(server), 5)
        clock.now += 30
        cancel = Cancel()
        cancel.cancel()
        with pytest.raises(Cancelled):
            transport.send(call(server), cancel=cancel)
        server.answers = [ok()]
        assert transport.send(call(server)).status == 200


def test_ten_minutes_of_failures_are_no_storm(clock: Clock) -> None:
    """Someone asks every second for ten minutes: five reads of three attempts, then one probe every 30 s."""
    transport = Transport(wait=lambda *_: None, clock=clock)
    with FaultServer(FAILS) as server:
        for _ in range(600):
            fail(transport, call(server))
            clock.now += 1
    assert len(server.requests) == 15 + 19


def test_pauses_are_spread_over_their_whole_range() -> None:
    """Full jitter: a thousand clients that fail together do not come back together (Kolmogorov and Smirnov's test)."""
    pauses: list[float] = []
    with FaultServer(FAILS) as server:
        for _ in range(300):
            transport = Transport(wait=lambda seconds, _: pauses.append(seconds))
            transport.send(call(server, replace(READ, attempts=2)))
            transport.close()
    ordered = sorted(pause / 0.5 for pause in pauses)
    count = len(ordered)
    apart = max(max(abs((at + 1) / count - share), abs(at / count - share)) for at, share in enumerate(ordered))
    assert count == 300
    assert apart < 1.95 / count**0.5, "one run in a thousand would be further from an even spread by chance"


def test_a_late_failure_of_many_calls_at_once_rests_from_the_last_one(transport: Transport, clock: Clock) -> None:
    with FaultServer(Peer.stall) as server:
        asked = call(server, replace(READ, total_s=0.1))
        threads = [threading.Thread(target=fail, args=(transport, asked)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert type(fail(transport, asked)) is LeftAlone
        clock.now += 30
        assert type(fail(transport, asked)) is TimedOut
