"""Files at rest: every length comes back, and every change is noticed."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from yimen.support.files.sealing import PIECE, opened, sealed
from yimen.support.secrets import Unreadable

HEAD = 17
SEALED_PIECE = PIECE + 16


def seal(plain: bytes, step: int = 100_000) -> bytes:
    return b"".join(sealed(plain[at : at + step] for at in range(0, len(plain), step)))


def unseal(stored: bytes) -> bytes:
    return b"".join(opened(io.BytesIO(stored)))


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
@pytest.mark.parametrize("step", [65_536, 100_000, 10 * PIECE])
def test_every_length_comes_back(length: int, step: int) -> None:
    plain = bytes(range(251)) * (length // 251 + 1)

    assert unseal(seal(plain[:length], step)) == plain[:length]


def test_the_same_content_is_sealed_differently_each_time() -> None:
    first, second = seal(b"x" * 1000), seal(b"x" * 1000)

    assert first[HEAD:] != second[HEAD:]
    assert b"xxxx" not in first


def three() -> bytes:
    return seal(b"a" * PIECE + b"b" * PIECE + b"c" * 10)


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "a flipped bit": lambda s: s[:-1] + bytes([s[-1] ^ 1]),
    "a flipped bit in front": lambda s: s[:HEAD] + bytes([s[HEAD] ^ 1]) + s[HEAD + 1 :],
    "another salt": lambda s: s[:5] + bytes([s[5] ^ 1]) + s[6:],
    "another version": lambda s: b"\x02" + s[1:],
    "the end cut off": lambda s: s[: HEAD + 2 * SEALED_PIECE],
    "some bytes cut off": lambda s: s[:-3],
    "only a head": lambda s: s[:HEAD],
    "nothing": lambda _: b"",
    "something added": lambda s: s + b"\x00",
    "a piece left out": lambda s: s[:HEAD] + s[HEAD + SEALED_PIECE :],
    "pieces changed over": lambda s: (
        s[:HEAD]
        + s[HEAD + SEALED_PIECE : HEAD + 2 * SEALED_PIECE]
        + s[HEAD : HEAD + SEALED_PIECE]
        + s[HEAD + 2 * SEALED_PIECE :]
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_noticed(change: str) -> None:
    with pytest.raises(Unreadable):
        unseal(CHANGES[change](three()))


def test_what_another_key_sealed_is_unreadable(settings: Any) -> None:
    stored = three()
    settings.DATA_KEY = b"another key 1234"

    with pytest.raises(Unreadable):
        unseal(stored)


def test_what_comes_before_a_damage_is_genuine() -> None:
    pieces = opened(io.BytesIO(three()[:-1]))

    assert next(pieces) == b"a" * PIECE
