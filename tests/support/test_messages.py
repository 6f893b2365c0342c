"""The catalogues follow the source."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from yimen.services.feedback.rules import GRADES, REASONS
from yimen.support import messages


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small product with one public template, one public module and a page for staff."""
    files = {
        "channels/kiosk/templates/kiosk/start.html": (
            "{% load i18n %}\n  <h1>{% translate '取号' %}</h1>\n"
            "    {% blocktranslate count n=n %}还有 {{ n }} 位"
            "{% plural %}还有 {{ n }} 位等候{% endblocktranslate %}\n"
            "  {% translate '开' context '机器' %}"
        ),
        "channels/portal/phrases.py": (
            "from django.utils.translation import gettext_lazy as _\nX = {'a': _('没有这个号')}\n"
        ),
        "channels/desk/views.py": "X = gettext('只给工作人员')\n",
        "support/templates/base/office.html": "{% load i18n %}{% translate '统计' %}",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def translate_all(source: Path) -> None:
    for locale in messages.LOCALES:
        path = messages.catalogue_path(locale, source)
        with path.open("rb") as file:
            catalogue = read_po(file, locale=locale)
        for message in catalogue:
            if isinstance(message.id, tuple):
                message.string = tuple(message.id[: catalogue.num_plurals])
            elif isinstance(message.id, str) and message.id:
                message.string = "X " + message.id
        path.write_bytes(messages._text(catalogue))


def test_only_what_citizens_see_is_collected(source: Path) -> None:
    found = {(message.id, message.context) for message in messages._template(source) if message.id}

    assert found == {
        ("取号", None),
        (("还有 %(n)s 位", "还有 %(n)s 位等候"), None),
        ("开", "机器"),
        ("没有这个号", None),
    }


def test_a_second_update_changes_nothing(source: Path) -> None:
    assert len(messages.update(source)) == 2
    assert messages.update(source) == []


def test_a_missing_translation_is_a_fault(source: Path) -> None:
    messages.update(source)

    faults = list(messages.faults(source))

    assert len(faults) == 2 * 4
    assert "en: no translation of '取号'" in faults


def test_translations_survive_an_update_and_unused_ones_go(source: Path) -> None:
    messages.update(source)
    translate_all(source)
    assert list(messages.faults(source)) == []

    (source / "channels/portal/phrases.py").write_text("X = gettext('新的话')\n")
    messages.update(source)

    text = messages.catalogue_path("en", source).read_text()
    assert "X 取号" in text
    assert "没有这个号" not in text
    assert list(messages.faults(source)) == [
        "en: no translation of '新的话'",
        "zh_Hant: no translation of '新的话'",
    ]


def test_a_changed_source_is_a_fault_until_the_update(source: Path) -> None:
    messages.update(source)
    translate_all(source)

    (source / "channels/portal/phrases.py").write_text("")

    assert [fault[:15] for fault in messages.faults(source)] == [
        "en: not in step",
        "zh_Hant: not in",
    ]


def test_an_unknown_placeholder_is_a_fault(source: Path) -> None:
    messages.update(source)
    translate_all(source)
    path = messages.catalogue_path("zh_Hant", source)
    path.write_text(
        path.read_text().replace('msgstr[0] "还有 %(n)s 位"', 'msgstr[0] "还有 %(m)s 位"')
    )

    assert [("placeholder" in fault) for fault in messages.faults(source)] == [True]


def test_catalogues_are_compiled_when_they_are_newer(source: Path) -> None:
    messages.update(source)
    translate_all(source)

    messages.compile_outdated(source)

    binary = messages.catalogue_path("en", source).with_suffix(".mo")
    first = binary.stat().st_mtime_ns
    messages.compile_outdated(source)
    assert binary.stat().st_mtime_ns == first


def test_words_in_the_tables_of_rules_are_collected() -> None:
    found = {message.id for message in messages._template(messages.SOURCE)}
    words = [*GRADES.values(), *(text for grade in REASONS.values() for text in grade.values())]

    assert len(words) == 5 + 40
    assert set(words) <= found


def test_traditional_chinese_has_no_simplified_characters() -> None:
    """Hong Kong's character set holds what is written there and hardly any simplified form."""
    with messages.catalogue_path("zh_Hant").open("rb") as file:
        catalogue = read_po(file)

    strange = [text for message in catalogue for text in _strings(message) if not _is_big5(text)]

    assert strange == []


def _strings(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [str(message.string)]


def _is_big5(text: str) -> bool:
    try:
        text.encode("big5hkscs")
    except UnicodeEncodeError:
        return False
    return True
