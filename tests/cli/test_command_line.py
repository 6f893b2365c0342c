"""The command line's promises to other programs: words, exit codes, one clear line."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from yimen.cli import COMMANDS
from yimen.cli.phrases import PHRASES, sentence
from yimen.cli.production import faults
from yimen.cli.served import claim, holder
from yimen.kernel.errors import DomainError
from yimen.support.serving.errors import AlreadyServed

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "YIMEN_SECRET_KEY": "s" * 40,
    "YIMEN_DATA_KEY": "1" * 32,
    "YIMEN_INDEX_KEY": "2" * 32,
    "YIMEN_HTTPS": "1",
    "YIMEN_HOSTS": "yimen.example.gov.cn",
}


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "yimen", *words],
        check=False,
        capture_output=True,
        text=True,
        env={**kept, "PYTHONPATH": str(ROOT / "src"), **variables},
    )


def test_help_lists_every_command_without_importing_any() -> None:
    done = run("--help")

    assert done.returncode == 0
    assert all(name in done.stdout for name in COMMANDS)


def test_an_unknown_command_is_wrong_usage() -> None:
    assert run("fly").returncode == 2
    assert run("demo", "--port", "many").returncode == 2


def test_serve_without_a_database_is_refused_on_one_line() -> None:
    done = run("serve")

    assert (done.returncode, done.stdout) == (1, "")
    assert "DATABASE_URL" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_serve_refuses_the_settings_of_a_demonstration() -> None:
    done = run("serve", DATABASE_URL="postgresql:///x", YIMEN_DEMO="1")

    assert done.returncode == 1
    assert "YIMEN_DEMO" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_made_is_refused_on_one_line() -> None:
    done = run("doctor", "--json", YIMEN_HOME="/proc/yimen")

    assert done.returncode == 1
    assert "/proc/yimen" in done.stdout
    assert "Traceback" not in done.stderr


def test_safe_settings_have_no_fault() -> None:
    assert faults(SAFE) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YIMEN_SECRET_KEY", ""),
        ("YIMEN_SECRET_KEY", "short"),
        ("YIMEN_DATA_KEY", "0" * 32),
        ("YIMEN_DEBUG", "1"),
        ("YIMEN_DEMO", "yes"),
        ("YIMEN_HTTPS", "0"),
        ("YIMEN_HOSTS", "*"),
        ("YIMEN_HOSTS", ""),
    ],
)
def test_each_unsafe_setting_is_one_fault_that_names_it(name: str, value: str) -> None:
    found = faults({**SAFE, name: value})

    assert len(found) == 1
    assert name in found[0]


def test_a_home_is_served_once(tmp_path: Path) -> None:
    assert holder(tmp_path) is None
    with claim(tmp_path, "http://127.0.0.1:8000", "http://127.0.0.1:8001") as killed:
        assert not killed
        with pytest.raises(AlreadyServed) as refused, claim(tmp_path, "x", "y"):
            pass
        assert refused.value.facts["url"] == "http://127.0.0.1:8000"
        assert "http://127.0.0.1:8000" in sentence(refused.value)
        assert holder(tmp_path) is not None

    assert holder(tmp_path) is None


def test_a_claim_left_by_a_killed_process_is_seen(tmp_path: Path) -> None:
    (tmp_path / "served.lock").write_text('{"url": "http://127.0.0.1:8000", "pid": 1}')

    with claim(tmp_path, "x", "y") as killed:
        assert killed


def test_every_refusal_of_the_command_line_has_a_sentence() -> None:
    modules = (
        "yimen.cli.errors",
        "yimen.reference.catalogue.errors",
        "yimen.support.postgres.errors",
        "yimen.support.serving.errors",
    )
    codes = {
        thing.code
        for module in modules
        for thing in vars(import_module(module)).values()
        if isinstance(thing, type) and issubclass(thing, DomainError) and thing is not DomainError
    }

    assert codes - {"postgres.refused"} == set(PHRASES)


def test_a_refusal_without_a_sentence_still_tells_its_code() -> None:
    assert sentence(DomainError(number=3)) == "domain_error (number=3)"
