"""One data folder and its server: making it, starting it, finding it still running, stopping it."""

import shutil
import time
from pathlib import Path

from yimen.support.postgres.errors import DidNotStart, NoSpace, OtherVersion, PasswordLost
from yimen.support.postgres.place import PORT, Place, hand_over

OWNER = "yimen"
MAJOR = "18"
LEAST_SPACE = 300 * 1024 * 1024
#: A crash recovery replays at most `max_wal_size`; even slow disks are done by then.
LONGEST_RECOVERY = 300
LONGEST_STOP = 30

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "1GB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "io_method": "sync",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "idle_in_transaction_session_timeout": "60s",
    # Logs: a week of them, and no values from rows or statements, which may be personal.
    "logging_collector": "on",
    "log_filename": "postgres-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_file_mode": "0600",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_line_prefix": "%m [%p] %a ",
    "log_checkpoints": "off",
}
SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
#: What a line of the log that tells a reason has in it.
MARKS = ("FATAL", "PANIC", "could not", "invalid", "unrecognized")
#: For tests: nothing survives a power cut, and nothing needs to.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def make(place: Place) -> None:
    """Make the data folder if there is none: checksums on, everybody asked for a password.

    Raises:
        NoSpace: not even room for an empty one.
        OtherVersion: the one found is of another major version.
        PasswordLost: the one found has a password that nobody remembers.
    """
    if place.data.exists():
        found = (place.data / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise OtherVersion(found=found, needed=MAJOR, folder=str(place.data))
        if not place.password:
            raise PasswordLost(folder=str(place.data))
        return
    free = shutil.disk_usage(place.folder).free
    if free < LEAST_SPACE:
        raise NoSpace(folder=str(place.folder), free_mb=free >> 20, needed_mb=LEAST_SPACE >> 20)
    draft = place.folder / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    hand_over(draft, place.account)
    secret = place.folder / "initial"
    secret.touch(mode=0o600)
    secret.write_text(place.password)
    place.account.own(secret)
    try:
        place.run(
            "initdb",
            f"--pgdata={draft}",
            f"--username={OWNER}",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--data-checksums",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        )
    finally:
        secret.unlink()
    draft.rename(place.data)


def start(place: Place, *, fast: bool) -> None:
    """Start the server, or adopt the one that outlived its starter, and wait until it answers.

    Raises:
        DidNotStart: the facts hold the last words of its log.
    """
    if running(place) is None:
        _clear_stale_locks(place)
        _configure(place, fast=fast)
        _launch(place)
    _wait_until_ready(place)


def stop(place: Place) -> None:
    """A clean stop: sessions are ended, everything is written, the next start recovers nothing."""
    if running(place) is not None:
        place.run(
            "pg_ctl", "stop", "-s", "-w", "-D", place.data, "-m", "fast", "-t", str(LONGEST_STOP),
            timeout=LONGEST_STOP + 5,
        )  # fmt: skip


def running(place: Place) -> int | None:
    """The process id of this folder's server, or None.

    The lock file alone is not believed: after a kill its number may belong to anybody.
    """
    try:
        pid = int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if _works_in(pid, place.data) and _is_alive(pid) else None


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    except OSError:
        return False


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
    except OSError:
        return False


def _clear_stale_locks(place: Place) -> None:
    """Remove what a killed server left.

    Its numbers may belong to a stranger by now, or to a dead process that nobody has reaped, and
    PostgreSQL would take either for a server. Only once no process works in the data folder any
    more: after a kill of the server alone its children need a moment to notice.
    """
    left = [place.data / "postmaster.pid", *place.sockets.glob(".s.PGSQL.*")]
    if not any(file.exists() for file in left):
        return
    give_up = time.monotonic() + 20
    while any(_works_in(int(p.name), place.data) for p in Path("/proc").glob("[0-9]*")):
        if time.monotonic() > give_up:
            raise DidNotStart(program="postgres", said=f"processes still use {place.data}")
        time.sleep(0.1)
    for file in left:
        file.unlink(missing_ok=True)


def _configure(place: Place, *, fast: bool) -> None:
    chosen = SETTINGS | (FAST if fast else SAFE)
    chosen |= {"unix_socket_directories": str(place.sockets), "log_directory": str(place.logs)}
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in chosen.items()]
    draft = place.folder / "postgresql.conf.new"
    draft.write_text(
        "# Written at every start; local changes go to postgresql.auto.conf.\n"
        + "\n".join(lines)
        + "\n"
    )
    draft.chmod(0o600)
    place.account.own(draft)
    draft.replace(place.data / "postgresql.conf")


def _launch(place: Place) -> None:
    words = place.logs / "start.log"
    words.unlink(missing_ok=True)
    try:
        place.run(
            "pg_ctl", "start", "-s", "-w", "-D", place.data, "-l", words,
            "-t", str(LONGEST_RECOVERY), timeout=LONGEST_RECOVERY + 10,
        )  # fmt: skip
    except DidNotStart as failed:
        raise DidNotStart(
            program="postgres", said=_last_words(place) or failed.facts["said"]
        ) from failed


def _last_words(place: Place) -> str:
    """The newest lines of the newest log, where the reason is."""
    logs = sorted(place.logs.glob("*.log"), key=lambda log: log.stat().st_mtime)
    lines = [line for log in logs[-2:] for line in log.read_text(errors="replace").splitlines()]
    faults = [line for line in lines[-40:] if any(mark in line for mark in MARKS)]
    return " / ".join((faults or lines)[-3:])


def _wait_until_ready(place: Place) -> None:
    give_up = time.monotonic() + LONGEST_RECOVERY
    while True:
        probe: list[str | Path] = [
            place.programs / "pg_isready",
            "-q",
            "-h",
            place.sockets,
            "-p",
            str(PORT),
        ]
        if place.account.run(probe, timeout=30).returncode == 0:
            return
        if running(place) is None or time.monotonic() > give_up:
            raise DidNotStart(program="postgres", said=_last_words(place))
        time.sleep(0.1)
