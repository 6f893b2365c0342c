"""Personal data at rest: SM4-GCM for what is read back, HMAC-SM3 for what is only looked up.

Source: GB/T 32907-2016 (SM4), GB/T 32905-2016 (SM3); docs/decisions/0006-identity.md.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

_VERSION = b"\x01"


class Unreadable(ValueError):
    """The stored bytes were not made with this key, or were changed."""


def seal(text: str) -> bytes:
    """`text` encrypted: version, 12 bytes nonce, 16 bytes tag, ciphertext. Empty stays empty."""
    if not text:
        return b""
    nonce = os.urandom(12)
    encryptor = Cipher(algorithms.SM4(settings.DATA_KEY), modes.GCM(nonce)).encryptor()
    body = encryptor.update(text.encode()) + encryptor.finalize()
    return _VERSION + nonce + encryptor.tag + body


def unseal(sealed: bytes) -> str:
    """What was sealed.

    Raises:
        Unreadable: another key, another version, or changed bytes.
    """
    if not sealed:
        return ""
    sealed = bytes(sealed)
    if sealed[:1] != _VERSION:
        raise Unreadable("version")
    nonce, tag, body = sealed[1:13], sealed[13:29], sealed[29:]
    decryptor = Cipher(algorithms.SM4(settings.DATA_KEY), modes.GCM(nonce, tag)).decryptor()
    try:
        return (decryptor.update(body) + decryptor.finalize()).decode()
    except InvalidTag:
        raise Unreadable("tag") from None


def blind_index(text: str) -> bytes:
    """A keyed digest (32 bytes): equal texts are found by it, nothing is read from it."""
    return hmac.new(settings.INDEX_KEY, text.encode(), "sm3").digest()


def digest(token: str) -> bytes:
    """What the database keeps of an access token (SM3, 32 bytes)."""
    return hashlib.new("sm3", token.encode()).digest()
