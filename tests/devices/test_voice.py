"""How calls are read aloud, and that the synthesiser gives sound."""

import io
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.devices.voice import espeak
from yimen.devices.voice.espeak import VoiceMissing
from yimen.devices.voice.reading import Tongue, call, counted, spelled

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def _read_back(words: str) -> int:
    """The number that Chinese words mean, worked out the other way round."""
    total, digit = 0, 0
    for sign in words:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def test_every_window_number_reads_back_to_itself() -> None:
    assert [_read_back(counted(value, Tongue.MANDARIN)) for value in range(1000)] == list(
        range(1000)
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "零"),
        (3, "三"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (112, "一百一十二"),
        (151, "一百五十一"),
        (270, "二百七十"),
        (999, "九百九十九"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (2000, "二千"),
    ],
)
def test_window_numbers_are_read_as_people_say_them(value: int, words: str) -> None:
    assert counted(value, Tongue.MANDARIN) == words
    assert counted(value, Tongue.CANTONESE) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (7, "seven"),
        (12, "twelve"),
        (20, "twenty"),
        (51, "fifty-one"),
        (100, "one hundred"),
        (151, "one hundred and fifty-one"),
        (1200, "one thousand two hundred"),
    ],
)
def test_english_reads_windows_in_words(value: int, words: str) -> None:
    assert counted(value, Tongue.ENGLISH) == words


@given(st.integers(1, 999))
def test_no_reading_begins_or_ends_with_a_needless_zero(value: int) -> None:
    words = counted(value, Tongue.MANDARIN)

    assert not words.startswith("零")
    assert not words.endswith("零")
    assert "零零" not in words


@given(st.from_regex(r"[A-HJ-NP-Z]{1,2}[0-9]{3,4}", fullmatch=True))
def test_a_ticket_is_spelled_sign_by_sign(number: str) -> None:
    words = spelled(number, Tongue.MANDARIN).split(" ")

    assert "".join(str(_DIGITS[word]) if word in _DIGITS else word for word in words) == number


@pytest.mark.parametrize("value", [-1, 10000])
def test_numbers_no_hall_has_are_refused(value: int) -> None:
    with pytest.raises(ValueError, match="not read aloud"):
        counted(value, Tongue.MANDARIN)


def test_the_call_is_one_sentence_in_each_tongue() -> None:
    assert call("A012", 12, Tongue.MANDARIN) == "请 A 零 一 二 号，到 十二 号窗口"
    assert call("A012", 151, Tongue.CANTONESE) == "請 A 零 一 二 號，到 一百五十一 號窗口"
    assert call("YA012", 3, Tongue.ENGLISH) == "Number Y A zero one two, please go to window three"


@pytest.mark.parametrize("tongue", list(Tongue))
def test_the_synthesiser_makes_seconds_of_sound_that_is_not_silence(tongue: Tongue) -> None:
    try:
        sound = espeak.spoken(call("A012", 12, tongue), tongue)
    except VoiceMissing:
        pytest.skip("the speech library does not load on this machine")

    with wave.open(io.BytesIO(sound)) as opened:
        seconds = opened.getnframes() / opened.getframerate()
        assert 1 < seconds < 10
        assert len(set(opened.readframes(opened.getnframes()))) > 100


def test_a_machine_without_the_library_says_so_and_tries_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[str] = []

    def nowhere() -> str:
        tries.append("load")
        return "/nowhere/libespeak-ng.so"

    monkeypatch.setattr(espeak, "_loaded", [])
    monkeypatch.setattr("espeakng_loader.get_library_path", nowhere)

    for _ in range(2):
        with pytest.raises(VoiceMissing):
            espeak.spoken("一", Tongue.MANDARIN)

    assert tries == ["load"]
