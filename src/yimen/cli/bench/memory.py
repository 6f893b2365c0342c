"""Resident memory of processes that share much: the proportional set size (PSS), from /proc."""

import os
from collections import defaultdict
from pathlib import Path

import psycopg

PROC = Path("/proc")


def tree(root: int, proc: Path = PROC) -> set[int]:
    """A process and all it started."""
    children: defaultdict[int, set[int]] = defaultdict(set)
    for entry in proc.iterdir():
        if entry.name.isdecimal() and (parent := _parent(entry)) is not None:
            children[parent].add(int(entry.name))
    found: set[int] = set()
    ahead = {root}
    while ahead:
        pid = ahead.pop()
        found.add(pid)
        ahead |= children[pid] - found
    return found


def _parent(entry: Path) -> int | None:
    try:
        return int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError, ValueError):  # it ended meanwhile
        return None


def pss_megabytes(pids: set[int], proc: Path = PROC) -> float:
    """Together, each shared page counted once among those who share it."""
    total = 0
    for pid in pids:
        try:
            lines = (proc / str(pid) / "smaps_rollup").read_text().splitlines()
        except OSError:  # it ended meanwhile, or belongs to somebody else
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def postgres_processes(connection: psycopg.Connection) -> set[int]:
    """The server's processes without other databases' sessions; empty where it is elsewhere."""
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    backend = PROC / str(row[0] if row else 0)
    if not (backend / "comm").exists() or (backend / "comm").read_text().strip() != "postgres":
        return set()
    others = connection.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname <> current_database()"
    ).fetchall()
    return tree(_parent(backend) or 0) - {pid for (pid,) in others} - {os.getpid()}
