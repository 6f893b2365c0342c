"""What `doctor` says about the virus scanner."""

import pytest
from tests.support.files.scanner import SILENT, running_scanner

from yimen.cli.examinations import examine
from yimen.cli.findings import Finding, State


def scanner_finding(address: str) -> Finding:
    [found] = [f for f in examine({"YIMEN_CLAMD": address}) if f.name == "病毒扫描"]
    return found


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """The other findings have tests of their own and are not waited for."""
    monkeypatch.setenv("YIMEN_HOME", str(tmp_path))
    monkeypatch.setattr("yimen.cli.examinations._database_and_clock", lambda: iter(()))


def test_without_a_scanner_that_is_a_note() -> None:
    found = scanner_finding("")

    assert (found.state, found.mend) == (State.NOTE, "")


def test_a_scanner_that_answers_is_good() -> None:
    with running_scanner() as clamd:
        assert scanner_finding(clamd.address).state is State.GOOD


def test_a_scanner_that_does_not_answer_is_bad_and_says_what_it_means() -> None:
    with running_scanner() as clamd:
        clamd.fault = SILENT
        found = scanner_finding(clamd.address)

    assert found.state is State.BAD
    assert "正在检查" in found.found


def test_an_address_that_is_none_is_said_once() -> None:
    findings = list(examine({"YIMEN_CLAMD": "nowhere"}))

    assert "YIMEN_CLAMD" in findings[0].found
    assert scanner_finding("nowhere").state is State.NOTE
