"""Cards to lay on the simulated reader. Not of living people, and marked 演示 wherever it shows.

Numbers are published examples and test vectors of GB 11643; names, addresses and pictures are made
up. All but the last are valid on any day: their holders renew in time.
"""

from datetime import date
from functools import cache
from importlib.resources import files

from yimen.devices.cards import Card

_AUTHORITY = "东莞市公安局（演示）"


def demo_cards(on: date) -> tuple[Card, ...]:
    """Six sound cards and an expired one, as they lie in the drawer on a day."""
    return (
        _card(1, "张小明", "441900199003070016", "南城街道鸿福路 1 号", _valid(on, 2016, 20)),
        _card(2, "李芳", "441900200001010023", "莞城街道运河东一路 2 号", _valid(on, 2016, 10)),
        _card(3, "陈建国", "44190019550815003X", "石龙镇中山路 3 号", (date(2005, 5, 10), None)),
        _card(4, "王秀英", "11010519491231002X", "东城街道东城中路 4 号", (date(2006, 9, 1), None)),
        _card(5, "何嘉欣", "810000199205081230", "虎门镇虎门大道 5 号", _valid(on, 2018, 5), ""),
        _card(6, "林志远", "830000197901011230", "长安镇长青路 6 号", _valid(on, 2018, 5), ""),
        _card(
            7,
            "周德明",
            "441900197906304013",
            "万江街道莞穗路 7 号",
            (date(2009, 6, 30), date(2019, 6, 30)),
        ),
    )


def demo_card(place: str, on: date) -> Card | None:
    """The card at a place of the drawer (0, 1, …), None where none lies."""
    cards = demo_cards(on)
    if place.isdecimal() and int(place) < len(cards):
        return cards[int(place)]
    return None


def _card(
    place: int,
    name: str,
    number: str,
    street: str,
    valid: tuple[date, date | None],
    nation: str = "汉",
) -> Card:
    return Card(
        name=name,
        sex="1" if int(number[16]) % 2 else "2",
        nation=nation,
        born=date.fromisoformat(number[6:14]),
        address=f"广东省东莞市{street}（演示）",
        number=number,
        authority=_AUTHORITY,
        valid_from=valid[0],
        valid_to=valid[1],
        photo=_photo(place),
        demo=True,
    )


def _valid(on: date, since: int, years: int) -> tuple[date, date]:
    """The span a day falls into, when a card of so many years was renewed on its last day."""
    spans = (on.year - (on < date(on.year, 5, 10)) - since) // years
    first = date(since + spans * years, 5, 10)
    return first, first.replace(year=first.year + years)


@cache
def _photo(place: int) -> bytes:
    return files("yimen.devices").joinpath("photos", f"demo-{place}.jpg").read_bytes()
