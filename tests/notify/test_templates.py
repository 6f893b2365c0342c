"""Every message in every language: complete, short enough, and with nothing left in braces."""

from datetime import date
from string import Formatter

import pytest

from tests.notify.builders import ACCEPTED
from yimen.services.notify.rules import templates, texts, values
from yimen.services.notify.rules.templates import LANGUAGES, LONGEST, TEMPLATES, Key

#: The longest that each value can become.
WORST: dict[str, values.Value] = {
    "item": "许" * 90,
    "place": "厅" * 90,
    "carrier": "邮" * 4,
    "procedure": "证" * 90,
    "case_no": "9" * 21,
    "ticket": "YAB0123",
    "code": "12345678",
    "day": date(2020, 12, 31),
    "time": "09:30",
    "due": date(2020, 12, 31),
    "until": date(2020, 12, 31),
    "ahead": 999,
    "window": 999,
    "minutes": 10,
    "amount": 9_999_999,
    "parcel": "SF12345678901234",
}


def test_every_key_has_a_template_and_words_in_every_language() -> None:
    keys = {key.value for key in Key}

    assert set(TEMPLATES) == set(Key)
    assert {language: set(words) for language, words in texts.BY_LANGUAGE.items()} == dict.fromkeys(
        LANGUAGES, keys
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", Key)
def test_the_words_use_all_values_of_the_template_and_no_others(key: Key, language: str) -> None:
    title, body = texts.BY_LANGUAGE[language][key.value]

    used = {name for _, name, _, _ in Formatter().parse(body) if name}

    assert used == TEMPLATES[key].names
    assert used <= values.NAMES
    assert title


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", Key)
def test_the_longest_sms_still_fits(key: Key, language: str) -> None:
    said = {name: WORST[name] for name in TEMPLATES[key].names}

    text = templates.sms(key, said, language, sign="东莞政务服务")

    assert len(text) <= LONGEST[language]


def test_an_sms_begins_with_the_citys_sign() -> None:
    assert templates.sms(Key.CASE_ACCEPTED, ACCEPTED, "zh-hans", sign="东莞政务") == (
        "【东莞政务】您申请的“食品经营许可”已受理，编号441900202001170001230，"
        "承诺2020年2月7日前办结，查询码482913。"
    )


@pytest.mark.parametrize("changed", [{"place": "P01"}, {"name": "张三"}])
def test_a_value_that_is_not_the_templates_is_a_mistake_in_the_code(
    changed: dict[str, values.Value],
) -> None:
    with pytest.raises(ValueError, match="needs"):
        templates.check(Key.CASE_ACCEPTED, {**ACCEPTED, **changed})


def test_a_missing_value_is_a_mistake_in_the_code() -> None:
    with pytest.raises(ValueError, match="needs"):
        templates.check(Key.CASE_ACCEPTED, {"item": "食品经营许可"})


def test_staff_see_codes_covered() -> None:
    text = templates.body(Key.CASE_ACCEPTED, templates.covered(ACCEPTED), "zh-hans")

    assert "482913" not in text
    assert "食品经营许可" in text


def test_what_is_true_for_minutes_is_not_kept_in_an_inbox() -> None:
    short = {key for key, template in TEMPLATES.items() if template.urgent}

    assert short == {key for key, template in TEMPLATES.items() if not template.inbox}
    assert short == {Key.TICKET_NEAR, Key.TICKET_CALLED, Key.LOGIN_CODE}
