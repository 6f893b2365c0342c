"""How characters read, by pypinyin, with a third of its memory.

Its phrases (银行, 行政) tell how a character of several readings reads beside others: 47,000 of
them, 45 MB in each process. Characters are read here between their two neighbours, so that longer
phrases never count, and most of the short ones say what the single characters say.
"""

import json
import os
import re
from functools import cache
from importlib.resources import files

#: How pypinyin is told, while it is imported, to leave its phrases where they are.
_LEAN = {"PYPINYIN_NO_PHRASES": "true", "PYPINYIN_NO_DICT_COPY": "true"}
_SHORT_PHRASE = {
    length: re.compile(rf'"(\w{{{length}}})": (\[(?:\n\[[^]]*\],?)+\n\])') for length in (2, 3)
}


def reading(before: str, character: str, after: str) -> str:
    """How a character reads between its neighbours: 行 in 银行 is not that in 行政."""
    _load_phrases()
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - 20 MB that only who searches needs

    return str(lazy_pinyin(before + character + after)[len(before)])


def readings(characters: str) -> list[str]:
    """The commonest reading of each, by itself."""
    _load_phrases()
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - see `reading`

    return [lazy_pinyin(character)[0] for character in characters]


@cache
def _load_phrases() -> None:
    """Once in a process: the short phrases that change a reading, instead of all."""
    os.environ.update(_LEAN)
    from pypinyin import load_phrases_dict  # noqa: PLC0415 - see `reading`

    for name in _LEAN:
        del os.environ[name]
    load_phrases_dict(_telling_phrases())


def _telling_phrases() -> dict[str, list[list[str]]]:
    """Those that read otherwise than their characters alone, or than the pairs in them."""
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - see `reading`

    text = files("pypinyin").joinpath("phrases_dict.json").read_text("utf-8")
    kept: dict[str, list[list[str]]] = {}
    for length in (2, 3):
        # One at a time: the whole file as objects would leave its memory behind.
        for found in _SHORT_PHRASE[length].finditer(text):
            phrase, read = found[1], json.loads(found[2])
            alone = [PINYIN_DICT.get(ord(character), "").split(",")[0] for character in phrase]
            if [first for first, *_ in read] != alone or {phrase[:2], phrase[1:]} & kept.keys():
                kept[phrase] = read
    return kept
