"""Every guard of the transport has a test that fails when the guard is taken out (RELIABILITY 10)."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.without_guards import NO_SUCH_LINE

ROOT = Path(__file__).parents[2]
_SENDS = "tests/contract/test_transport_faults.py::test_"
_SECRETS = "tests/contract/test_transport_secrets.py::test_"
_BREAKER = "tests/contract/test_transport_breaker.py::test_"
_UNIT = "tests/unit/finerworks/test_"
_JSON = "tests/unit/domain/test_strict_json.py"


@dataclass(frozen=True)
class Guard:
    """A line of a module, what stands there without the guard, and the test that notices.

    A module without a room is one of `fwdesk.finerworks`.
    """

    module: str
    line: str
    without: str
    test: str

    @property
    def place(self) -> str:
        return f"fwdesk.{self.module}" if "." in self.module else f"fwdesk.finerworks.{self.module}"


GUARDS: dict[str, Guard] = {
    "redirects are errors": Guard(
        "transport", "if 300 <= response.status_code < 400:", "if False:", f"{_SENDS}no_redirect_is_followed"
    ),
    "redirects are not looked into": Guard(
        "transport",
        "        return None\n\n\nclass _Adapter",
        "        return super().get_redirect_target(resp)\n\n\nclass _Adapter",
        f"{_SENDS}the_body_of_a_redirect_is_not_read",
    ),
    "the environment is not trusted": Guard(
        "transport",
        "self.trust_env = False",
        "self.trust_env = True",
        f"{_SENDS}proxies_and_netrc_of_the_environment_are_ignored",
    ),
    "answers are capped": Guard(
        "transport",
        "        if size > call.limit:",
        "        if False:",
        f"{_SENDS}a_compressed_bomb_is_capped_as_it_unpacks",
    ),
    "announced giants are not begun": Guard(
        "transport",
        "and int(announced[:18]) > call.limit:",
        "and False:",
        f"{_SENDS}an_announced_giant_is_not_even_begun",
    ),
    "only known codings are unpacked": Guard(
        "transport",
        'if not set(coding.split(",")) <= _CODINGS:',
        "if False:",
        "tests/contract/test_transport_words.py -k nobody",
    ),
    "an answer without a body is not whole": Guard(
        "transport",
        'raise http.client.IncompleteRead(b"")',
        "pass",
        "tests/contract/test_fault_table.py -k list_mats-cut",
    ),
    "certificates are checked": Guard(
        "transport",
        'conn.cert_reqs = "CERT_REQUIRED"',
        'conn.cert_reqs = "CERT_NONE"',
        f"{_SENDS}a_stranger_s_certificate_is_refused_once_and_nothing_is_sent",
    ),
    "keys go to one origin": Guard(
        "transport",
        'if bound is not None and origin(request.url or "") == bound.origin:',
        "if bound is not None:",
        f"{_SENDS}keys_stay_home_when_the_address_is_another_one",
    ),
    "keys leave the request": Guard(
        "transport",
        "request.headers.pop(name, None)",
        "pass",
        f"{_SENDS}keys_are_on_the_request_only_while_it_is_sent",
    ),
    "plain http stays here": Guard(
        "transport",
        'if parts.scheme != "https" and not (parts.scheme == "http" and parts.host in _LOOPBACK):',
        "if False:",
        f"{_SENDS}addresses_that_are_never_asked",
    ),
    "frames are emptied": Guard(
        "transport",
        "traceback.clear_frames(cause.__traceback__)",
        "pass",
        f"{_SECRETS}a_failure_at_any_call_inside_shows_no_key -k KeyboardInterrupt",
    ),
    "bugs do not come through with their frames": Guard(
        "transport",
        "except Exception as error:  # noqa: BLE001",
        "except ZeroDivisionError as error:  # noqa: BLE001",
        f"{_SECRETS}a_failure_at_any_call_inside_shows_no_key -k get_prices-Boom",
    ),
    "a long Retry-After is not waited for": Guard(
        "transport", "asked > RETRY_AFTER_CAP_S", "asked > 10**20", f"{_SENDS}retry_after_is_kept_up_to_a_minute"
    ),
    "reads that fail are not stormed": Guard(
        "retry", "if self._tokens < self.COST:", "if False:", f"{_SENDS}a_failing_service_is_not_stormed"
    ),
    "a failing service is left alone": Guard(
        "retry",
        "OPENS_AFTER = 5",
        "OPENS_AFTER = 5_000",
        f"{_BREAKER}after_five_failed_reads_the_service_is_left_alone",
    ),
    "one read probes": Guard(
        "retry",
        "            self._rests_until = now + self.REST_S\n            return 0.0",
        "            return 0.0",
        f"{_BREAKER}only_one_call_probes_at_a_time",
    ),
    "money is sent once": Guard(
        "retry",
        "MONEY = Policy(attempts=1,",
        "MONEY = Policy(attempts=2,",
        f"{_SENDS}a_cut_answer_is_a_lost_connection_and_money_is_not_sent_again",
    ),
    "money has a connection of its own": Guard(
        "retry",
        "MONEY = Policy(attempts=1, connect_s=10, total_s=120, stall_s=120, fresh=True)",
        "MONEY = Policy(attempts=1, connect_s=10, total_s=120, stall_s=120)",
        f"{_SENDS}money_has_a_connection_of_its_own_uncompressed_and_closed_after_it",
    ),
    "money is never held back": Guard(
        "retry",
        "MONEY = Policy(attempts=1, connect_s=10, total_s=120, stall_s=120, fresh=True)",
        "MONEY = Policy(attempts=1, connect_s=10, total_s=120, stall_s=120, fresh=True, breaks=True)",
        f"{_BREAKER}what_a_person_confirmed_is_never_held_back",
    ),
    "the deadline is watched": Guard(
        "deadline", '                deadline.stop("deadline")', "                pass", f"{_SENDS}the_deadline_is_hard"
    ),
    "what left is known to have left": Guard(
        "deadline",
        "self.connected = self.connected or not self.stopped",
        "pass",
        f"{_SENDS}a_cut_answer_is_a_lost_connection_and_money_is_not_sent_again",
    ),
    "what was cut off did not leave": Guard(
        "deadline",
        "self.connected = self.connected or not self.stopped",
        "self.connected = True",
        "tests/unit/finerworks/test_deadline.py",
    ),
    "http.client does not print": Guard(
        "deadline",
        "    debuglevel = 0",
        "    loudness = 0",
        f"{_SECRETS}the_libraries_most_talkative_settings_tell_no_key",
    ),
    "doubled names": Guard(
        "domain.strict_json", "if len(made) != len(pairs):", "if False:", f"{_UNIT}gate.py::test_what_is_no_answer"
    ),
    "NaN": Guard("domain.strict_json", "parse_constant=_constant", "parse_constant=str", _JSON),
    "depth": Guard(
        "domain.strict_json",
        'raise JsonError(f"more than {depth} levels deep")\n\n\n',
        "return\n\n\n",
        _JSON,
    ),
    "strict UTF-8": Guard(
        "domain.strict_json", 'data.decode("utf-8-sig")', 'data.decode("utf-8-sig", "replace")', _JSON
    ),
    "strict base64": Guard("picture", "validate=True", "validate=False", f"{_UNIT}picture.py"),
    "success is the boolean true": Guard(
        "gate", "if success is not True and", "if not success and", f"{_UNIT}gate.py::test_what_is_no_answer"
    ),
    "answers are redacted": Guard(
        "keys",
        "return self._told.sub(MASK, text)",
        "return text",
        f"{_UNIT}keys.py::test_text_is_redacted_in_either_case",
    ),
    "the keys' maker forgets": Guard(
        "keys",
        "        del web_api_key, app_key\n",
        "",
        f"{_UNIT}keys.py::test_bad_keys_are_refused_without_repeating_them",
    ),
}


def run(guards: list[list[str]], folder: Path) -> list[tuple[int, str]]:
    """What becomes of the tests, each against its own changed fwdesk."""
    (folder / "guards.json").write_text(json.dumps(guards), encoding="utf-8")
    command = [sys.executable, "-m", "tests.faults.without_guards", str(folder / "guards.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=True)
    return [(code, said) for code, said in json.loads(done.stdout.splitlines()[-1])]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    rows = [[it.place, it.line, it.without, it.test] for it in GUARDS.values()]
    return dict(zip(GUARDS, run(rows, tmp_path_factory.mktemp("guards")), strict=True))


@pytest.mark.slow
@pytest.mark.timeout(290)
@pytest.mark.parametrize("name", GUARDS)
def test_without_this_guard_a_test_fails(name: str, outcomes: dict[str, tuple[int, str]]) -> None:
    code, said = outcomes[name]
    assert code != NO_SUCH_LINE, f"the line {GUARDS[name].line!r} is not in {GUARDS[name].module} any more, once"
    assert code == 1, said
    assert " failed" in said, said


@pytest.mark.slow
@pytest.mark.timeout(290)
def test_with_all_guards_the_same_tests_pass(tmp_path: Path) -> None:
    """So it is the missing guard that they notice."""
    tests = " ".join(dict.fromkeys(it.test for it in GUARDS.values() if " " not in it.test))
    ((code, said),) = run([["", "", "", tests]], tmp_path)
    assert code == 0, said
