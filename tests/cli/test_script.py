"""The `yimen` script itself, with stand-ins for Python: what it says and what it runs."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "yimen"
TOOLS = [
    "sh",
    "dirname",
    "readlink",
    "cmp",
    "grep",
    "df",
    "awk",
    "rm",
    "mkdir",
    "cp",
    "mv",
    "tail",
    "sleep",
    "cat",
]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with an environment that is complete: its Python prints what it was asked to run."""
    root = tmp_path / "clone"
    (root / ".venv/bin").mkdir(parents=True)
    shutil.copy(SCRIPT, root / "yimen")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (root / lock).write_text("django==5 \\\n    --hash=sha256:00\n")
        shutil.copy(root / lock, root / ".venv" / lock)
    program(root / ".venv/bin/python", 'case $1 in -c) exit 0 ;; esac\necho "$PYTHONPATH" "$@"')
    return root


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A PATH with the plain tools and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        if found:
            (folder / tool).symlink_to(found)
    return folder


def program(file: Path, body: str) -> None:
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)


def without_last_resort(clone: Path) -> Path:
    """The script of a clone whose lock has changed, on a system without a Python of its own."""
    (clone / "requirements.lock").write_text("django==6\n")
    script = clone / "yimen"
    script.write_text(script.read_text().replace(" /usr/bin/python3;", ";"))
    return script


def run(script: Path, *words: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(script), *words],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": str(path) if path else os.environ["PATH"]},
    )


def test_a_complete_environment_is_used_as_it_is(clone: Path) -> None:
    done = run(clone / "yimen", "demo", "--port", "8100")

    assert done.stdout == f"{clone}/src -m yimen demo --port 8100\n"
    assert (done.stderr, done.returncode) == ("", 0)


def test_it_works_through_a_chain_of_links(clone: Path, tmp_path: Path) -> None:
    (tmp_path / "first").symlink_to("clone/yimen")
    (tmp_path / "second").symlink_to(tmp_path / "first")

    assert run(tmp_path / "second", "doctor").stdout == f"{clone}/src -m yimen doctor\n"


def test_translations_are_compiled_when_their_text_is_newer(clone: Path) -> None:
    text = clone / "src/yimen/locale/en/LC_MESSAGES/django.po"
    text.parent.mkdir(parents=True)
    text.touch()
    # The stand-in "compiles" by making the file; asked twice, it would say so twice.
    program(
        clone / ".venv/bin/python",
        f'case $2 in *compile_outdated*) touch "{text.with_suffix(".mo")}"; echo compiled ;; esac',
    )
    os.utime(text, (1, 1))

    assert run(clone / "yimen", "demo").stdout == "compiled\n"
    assert run(clone / "yimen", "demo").stdout == ""


def test_without_python_it_names_the_packages(clone: Path, path: Path) -> None:
    done = run(without_last_resort(clone), "demo", path=path)

    assert done.returncode == 1
    assert "python3-venv" in done.stderr


def test_a_python_without_venv_is_told_with_its_package(clone: Path, path: Path) -> None:
    body = "case $2 in *ensurepip*) exit 1 ;; *print*) echo python3.11-venv ;; esac"
    program(path / "python3", body)

    done = run(without_last_resort(clone), "demo", path=path)

    assert done.returncode == 1
    assert "python3.11-venv" in done.stderr
    assert len(done.stderr.splitlines()) == 2


def test_a_python_too_old_is_not_taken(clone: Path, path: Path) -> None:
    program(path / "python3", "exit 1")

    done = run(without_last_resort(clone), "demo", path=path)

    assert done.returncode == 1
    assert "3.11" in done.stderr


def test_no_network_is_told_and_the_half_made_environment_is_marked(
    clone: Path, path: Path
) -> None:
    (clone / "requirements.lock").write_text("django==6\n")
    say = "echo 'ERROR: NewConnectionError: Network is unreachable'; exit 1"
    program(path / "python3", f'case "$*" in *"-m venv"*) {say} ;; esac')

    done = run(clone / "yimen", "demo", path=path)

    assert done.returncode == 1
    assert "no network" in done.stderr
    assert (clone / ".venv/unfinished").exists()
