"""A result is handed out while its place is counted: both lock the case first, so both get done."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from tests.builders import CITIZEN, build_hall
from tests.cases.office import Office, build_office, ten
from yimen.journeys import results
from yimen.services.cases.actions import counting, custody, handing, moves
from yimen.services.cases.models import Count, Paper
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import PaperState, Place, PlaceKind
from yimen.services.cases.rules.handing import Shown

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ISSUE = Place(PlaceKind.ISSUE_WINDOW)
DAY = ten().date()


def lying_at_the_issue_window() -> tuple[Office, CaseView]:
    """A result as a paper that waits for the citizen."""
    office = build_office(build_hall())
    case = office.granted()
    results.make(case.id, at=ten(60))
    results.print_results(case.id, by=office.issuer, at=ten(61))
    return office, case


def close_count(office: Office) -> None:
    centre_id = office.hall.centre_id
    counting.close_count(ISSUE, centre_id=centre_id, day=DAY, by=office.issuer, at=ten(62))


def hand_out(office: Office, case: CaseView) -> None:
    shown = Shown(CITIZEN, "演示张三", by_reader=True)
    handing.hand_out(case.id, shown, signature_file="f", by=office.issuer, at=ten(63))


def deadlocked(deed: Callable[[], object]) -> bool:
    """Whether the database ended it, because it waited for somebody who waited for it."""
    try:
        deed()
    except OperationalError as error:
        assert isinstance(error.__cause__, DeadlockDetected)
        return True
    finally:
        connection.close()
    return False


def while_held(case: CaseView, rival: Callable[[], object], deed: Callable[[], object]) -> int:
    """Hold the case, let `rival` run until it waits for us, do `deed`; how many were ended."""

    def holding() -> None:
        with transaction.atomic():
            moves.locked(case.id)
            started.append(pool.submit(deadlocked, rival))
            until_somebody_waits()
            deed()

    with ThreadPoolExecutor(1) as pool:
        started: list[Future[bool]] = []
        first = deadlocked(holding)
        return first + started[0].result()


def until_somebody_waits() -> None:
    """Until another connection waits for a lock of this one; five seconds at most."""
    ends = time.monotonic() + 5
    while time.monotonic() < ends:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    pytest.fail("nobody waited for the case")


def test_a_hand_out_during_the_closing_count_deadlocks_with_nobody() -> None:
    office, case = lying_at_the_issue_window()

    ended = while_held(case, lambda: close_count(office), lambda: hand_out(office, case))

    assert ended == 0
    assert Paper.objects.get().state == PaperState.GONE.value
    counted = Count.objects.get()
    assert counted.closed_at is not None
    assert (counted.expected, counted.missing) == (0, [])


def test_a_count_that_locked_the_paper_before_its_case_would_deadlock() -> None:
    office, case = lying_at_the_issue_window()

    def count_carelessly() -> None:
        with transaction.atomic():
            paper = Paper.objects.select_for_update().get()
            moves.locked(paper.case_id)

    assert while_held(case, count_carelessly, lambda: hand_out(office, case)) == 1


def test_alarms_and_a_hand_out_deadlock_with_nobody() -> None:
    office, case = lying_at_the_issue_window()
    code = Paper.objects.get().barcode
    police = Place(PlaceKind.DEPARTMENT, office.department_id)
    custody.give([code], police, by=office.issuer, at=ten(62))

    ended = while_held(
        case,
        lambda: counting.raise_alarms(by=office.issuer, at=ten(100 * 60)),
        lambda: custody.call_back(code, by=office.issuer, at=ten(63)),
    )

    assert ended == 0
    assert Paper.objects.get().alarmed_at is None
