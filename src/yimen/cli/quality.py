"""`test`, `check`, `fix`, `messages`, `lock`: the chores, the same in CI and by hand."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import click

from yimen.cli.errors import NoUv
from yimen.cli.installation import ROOT, database
from yimen.support import messages as catalogues

PYTHON = sys.executable
LONGEST = {"src": 600, "tests": 800}
SHOWN = 10
CONTRACTS = "from importlinter.cli import lint_imports_command as run; run()"


@dataclass(frozen=True)
class Step:
    """One line of `check`: a program to run, or a function that gives the faults it found."""

    name: str
    run: tuple[str, ...] | Callable[[], list[str]]

    def faults(self) -> str:
        """What is wrong; empty when nothing is."""
        if callable(self.run):
            return "\n".join(self.run())
        done = subprocess.run(
            self.run, check=False, capture_output=True, text=True, cwd=ROOT, env=_variables()
        )
        return (done.stdout + done.stderr).strip() or "failed" if done.returncode else ""


def _variables() -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "yimen.settings", "PYTHONWARNINGS": "ignore"}


def _too_long() -> list[str]:
    return [
        f"{path}: {count} lines, at most {LONGEST[path.split('/')[0]]}"
        for count, path in _lengths()
        if count > LONGEST[path.split("/")[0]]
    ]


def _lengths() -> list[tuple[int, str]]:
    files = (path for folder in LONGEST for path in (ROOT / folder).rglob("*.py"))
    counted = (
        (len(path.read_bytes().splitlines()), path.relative_to(ROOT).as_posix()) for path in files
    )
    return sorted(counted, reverse=True)


STEPS = (
    Step("格式", (PYTHON, "-m", "ruff", "format", "--check", "src", "tests")),
    Step("规范", (PYTHON, "-m", "ruff", "check", "src", "tests")),
    Step("分层", (PYTHON, "-c", CONTRACTS)),
    Step("类型", (PYTHON, "-m", "mypy")),
    Step("迁移", (PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run")),
    Step("译文", lambda: list(catalogues.faults())),
    Step("篇幅", _too_long),
)

#: pytest's words for a whole run: a process a processor, each with a server of its own; who has
#: nothing left takes from another, so that tests that share a costly scene stay together.
EVERYTHING = ("--numprocesses", "auto", "--dist", "worksteal")


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    help="运行测试；参数交给 pytest。",
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def test(words: tuple[str, ...]) -> None:
    """Run pytest on a server of its own; without a word, everything, on all processors at once.

    Who brings a server (`DATABASE_URL`) has one, and so one process.
    """
    catalogues.compile_outdated()
    if not words and not os.environ.get("DATABASE_URL"):
        words = EVERYTHING
    with database(fast=True):
        done = subprocess.run([PYTHON, "-m", "pytest", *words], check=False, cwd=ROOT)
    sys.exit(done.returncode)


@click.command(help="格式、规范、分层、类型、迁移、译文、篇幅。")
def check() -> None:
    """All checks, each a line with its time; then the ten longest files."""
    failed = 0
    for step in STEPS:
        began = time.monotonic()
        faults = step.faults()
        failed += bool(faults)
        print(f"{'✗' if faults else '✓'} {step.name}  {time.monotonic() - began:.1f} s", flush=True)
        if faults:
            print(faults)
    print("最长的文件：")
    for count, path in _lengths()[:SHOWN]:
        print(f"  {count:4} {path}")
    if failed:
        print(f"{failed} 项检查没有通过。", file=sys.stderr)
        sys.exit(1)


@click.command(help="自动修正格式和规范。")
def fix() -> None:
    """Let ruff mend what it can; what it cannot is printed."""
    fixed = subprocess.run(
        [PYTHON, "-m", "ruff", "check", "--fix", "src", "tests"], check=False, cwd=ROOT
    )
    subprocess.run([PYTHON, "-m", "ruff", "format", "src", "tests"], check=False, cwd=ROOT)
    sys.exit(min(fixed.returncode, 1))


@click.command(help="更新英文和繁体中文的译文目录。")
def messages() -> None:
    """Bring the catalogues in step with the source and tell what is left to translate."""
    for path in catalogues.update():
        print(path.relative_to(ROOT))
    catalogues.compile_outdated()
    left = list(catalogues.faults())
    print("\n".join(left) if left else "译文齐全。")


@click.command(help="按 pyproject.toml 更新依赖锁定文件。")
def lock() -> None:
    """Resolve the dependencies anew, with hashes, for all supported Python versions."""
    uv = shutil.which("uv")
    if uv is None:
        raise NoUv
    common = [
        uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes",
        "--python-version", "3.11",
        "--custom-compile-command", "./yimen lock", "pyproject.toml",
    ]  # fmt: skip
    for more in (["-o", "requirements.lock"], ["--group", "dev", "-o", "requirements-dev.lock"]):
        done = subprocess.run([*common, *more], check=False, cwd=ROOT)
        if done.returncode != 0:
            sys.exit(1)
