"""What a history row must be; the fast way and the careful way agree."""

import random
from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest

from yimen.insights.errors import Reason, RowRefused
from yimen.insights.rules.blocks import BlockReader
from yimen.insights.rules.history import COLUMNS, COPIED, Parsed, RowReader, fields_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
GOOD = (
    "市民服务中心,税务局,事项1,window,2019-10-08T09:00:00+08:00,2019-10-08T09:10:00+08:00,"
    "2019-10-08T09:11:00+08:00,2019-10-08T09:20:00+08:00,5,no,done"
)


def reader() -> RowReader:
    return RowReader({}, SHANGHAI)


def fast(line: str) -> Parsed | None:
    """A row the fast way; None where it wants to be looked at closely."""
    rows = BlockReader().rows(line)
    return rows[0] if rows else None


def changed(**values: str) -> list[str]:
    fields = dict(zip(COLUMNS, GOOD.split(","), strict=True)) | values
    return list(fields.values())


def normal(rest: str) -> dict[str, str]:
    """COPY text by column, with the ways of writing one hour or instant made equal."""
    values = dict(zip(COPIED, rest.split(","), strict=True))
    return values | {"hour": str(int(values["hour"]))}


def test_both_ways_read_a_common_row_alike() -> None:
    plain = fast(GOOD + "\r\n")
    careful = reader().careful(fields_of(GOOD, 2), 2)

    assert plain is not None
    assert plain[0] == careful[0] == ("市民服务中心", "税务局", "事项1")
    assert normal(plain[1]) == normal(careful[1])


def test_a_block_is_read_whole_or_not_at_all() -> None:
    other = ",".join(changed(item="事项2", taken_at="2019-10-09T08:00:00.250000+08:00",
                             called_at="2019-10-09T08:00:01+08:00",
                             started_at="2019-10-09T08:00:01+08:00",
                             finished_at="2019-10-09T08:00:01+08:00"))  # fmt: skip
    read = BlockReader()

    rows = read.rows(f"{GOOD}\n{other}\n{GOOD}")

    assert rows is not None
    assert [item for (_, _, item), _ in rows] == ["事项1", "事项2", "事项1"]
    assert read.days == {date(2019, 10, 8), date(2019, 10, 9)}
    for odd in (
        "\n",
        GOOD.replace("税务局", '"税务局"'),
        GOOD[:-1],
        "\r" + GOOD,
        GOOD + "\r" + GOOD,
    ):
        assert read.rows(f"{GOOD}\n{odd}\n{GOOD}\n") is None


def test_what_the_fast_way_takes_the_careful_way_takes_too_and_alike() -> None:
    chance = random.Random(7)
    values = {
        "channel": ["window", "online", "terminal", "mobile", "phone"],
        "taken_at": ["", "2019-10-08T09:00:00+08:00", "2019-02-30T09:00:00+08:00", "2019-10-08"],
        "called_at": ["", "2019-10-08T09:10:00+08:00", "2019-10-08T08:59:59+08:00"],
        "started_at": ["", "2019-10-08T09:11:00+08:00", "2019-10-08T01:11:00+00:00"],
        "finished_at": ["", "2019-10-08T09:20:00+08:00", "2019-10-09T00:00:00+08:00"],
        "stars": ["", "1", "5", "6"],
        "rated_by_default": ["yes", "no", ""],
        "outcome": ["done", "missed", "left", "gone"],
        "item": ["事项1", "", " 事项", "事项\u3000", "a,b", "长" * 201, "税\x7f务"],
    }
    taken = 0
    for _ in range(6000):
        fields = changed(**{name: chance.choice(some) for name, some in values.items()})
        plain = fast(",".join(fields))
        if plain is None:
            continue
        taken += 1
        careful = reader().careful(fields, 2)
        assert plain[0] == careful[0]
        assert normal(plain[1]) == normal(careful[1])
    assert taken > 20


@pytest.mark.parametrize(
    ("values", "column", "reason"),
    [
        ({"centre": ""}, "centre", Reason.EMPTY),
        ({"item": "长" * 201}, "item", Reason.TOO_LONG),
        ({"department": "税\x07务"}, "department", Reason.CONTROL_CHARACTER),
        ({"channel": "phone"}, "channel", Reason.UNKNOWN_CHANNEL),
        ({"taken_at": "2019-02-30T09:00:00+08:00"}, "taken_at", Reason.NOT_A_TIME),
        ({"taken_at": "今天"}, "taken_at", Reason.NOT_A_TIME),
        ({"called_at": "2019-10-08T09:10:00"}, "called_at", Reason.NO_OFFSET),
        ({"called_at": "2019-10-08T08:10:00+08:00"}, "called_at", Reason.BEFORE_EARLIER_STEP),
        ({"finished_at": "2019-10-08T09:10:59+08:00"}, "finished_at", Reason.BEFORE_EARLIER_STEP),
        ({"finished_at": ""}, "finished_at", Reason.TIME_MISSING),
        ({"stars": "0"}, "stars", Reason.NOT_STARS),
        ({"rated_by_default": "ja"}, "rated_by_default", Reason.NOT_YES_OR_NO),
        (
            {"stars": "", "rated_by_default": "yes"},
            "rated_by_default",
            Reason.DEFAULT_WITHOUT_STARS,
        ),
        ({"outcome": "gone"}, "outcome", Reason.UNKNOWN_OUTCOME),
        (
            {"channel": "online", "taken_at": "", "called_at": "", "started_at": "",
             "finished_at": ""},
            "taken_at",
            Reason.NO_DAY,
        ),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_with_its_column(
    values: dict[str, str], column: str, reason: Reason
) -> None:
    fields = changed(**values)

    assert fast(",".join(fields)) is None
    with pytest.raises(RowRefused) as refused:
        reader().careful(fields, 17)

    assert (refused.value.line, refused.value.column, refused.value.reason) == (17, column, reason)


def test_a_short_row_is_refused_where_it_ends() -> None:
    with pytest.raises(RowRefused) as refused:
        reader().careful(["市民服务中心", "税务局"], 3)

    assert (refused.value.column, refused.value.reason) == ("item", Reason.FIELD_COUNT)


def test_the_day_is_the_centres_own() -> None:
    late = changed(
        channel="terminal", taken_at="", called_at="", started_at="2019-10-08T16:30:00+00:00",
        finished_at="2019-10-08T16:31:00+00:00",
    )  # fmt: skip
    read = reader()

    _, rest = read.careful(late, 2)

    assert rest.startswith("2019-10-09,0,")
    assert read.days == {date(2019, 10, 9)}
    _, elsewhere = RowReader({"市民服务中心": UTC}, SHANGHAI).careful(late, 2)
    assert elsewhere.startswith("2019-10-08,16,")


def test_a_quote_that_never_closes_is_refused() -> None:
    with pytest.raises(RowRefused) as refused:
        fields_of('市民服务中心,"税务局,事项1\n', 5)

    assert (refused.value.line, refused.value.reason) == (5, Reason.UNCLOSED_QUOTE)
