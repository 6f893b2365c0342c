"""How long questions take on a database that has grown: figures, their parts, searches.

`python -m yimen.cli.bench.answers` reads one JSON object from standard input (`Questions`) and
prints one (`Answers`): the same queries that pages call, without HTTP.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial

import django


@dataclass(frozen=True)
class Questions:
    """What to ask.

    Args:
        first: of the period, ISO 8601.
        last: its end, included.
        times: how often the figures are asked for.
        texts: what is searched for, each once, after one that warms.
    """

    first: str
    last: str
    times: int
    texts: list[str]


@dataclass
class Answers:
    """Milliseconds each took. `parts` by what the period was split by."""

    figures: list[float] = field(default_factory=list)
    parts: dict[str, float] = field(default_factory=dict)
    searches: list[float] = field(default_factory=list)


def run(asked: Questions) -> Answers:
    """Ask and measure. Django is ready."""
    # Models need the settings, which this process reads only in `__main__`.
    from yimen.insights import queries as insights  # noqa: PLC0415
    from yimen.insights.queries import Part  # noqa: PLC0415
    from yimen.insights.rules.measures import Period, Scope  # noqa: PLC0415
    from yimen.reference.catalogue import queries as catalogue  # noqa: PLC0415

    period = Period(date.fromisoformat(asked.first), date.fromisoformat(asked.last))
    scope = Scope(period)
    answers = Answers()
    answers.figures = [_took(partial(insights.figures, period)) for _ in range(asked.times)]
    for part in Part:
        answers.parts[part.value] = _took(partial(insights.cells_by, scope, part))
    by_both = partial(insights.cells_by, scope, Part.WEEKDAY, Part.HOUR)
    answers.parts["weekday_hour"] = _took(by_both)
    catalogue.search("zhunbei")
    answers.searches = catalogue.measure(asked.texts)
    return answers


def _took(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    django.setup()
    print(json.dumps(asdict(run(Questions(**json.load(sys.stdin))))))
