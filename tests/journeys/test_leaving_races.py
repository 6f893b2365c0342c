"""A result leaves on one way: handed out, laid into a locker or posted, sixteen at once.

Each again without care, to show that the harness would see it leave twice.
"""

from collections.abc import Callable, Sequence
from functools import partial
from threading import Barrier

import pytest
from pytest_django import Settings

from tests.builders import CITIZEN, build_hall
from tests.cases.office import Office, build_office, ten
from tests.delivery.builders import HALL, HOME
from tests.delivery.test_races import SharedDevice, said
from tests.hall.test_races import at_once
from tests.journeys.builders import waiting
from yimen.journeys import lockers, parcels, results
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import handing
from yimen.services.cases.queries.handing import hand_out_of
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.handing import Shown
from yimen.services.delivery import actions, queries
from yimen.services.delivery.actions import Load
from yimen.services.delivery.queries import Direction
from yimen.support.secrets import blind_index

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
OWN = Shown(CITIZEN, "演示张三", by_reader=True)
DRAWN = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB"
    "d81ytgAAAABJRU5ErkJggg=="
)


@pytest.fixture
def office(settings: Settings) -> Office:
    settings.CARRIERS = {"ems": "sim:"}
    return build_office(build_hall())


def locker_of(office: Office) -> int:
    centre_id = office.hall.centre_id
    return actions.enrol_locker(centre_id, "一号柜", "东门", "sim:", SharedDevice(), by=HOUSE)


def ways_taken(case_id: int) -> list[str]:
    """On which ways a result has left, or is about to."""
    reference = f"case:{case_id}"
    found = {
        "window": hand_out_of(case_id),
        "locker": queries.lying(reference),
        "parcel": queries.on_its_way(reference),
    }
    return [way for way, what in found.items() if what is not None]


def ways_out(office: Office, case: CaseView, locker: int) -> list[Callable[[], object]]:
    """Handing a result out, laying it in, posting it."""
    by = office.issuer
    return [
        lambda: results.hand_out(case.public_id, OWN, DRAWN, by=by, at=ten(90)),
        lambda: lockers.lay_in(case.id, locker, size="small", by=by, at=ten(90)),
        lambda: parcels.post_result(case.id, by=by, at=ten(90), to=HOME),
    ]


def _one_of(ways: Sequence[Callable[[], object]], place: int) -> str:
    return said(ways[place % len(ways)])


def test_of_all_that_give_a_result_out_at_once_one_way_is_taken(office: Office) -> None:
    locker = locker_of(office)
    for _ in range(4):
        case = waiting(office)
        ways = ways_out(office, case, locker)

        answers = at_once(partial(_one_of, ways))

        assert "done" in answers
        assert len(ways_taken(case.id)) == 1


def test_the_harness_would_see_a_result_leave_on_three_ways(office: Office) -> None:
    """Guards the test above: who looks first and gives out then, without holding the case."""
    locker, case = locker_of(office), waiting(office)
    all_have_looked = Barrier(3)
    reference = f"case:{case.id}"
    deeds: list[Callable[[], object]] = [
        lambda: handing.hand_out(case.id, OWN, signature_file="f", by=HOUSE, at=ten(90)),
        lambda: actions.deposit(
            locker,
            SharedDevice(),
            size="small",
            reference=reference,
            holder_index=blind_index(CITIZEN),
            by=HOUSE,
            at=ten(90),
        ),
        lambda: actions.order(
            Load(Direction.TO_CITIZEN, HALL, HOME),
            reference=reference,
            centre_id=case.centre_id,
            key="result",
            by=HOUSE,
            at=ten(90),
        ),
    ]

    def careless(place: int) -> None:
        free = not ways_taken(case.id)
        all_have_looked.wait()
        if free:
            deeds[place]()

    at_once(careless, 3)

    assert ways_taken(case.id) == ["window", "locker", "parcel"]
