"""Documents and code agree: links, variables, commands, states, libraries, numbers of decisions."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from yimen.cli import COMMANDS
from yimen.demo.welcome import DOORS
from yimen.reference.people.rules import DeviceKind, Role
from yimen.services.hall.rules.states import Duty, Event, State

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SOURCES = sorted([*(ROOT / "src").rglob("*.py"), ROOT / "yimen"])

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_VARIABLE = re.compile(r"\b(?:YIMEN_[A-Z]+(?:_[A-Z]+)*|DATABASE_URL|PROMETHEUS_[A-Z_]+)\b")
_CITED = re.compile(r"docs/[\w/.-]+\.md")


def name(path: Path) -> str:
    """A file as the tests' names show it."""
    return path.relative_to(ROOT).as_posix()


def read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def anchors(path: Path) -> set[str]:
    """Where a link may point inside a document, as code hosts name it."""
    headings = _HEADING.findall(_FENCE.sub("", path.read_text("utf-8")))
    bare = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in bare}


def broken_links(document: Path) -> Iterator[str]:
    for link in _LINK.findall(_FENCE.sub("", document.read_text("utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield link


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_between_documents_resolve(document: Path) -> None:
    assert list(broken_links(document)) == []


def test_a_broken_link_would_be_seen(tmp_path: Path) -> None:
    document = tmp_path / "a.md"
    document.write_text(
        "# One two\n[a](#one-two) [b](#three) [c](gone.md) [d](https://x.example)\n"
    )

    assert list(broken_links(document)) == ["#three", "gone.md"]


def test_every_variable_the_code_reads_is_in_the_operators_guide() -> None:
    in_code = {found for path in SOURCES for found in _VARIABLE.findall(path.read_text("utf-8"))}

    assert in_code - set(_VARIABLE.findall(read("docs/guides/operator.md"))) == set()


def test_the_operators_guide_names_no_variable_the_code_does_not_read() -> None:
    in_code = {found for path in SOURCES for found in _VARIABLE.findall(path.read_text("utf-8"))}

    assert set(_VARIABLE.findall(read("docs/guides/operator.md"))) - in_code == set()


def test_production_settings_of_the_guide_and_the_deployment_files_are_known() -> None:
    known = set(_VARIABLE.findall(read("docs/guides/operator.md")))

    for file in sorted((ROOT / "deploy").iterdir()):
        assert set(_VARIABLE.findall(file.read_text("utf-8"))) - known == set(), file.name


def test_every_command_is_in_a_guide() -> None:
    guides = read("docs/guides/developer.md") + read("docs/guides/operator.md")

    assert [command for command in COMMANDS if f"`./yimen {command}" not in guides] == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name.partition("-")[0]) for path in DECISIONS]

    assert numbers == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("decision", DECISIONS, ids=name)
def test_a_decision_has_its_number_and_its_parts(decision: Path) -> None:
    text = decision.read_text("utf-8")
    parts = {heading.partition(":")[0].split()[0] for heading in _HEADING.findall(text)[1:]}

    assert text.startswith(f"# {decision.name[:4]} ")
    assert "Status: " in text
    assert parts >= {"Context", "Choice", "Refused", "Consequences"}


def test_every_library_has_its_reason() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    libraries = [re.split(r"[\[=<>~]", line)[0] for line in project["dependencies"]]
    text = read("docs/decisions/0002-libraries.md")

    assert [library for library in libraries if f"`{library}`" not in text] == []


def test_documents_that_the_code_cites_exist() -> None:
    cited = {found for path in SOURCES for found in _CITED.findall(path.read_text("utf-8"))}

    assert [path for path in sorted(cited) if not (ROOT / path).exists()] == []


def test_the_glossary_has_every_state_event_role_and_device() -> None:
    words = read("docs/reference/words.md")
    lower = [word.value for kind in (State, Event, Duty) for word in kind]
    upper = [word.name for kind in (Role, DeviceKind) for word in kind if word != DeviceKind.SYSTEM]

    assert [word for word in lower + upper if f"`{word}`" not in words] == []


def test_the_glossary_has_every_table() -> None:
    words = read("docs/reference/words.md")
    tables = [
        model._meta
        for model in apps.get_models()
        if model.__module__.startswith("yimen.") and model._meta.managed
    ]

    named = {
        table.object_name
        for table in tables
        if f"`{table.object_name}`" in words or f"`{table.app_label}.{table.object_name}`" in words
    }
    assert sorted({str(table.object_name) for table in tables} - named) == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readmes_begin_with_the_two_commands_and_name_every_door(readme: str) -> None:
    text = read(readme)
    first = next(iter(_FENCE.findall(text)))

    assert re.findall(r"\./yimen (\w+)", first) == ["demo", "test"]
    assert [path for _, path in DOORS if f":8000{path}>" not in text] == []
