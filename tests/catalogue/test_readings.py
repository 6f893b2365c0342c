"""The phrases that are kept give every reading the library gives with all of its own."""

import json
import subprocess
import sys

from yimen.reference.catalogue.rules.readings import reading, readings

_ALL = """
import json
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT
short = sorted(phrase for phrase in PHRASES_DICT if len(phrase) in (2, 3))[::5]
print(json.dumps({phrase: lazy_pinyin(phrase) for phrase in short}))
"""


def test_short_phrases_read_as_with_the_whole_dictionary() -> None:
    done = subprocess.run([sys.executable, "-c", _ALL], check=True, capture_output=True)
    whole = json.loads(done.stdout)

    ours = {phrase: _read(phrase) for phrase in whole}

    assert len(whole) > 4000
    assert {phrase: read for phrase, read in ours.items() if read != whole[phrase]} == {}


def _read(phrase: str) -> list[str]:
    first, second, third = phrase[0], phrase[1], phrase[2:]
    last = [reading(first + second, third, "")] if third else []
    return [reading("", first, second + third), reading(first, second, third), *last]


def test_a_character_beside_another_reads_differently_than_alone() -> None:
    assert reading("银", "行", "卡") == "hang"
    assert reading("", "行", "政") == "xing"
    assert readings("行政") == ["xing", "zheng"]
