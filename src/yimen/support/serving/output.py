"""What a process says: passed on to standard error, or kept in a file that turns over."""

import sys
from pathlib import Path

LARGEST_FILE = 10 * 1024 * 1024
OLDER_FILES = 4
#: Bytes remembered for the last words.
KEPT = 4000


class Output:
    """One process's words. The last lines are remembered, to be shown when it dies."""

    def __init__(self, name: str, folder: Path | None) -> None:
        self._path = folder / f"{name}.log" if folder else None
        self._file = self._path.open("ab", buffering=0) if self._path else None
        self._size = self._path.stat().st_size if self._path else 0
        self._last = b""

    def write(self, chunk: bytes) -> None:
        self._last = (self._last + chunk)[-KEPT:]
        if self._file is None:
            sys.stderr.buffer.write(chunk)
            sys.stderr.buffer.flush()
            return
        self._file.write(chunk)
        self._size += len(chunk)
        if self._size > LARGEST_FILE and chunk.endswith(b"\n"):
            self._turn_over()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def last_words(self) -> str:
        return "\n".join(self._last.decode(errors="replace").strip().splitlines()[-3:])

    def _turn_over(self) -> None:
        if self._path is None or self._file is None:
            return
        self._file.close()
        for number in range(OLDER_FILES, 0, -1):
            newer = self._path.with_suffix(f".log.{number - 1}") if number > 1 else self._path
            if newer.exists():
                newer.replace(self._path.with_suffix(f".log.{number}"))
        self._file = self._path.open("ab", buffering=0)
        self._size = 0
