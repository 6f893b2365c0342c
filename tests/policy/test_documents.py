"""The page of parameters lists every one that is defined, with its default and source."""

import importlib
import pkgutil
from pathlib import Path

import yimen
from yimen.reference.policy.rules import Parameter, defined

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "parameters.md"

_HEAD = """# Parameters

Numbers that a notice can change. Each has a default and, where the city decides otherwise,
dated values with their source (`policy`, in the admin under 参数). A value holds from its day on;
rows are added, never changed.

| Key | Default | Unit | From | To | 名称 | Source |
|---|---|---|---|---|---|---|
"""


def _line(parameter: Parameter) -> str:
    low = "" if parameter.low is None else f"{parameter.low:g}"
    high = "" if parameter.high is None else f"{parameter.high:g}"
    cells = (
        f"`{parameter.key}`",
        f"{parameter.default}",
        parameter.unit,
        low,
        high,
        parameter.label,
        parameter.source,
    )
    return "| " + " | ".join(cells) + " |"


def page() -> str:
    """The page as it should be: to renew it, write this into the file."""
    for module in pkgutil.walk_packages(yimen.__path__, "yimen."):
        if module.name.endswith(("parameters", ".rules")):
            importlib.import_module(module.name)
    known = sorted(defined().values(), key=lambda parameter: parameter.key)
    return _HEAD + "\n".join(map(_line, known)) + "\n"


def test_the_page_of_parameters_is_current() -> None:
    assert PAGE.read_text("utf-8") == page()
