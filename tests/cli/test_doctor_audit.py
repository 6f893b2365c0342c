"""`doctor --audit` says that the record is whole, or where it is broken, and exits by it."""

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from yimen.cli import audit_check
from yimen.cli.doctor import doctor
from yimen.cli.findings import Finding, State

ROOT = Path(__file__).resolve().parents[2]


def test_a_fresh_home_has_a_whole_record(tmp_path: Path) -> None:
    done = subprocess.run(
        [ROOT / "yimen", "doctor", "--audit", "--json"],
        check=False,
        capture_output=True,
        text=True,
        env={"YIMEN_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"},
    )

    found = json.loads(done.stdout)
    assert (done.returncode, found["healthy"]) == (0, True)
    assert found["checks"][0]["found"] == "0 条记录、0 个封印，全部相符"


def test_a_broken_chain_fails_and_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Finding("审计链", State.BAD, "case:17：缺少第 3 条", "保留现场")
    monkeypatch.setattr("yimen.cli.doctor.check_audit", lambda: iter([broken]))

    done = CliRunner().invoke(doctor, ["--audit"])

    assert done.exit_code == 1
    assert "case:17：缺少第 3 条" in done.output


def test_every_kind_of_break_has_words() -> None:
    assert set(audit_check._WHAT) == {"gap", "digest", "seal", "end", "log"}
