"""Spoken calls as files: made once by the synthesiser, kept for a while, the oldest thrown away."""

import logging
import re
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings

from yimen.devices.voice.espeak import VoiceMissing, spoken
from yimen.devices.voice.reading import LARGEST, Tongue, call

log = logging.getLogger("yimen.boards")

#: Some 150 kB each.
KEEP_FILES: Final = 400
#: `zh-CN-A012-12`: tongue, number, window.
_TEXT_ID: Final = re.compile(r"([a-z]{2}-[A-Z]{2})-([A-Z]{1,2}[0-9]{3,5})-([0-9]{1,4})")


class NoSound(Exception):
    """There is nothing to play: not a call's id, or a machine without a voice."""


def wav(text_id: str) -> bytes:
    """The sound of one call, from its file or freshly made.

    Raises:
        NoSound: the board goes on in silence.
    """
    found = _TEXT_ID.fullmatch(text_id)
    if found is None or found[1] not in set(Tongue) or int(found[3]) > LARGEST:
        raise NoSound(text_id)
    path = folder() / f"{text_id}.wav"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    tongue = Tongue(found[1])
    try:
        sound = spoken(call(found[2], int(found[3]), tongue), tongue)
    except VoiceMissing as missing:
        raise NoSound(text_id) from missing
    _keep(path, sound)
    return sound


def folder() -> Path:
    """Where the files are: beside the uploads, never served by their path."""
    return Path(settings.MEDIA_ROOT).parent / "voice"


def _keep(path: Path, sound: bytes) -> None:
    """Write whole or not at all; a full disk costs nothing but the next making."""
    half = path.with_name(f".{secrets.token_hex(6)}.half")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(sound)
        half.replace(path)
        _tidy(path.parent)
    except OSError as error:
        log.warning("speech not kept", extra={"error": type(error).__name__})


def _tidy(place: Path) -> None:
    files = sorted(place.glob("*.wav"), key=lambda file: file.stat().st_mtime)
    for file in files[: max(0, len(files) - KEEP_FILES)]:
        file.unlink(missing_ok=True)
