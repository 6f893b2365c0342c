"""What simulators share: a little state that all processes of a machine see, kept in a file."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class SharedState:
    """A JSON object, looked up anew at each question.

    Args:
        file: where it is kept; None: in this object's memory.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._memory: dict[str, Any] = {}

    def get(self) -> dict[str, Any]:
        """All of it."""
        if self.file is None:
            return dict(self._memory)
        if not self.file.exists():
            return {}
        return dict(json.loads(self.file.read_text("utf-8")))

    def change(self, change: Mapping[str, object]) -> None:
        """Let some of it be otherwise. Readers see the old or the new, never a half."""
        kept = self.get() | dict(change)
        if self.file is None:
            self._memory = kept
            return
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        fresh.replace(self.file)
