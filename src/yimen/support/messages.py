"""The catalogues of translated sentences: made from the source, compared with it, compiled.

Sentences are Simplified Chinese in the source. What citizens see (kiosk, portal, boards, refusals
and the page parts they share) is translated to English and Traditional Chinese. Babel does the
work: no GNU gettext is needed.
"""

import ast
import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent
LOCALES = ("en", "zh_Hant")
#: Folders under `src/yimen` whose sentences citizens see.
PUBLIC = ("channels/kiosk", "channels/portal", "channels/boards", "channels/doorway", "support")
#: Tables of words in rules. Rules know no translation; pages hand these words to gettext.
TABLES = {"services/feedback/rules/grades.py": frozenset({"GRADES", "REASONS"})}
#: Shared parts that only staff see.
STAFF_ONLY = frozenset({"base/desk.html", "base/office.html"})
SUFFIXES = frozenset({".py", ".html", ".txt"})
#: A header date would make every run a change.
NO_DATE = datetime(2020, 1, 1, tzinfo=UTC)

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def catalogue_path(locale: str, source: Path = SOURCE) -> Path:
    """The text file that translators edit."""
    return source / "locale" / locale / "LC_MESSAGES" / "django.po"


def update(source: Path = SOURCE) -> list[Path]:
    """Bring all catalogues in step with the source; the files that changed."""
    changed = []
    for locale in LOCALES:
        path = catalogue_path(locale, source)
        text = _text(_in_step(locale, source))
        if not path.exists() or path.read_bytes() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            changed.append(path)
    return changed


def faults(source: Path = SOURCE) -> Iterator[str]:
    """What keeps the catalogues from being complete, a line each."""
    for locale in LOCALES:
        path = catalogue_path(locale, source)
        catalogue = _in_step(locale, source)
        if not path.exists() or path.read_bytes() != _text(catalogue):
            yield f"{locale}: not in step with the source; run ./yimen messages"
        for message in catalogue:
            if message.id and not _is_complete(message):
                yield f"{locale}: no translation of {message.id!r}"
            elif message.id:
                yield from (
                    f"{locale}: {message.id!r}: {wrong}" for wrong in message.check(catalogue)
                )


def compile_outdated(source: Path = SOURCE) -> None:
    """Compile the catalogues that are newer than their compiled form."""
    for locale in LOCALES:
        text = catalogue_path(locale, source)
        binary = text.with_suffix(".mo")
        if not text.exists():
            continue
        if binary.exists() and binary.stat().st_mtime >= text.stat().st_mtime:
            continue
        # Two commands may compile at once.
        draft = binary.with_name(f"{os.getpid()}.mo")
        with draft.open("wb") as out:
            write_mo(out, _read(locale, text))
        draft.replace(binary)


def _in_step(locale: str, source: Path) -> Catalog:
    """The catalogue as it should be: the source's sentences with the translations there are."""
    path = catalogue_path(locale, source)
    catalogue = _read(locale, path) if path.exists() else Catalog(locale=locale)
    catalogue.update(_template(source), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.project, catalogue.version = "yimen", "1"
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    catalogue.header_comment = "# Translations of what citizens see. Made by ./yimen messages."
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
    catalogue.fuzzy = False
    return catalogue


def _read(locale: str, path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _text(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=0, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return out.getvalue()


def _template(source: Path) -> Catalog:
    template = Catalog()
    for path in _public_files(source):
        where = [(path.relative_to(source).as_posix(), 0)]
        for _, words, _, context in extract("python", io.BytesIO(_as_python(path)), KEYWORDS):
            template.add(words, locations=where, context=context)
    for name, words in _table_words(source):
        template.add(words, locations=[(name, 0)])
    return template


def _table_words(source: Path) -> Iterator[tuple[str, str]]:
    """The words in the tables of rules, each with its file."""
    for name, tables in TABLES.items():
        path = source / name
        if not path.exists():
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if (
                isinstance(node, ast.AnnAssign)
                and isinstance(node.target, ast.Name)
                and node.target.id in tables
                and node.value is not None
            ):
                for part in ast.walk(node.value):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield name, part.value


def _public_files(source: Path) -> list[Path]:
    found = (path for folder in PUBLIC for path in (source / folder).rglob("*"))
    return sorted(
        path
        for path in found
        if path.suffix in SUFFIXES and "/".join(path.parts[-2:]) not in STAFF_ONLY
    )


def _as_python(path: Path) -> bytes:
    """The file as a Python reader can take it: of a template, only its translation calls."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Between the calls stand X's; their indentation would mean something to a Python reader.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    return text.encode()


def _is_complete(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(strings) and not message.fuzzy
