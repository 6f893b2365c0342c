"""Every centre has rooms of its own: what lies in one is not another's to see, count or miss."""

import pytest

from tests.builders import Hall
from tests.cases.papers import DAY, ISSUE, ROOM, Desk, build_desk, build_other_desk, noon
from yimen.kernel.errors import NotAllowed
from yimen.services.cases.actions import counting, custody
from yimen.services.cases.errors import PaperNotFound
from yimen.services.cases.models import Count
from yimen.services.cases.queries import custody as queries
from yimen.services.cases.queries.custody import CountView
from yimen.services.cases.rules.custody import PaperState


@pytest.fixture
def here(hall: Hall) -> Desk:
    return build_desk(hall)


@pytest.fixture
def there(here: Desk) -> Desk:
    return build_other_desk(here)


def in_room(desk: Desk) -> str:
    """An original in the centre's material room."""
    code = desk.register("身份证原件")[0].barcode
    custody.give([code], ROOM, by=desk.clerk, at=noon(1))
    custody.take(code, ROOM, by=desk.keeper, at=noon(2))
    return code


def close(desk: Desk) -> CountView:
    return counting.close_count(
        ROOM, centre_id=desk.centre_id, day=DAY, by=desk.keeper, at=noon(400)
    )


def test_a_count_misses_papers_of_its_own_centre_alone(here: Desk, there: Desk) -> None:
    own, others = in_room(here), in_room(there)

    closed = close(here)

    assert closed.result.missing == (own,)
    assert queries.paper(own).state is PaperState.MISSING
    assert queries.paper(others).state is PaperState.HERE


def test_each_centre_counts_its_room_on_the_same_day(here: Desk, there: Desk) -> None:
    in_room(here)
    code = in_room(there)
    close(here)

    counting.count_scan(
        ROOM, code, centre_id=there.centre_id, day=DAY, by=there.keeper, at=noon(401)
    )
    closed = close(there)

    assert (closed.result.expected, closed.result.seen, closed.result.missing) == (1, 1, ())
    assert set(Count.objects.values_list("centre_id", flat=True)) == {
        here.centre_id,
        there.centre_id,
    }


def test_what_lies_or_comes_in_a_room_is_asked_by_centre(here: Desk, there: Desk) -> None:
    lying, coming = in_room(here), there.register("户口簿原件")[0].barcode
    custody.give([coming], ROOM, by=there.clerk, at=noon(1))

    def seen(desk: Desk) -> tuple[list[str], list[str]]:
        centre_id = desk.centre_id
        return (
            [view.barcode for view in queries.lying_at(ROOM, centre_id=centre_id)],
            [view.barcode for view in queries.coming_to(ROOM, centre_id=centre_id)],
        )

    assert seen(here) == ([lying], [])
    assert seen(there) == ([], [coming])


def test_a_paper_of_another_centre_is_no_scan_of_the_count(here: Desk, there: Desk) -> None:
    code = in_room(there)

    with pytest.raises(PaperNotFound):
        counting.count_scan(
            ROOM, code, centre_id=here.centre_id, day=DAY, by=here.keeper, at=noon(5)
        )


def test_nobody_takes_gives_or_counts_in_a_centre_they_do_not_work_in(
    here: Desk, there: Desk
) -> None:
    code = there.register("身份证原件")[0].barcode
    custody.give([code], there.police, by=there.clerk, at=noon(1))

    with pytest.raises(NotAllowed):
        custody.take(code, there.police, by=here.handler, at=noon(2))
    with pytest.raises(NotAllowed):
        custody.call_back(code, by=here.clerk, at=noon(2))
    with pytest.raises(NotAllowed):
        counting.close_count(
            ISSUE, centre_id=there.centre_id, day=DAY, by=here.issuer, at=noon(400)
        )
