"""Which user of the machine runs the server, and running programs as that user.

PostgreSQL refuses to run as root, rightly. Started as root, the server gets an unprivileged user;
started by anybody else, it is theirs.
"""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yimen.support.postgres.errors import DidNotStart, NoAccount, NotYours

#: In this order. `nobody` is there even on the barest system.
CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of the machine. `switch`: we are root and must become that user first."""

    uid: int
    gid: int
    switch: bool

    def run(
        self, argv: Sequence[str | Path], *, timeout: float
    ) -> subprocess.CompletedProcess[str]:
        """The finished program, its words captured. It inherits no variables of ours.

        Raises:
            NoAccount: this root may not become another user (some containers).
        """
        try:
            return subprocess.run(
                [str(word) for word in argv],
                check=False,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=timeout,
                stdin=subprocess.DEVNULL,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                umask=0o077,
                user=self.uid if self.switch else None,
                group=self.gid if self.switch else None,
                extra_groups=[] if self.switch else None,
            )
        except PermissionError as refused:
            if self.switch and refused.filename in {None, "/"}:
                raise NoAccount(tried=self.uid) from refused
            raise DidNotStart(program=Path(argv[0]).name, said=str(refused)) from refused

    def can(self, test: str, path: Path) -> bool:
        """Whether the user has `r`, `w` or `x` on the path, every folder above it included."""
        return (
            self.run(["/bin/sh", "-c", f'test -{test} "$1"', "sh", path], timeout=10).returncode
            == 0
        )

    def own(self, path: Path) -> None:
        """Hand a file or folder of ours to the user."""
        if self.switch:
            os.chown(path, self.uid, self.gid)


def account_for(folder: Path) -> Account:
    """The user that runs the server of this folder, which may not exist yet.

    Raises:
        NotYours: the folder belongs to somebody else and we are not root.
        NoAccount: we are root and there is nobody to run as.
    """
    owner = folder.stat().st_uid if folder.exists() else None
    if os.getuid() != 0:
        if owner not in {None, os.getuid()}:
            raise NotYours(folder=str(folder))
        return Account(os.getuid(), os.getgid(), switch=False)
    if owner:
        return Account(owner, folder.stat().st_gid, switch=True)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, switch=True)
    raise NoAccount(tried=", ".join(CANDIDATES))
