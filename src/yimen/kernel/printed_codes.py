"""Verification codes as they stand on paper: twelve letters and digits that people can type.

Random, so that nobody guesses one: sixty bits. Notices and certificates share the form, and the one
page that verifies both.
"""

from typing import Final

#: Digits and capital letters that nobody takes for one another.
ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH: Final = 12
_GROUP: Final = 4
_BITS: Final = 5


def made(random: bytes) -> str:
    """A code from eight random bytes.

    Raises:
        ValueError: fewer bytes.
    """
    if len(random) < 8:
        raise ValueError("eight random bytes are needed")
    number = int.from_bytes(random[:8])
    return "".join(ALPHABET[number >> _BITS * place & 31] for place in range(LENGTH))


def shown(code: str) -> str:
    """`7KQ4-9XWD-2MHT`, as it is printed."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def bare(text: str) -> str | None:
    """A code as it is stored, however it was typed; None where it is none."""
    code = "".join(text.upper().replace("-", " ").split())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
