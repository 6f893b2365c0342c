"""The clients of the large measuring: what they copy, ask and draw. Never a timing."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tests.databases import database_url
from yimen.cli.bench.answers import Questions, run
from yimen.cli.bench.large import TYPED, bare_copy, texts
from yimen.insights import actions
from yimen.insights.models import Service
from yimen.insights.queries import Part
from yimen.insights.rules.synthetic import write_history
from yimen.reference.catalogue.rules.synthetic import write_catalogue

AT = datetime(2020, 1, 2, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_the_bare_copy_takes_every_service_and_leaves_nothing(tmp_path: Path) -> None:
    write_history(tmp_path / "history.csv", 500)
    actions.import_history(tmp_path / "history.csv", at=AT)
    file = tmp_path / "rows.copy"

    assert bare_copy(database_url(), file) > 0

    assert not file.exists()
    assert Service.objects.count() == 500
    with psycopg.connect(database_url()) as connection:
        left = connection.execute("SELECT to_regclass('bench_service')").fetchone()
    assert left == (None,)


@pytest.mark.django_db
def test_every_question_is_asked_and_every_part(tmp_path: Path) -> None:
    write_history(tmp_path / "history.csv", 200)
    actions.import_history(tmp_path / "history.csv", at=AT)

    answers = run(Questions("2019-01-01", "2019-12-31", 3, ["护照", "sfz"]))

    assert len(answers.figures) == 3
    assert set(answers.parts) == {*(part.value for part in Part), "weekday_hour"}
    assert len(answers.searches) == 2


def test_the_questions_are_the_same_each_time_and_of_names_in_the_file(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "items.csv", 3000)
    with (tmp_path / "items.csv").open(encoding="utf-8") as file:
        names = [row["事项名称"] for row in csv.DictReader(file)]

    asked = texts(3000)

    assert asked == texts(3000)
    assert tuple(asked[: len(TYPED)]) == TYPED
    drawn = asked[len(TYPED) :]
    assert all(any(name.startswith(text) for name in names) for text in drawn)
    assert sum(text in names for text in drawn) >= len(drawn) // 2


def test_the_spoilt_file_is_the_good_one_but_for_every_tenth_row(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "good.csv", 200)
    write_catalogue(tmp_path / "spoilt.csv", 200, bad_every=10)

    pairs = list(
        zip(
            csv.reader((tmp_path / "good.csv").read_text("utf-8").splitlines()),
            csv.reader((tmp_path / "spoilt.csv").read_text("utf-8").splitlines()),
            strict=True,
        )
    )

    assert [line for line, (good, spoilt) in enumerate(pairs) if good != spoilt] == [
        *range(10, 201, 10)
    ]
