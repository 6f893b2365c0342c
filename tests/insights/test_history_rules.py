"""What a history row must be; the fast way and the careful way agree."""

import random
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from yimen.insights.errors import Reason, RowRefused
from yimen.insights.rules.history import COLUMNS, RowReader, fields_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
GOOD = (
    "市民服务中心,税务局,事项1,window,2019-10-08T09:00:00+08:00,2019-10-08T09:10:00+08:00,"
    "2019-10-08T09:11:00+08:00,2019-10-08T09:20:00+08:00,5,no,done"
)


def reader() -> RowReader:
    return RowReader({}, SHANGHAI, chinese_time=True)


def changed(**values: str) -> list[str]:
    fields = dict(zip(COLUMNS, GOOD.split(","), strict=True)) | values
    return list(fields.values())


def normal(rest: str) -> list[str]:
    """COPY text with the ways of writing one hour or instant made equal."""
    channel, day, hour, *times, stars, default, outcome = rest.split("\t")
    return [channel, day, str(int(hour)), *times, stars, default, outcome]


def test_both_ways_read_a_common_row_alike() -> None:
    plain = reader().plain(GOOD + "\r\n")
    careful = reader().careful(fields_of(GOOD, 2), 2)

    assert plain is not None
    assert plain[:3] == careful[:3] == ("市民服务中心", "税务局", "事项1")
    assert normal(plain[3]) == normal(careful[3])


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
        "item": ["事项1", "", " 事项", "a,b"],
    }
    taken = 0
    for _ in range(6000):
        fields = changed(**{name: chance.choice(some) for name, some in values.items()})
        plain = reader().plain(",".join(fields))
        if plain is None:
            continue
        taken += 1
        assert normal(plain[3]) == normal(reader().careful(fields, 2)[3])
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

    assert reader().plain(",".join(fields)) is None
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

    rest = read.careful(late, 2)[3].split("\t")

    assert rest[1:3] == ["2019-10-09", "0"]
    assert read.days == {"2019-10-09"}
    elsewhere = RowReader({"市民服务中心": UTC}, SHANGHAI, chinese_time=False)
    assert elsewhere.careful(late, 2)[3].split("\t")[1] == "2019-10-08"


def test_a_quote_that_never_closes_is_refused() -> None:
    with pytest.raises(RowRefused) as refused:
        fields_of('市民服务中心,"税务局,事项1\n', 5)

    assert (refused.value.line, refused.value.reason) == (5, Reason.UNCLOSED_QUOTE)
