"""The audit compared with the cases: tampering by who holds the database is found."""

import pytest
from django.db import connection

from tests.builders import Hall
from tests.cases.office import Office, build_office
from yimen.services.cases.queries import records
from yimen.support import audit
from yimen.support.audit import Fault

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def tamper(statement: str, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def faults() -> list[Fault]:
    return [*audit.verify(), *audit.verify_ends(records.chain_ends()), *records.unlike_chain()]


def test_a_case_that_was_decided_is_whole(office: Office) -> None:
    office.granted()
    office.accepted()

    assert faults() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cases_caseevent SET actor = 'staff:9' WHERE event = 'grant'",
        "UPDATE cases_caseevent SET at = at - interval '1 day' WHERE event = 'accept'",
        "UPDATE cases_caseevent SET after = 'refused' WHERE event = 'grant'",
    ],
)
def test_a_log_rewritten_is_found(office: Office, change: str) -> None:
    case = office.granted()
    office.accepted()

    tamper(change, "cases_caseevent")

    assert Fault(f"case:{case.id}", 0, "log") in faults()


def test_the_last_act_taken_off_everywhere_but_the_row_is_found(office: Office) -> None:
    case = office.granted()

    tamper(
        "DELETE FROM support_auditentry "
        "WHERE number = (SELECT max(number) FROM support_auditentry)",
        "support_auditentry",
    )

    assert f"case:{case.id}" in {fault.subject for fault in faults() if fault.what == "end"}
