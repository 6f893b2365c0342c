"""Files at rest: SM4-GCM in pieces, so that a large one never lies in memory whole.

Layout: version (1 byte), salt (16); then pieces of nonce-free ciphertext, each up to 256 KiB and
its tag (16). A key for each file comes from the data key and the salt; a piece's nonce is its
number and whether it is the last, so pieces cannot be left out, moved, cut off or added.

Source: GB/T 32907-2016 (SM4); the construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár,
2015); docs/decisions/0016-files.md.
"""

import hmac
import os
from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

from yimen.support.secrets import Unreadable

PIECE: Final = 256 * 1024
_VERSION: Final = b"\x01"
_SALT: Final = 16
_TAG: Final = 16
_PURPOSE: Final = b"yimen.files"


class Stored(Protocol):
    """What a storage opens."""

    def read(self, size: int, /) -> bytes:
        """So many bytes, fewer only at the end."""


def sealed(plain: Iterable[bytes]) -> Iterator[bytes]:
    """`plain` encrypted, piece by piece."""
    salt = os.urandom(_SALT)
    key = _key(salt)
    yield _VERSION + salt
    held: bytes | None = None
    number = 0
    for piece in _regular(plain):
        if held is not None:
            yield _seal(key, number, held, last=False)
            number += 1
        held = piece
    yield _seal(key, number, held or b"", last=True)


def opened(stored: Stored) -> Iterator[bytes]:
    """What was sealed, piece by piece. Each is genuine when it is given out.

    Raises:
        Unreadable: another key, another version, changed or missing bytes.
    """
    head = stored.read(1 + _SALT)
    if head[:1] != _VERSION or len(head) != 1 + _SALT:
        raise Unreadable("version")
    key = _key(head[1:])
    piece = stored.read(PIECE + _TAG)
    number = 0
    while True:
        following = stored.read(PIECE + _TAG)
        yield _open(key, number, piece, last=not following)
        if not following:
            return
        piece = following
        number += 1


def _regular(plain: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one length, but for the last."""
    held = bytearray()
    for part in plain:
        held += part
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


def _key(salt: bytes) -> bytes:
    return hmac.new(settings.DATA_KEY, _PURPOSE + salt, "sm3").digest()[:16]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + (b"\x01" if last else b"\x00")


def _seal(key: bytes, number: int, piece: bytes, *, last: bool) -> bytes:
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(_nonce(number, last=last))).encryptor()
    return encryptor.update(piece) + encryptor.finalize() + encryptor.tag


def _open(key: bytes, number: int, piece: bytes, *, last: bool) -> bytes:
    body, tag = piece[:-_TAG], piece[-_TAG:]
    if len(tag) != _TAG:
        raise Unreadable("length")
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(_nonce(number, last=last), tag)).decryptor()
    try:
        return decryptor.update(body) + decryptor.finalize()
    except InvalidTag:
        raise Unreadable("tag") from None
