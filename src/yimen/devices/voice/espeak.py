"""A synthesiser that needs nothing installed: eSpeak NG from its Python wheel, called by ctypes.

It sounds like a machine, and it always works; boards prefer the browser's own voices. The library
keeps one state for the whole process, hence the lock.
"""

import ctypes
import io
import logging
import threading
import wave
from collections.abc import Mapping
from typing import Final

import espeakng_loader

from yimen.devices.voice.reading import Tongue

log = logging.getLogger("yimen.voice")

_VOICES: Final[Mapping[Tongue, bytes]] = {
    Tongue.MANDARIN: b"cmn",
    Tongue.CANTONESE: b"yue",
    Tongue.ENGLISH: b"gmw/en",
}

# Names and values of speak_lib.h.
_OUTPUT_SYNCHRONOUS: Final = 2
_INITIALIZE_DONT_EXIT: Final = 0x8000
_CHARS_UTF8: Final = 1
_POS_CHARACTER: Final = 1
_RATE: Final = 1
_WORDS_A_MINUTE: Final = 150

_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class VoiceMissing(RuntimeError):
    """There is no synthesiser on this machine, or it has no voice for the language."""


class _Synthesiser:
    """The loaded library and the samples it hands over while it speaks."""

    def __init__(self) -> None:
        try:
            self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        except OSError as error:
            raise VoiceMissing(str(error)) from error
        data = espeakng_loader.get_data_path().encode()
        self.rate: int = self._library.espeak_Initialize(
            _OUTPUT_SYNCHRONOUS, 0, data, _INITIALIZE_DONT_EXIT
        )
        if self.rate <= 0:
            raise VoiceMissing("espeak_Initialize")
        self._samples = bytearray()
        self._callback = _CALLBACK(self._heard)  # kept: the library holds only its address
        self._library.espeak_SetSynthCallback(self._callback)
        self._library.espeak_SetParameter(_RATE, _WORDS_A_MINUTE, 0)

    def _heard(self, samples: object, count: int, events: object) -> int:
        if samples and count > 0:
            self._samples += ctypes.string_at(samples, count * 2)  # type: ignore[arg-type]
        return 0

    def say(self, text: str, voice: bytes) -> bytes:
        """Sixteen-bit samples of one channel."""
        if self._library.espeak_SetVoiceByName(voice) != 0:
            raise VoiceMissing(voice.decode())
        self._samples.clear()
        spoken = text.encode()
        self._library.espeak_Synth(
            spoken, len(spoken) + 1, 0, _POS_CHARACTER, 0, _CHARS_UTF8, None, None
        )
        return bytes(self._samples)


_lock = threading.Lock()
_loaded: list[_Synthesiser | VoiceMissing] = []


def spoken(text: str, tongue: Tongue) -> bytes:
    """A WAV file of the text. Takes some 50 milliseconds.

    Raises:
        VoiceMissing: this machine cannot; the caller goes on in silence.
    """
    with _lock:
        synthesiser = _synthesiser()
        samples = synthesiser.say(text, _VOICES[tongue])
    if not samples:
        raise VoiceMissing(tongue)
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(synthesiser.rate)
        sound.writeframes(samples)
    return file.getvalue()


def _synthesiser() -> _Synthesiser:
    """Loaded at the first word; a failure is remembered, so it is tried and logged once."""
    if not _loaded:
        try:
            _loaded.append(_Synthesiser())
        except VoiceMissing as missing:
            log.warning("no speech on this machine", extra={"why": str(missing)})
            _loaded.append(missing)
    found = _loaded[0]
    if isinstance(found, VoiceMissing):
        raise VoiceMissing(str(found))
    return found
