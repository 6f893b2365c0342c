"""Rows by prepared statements are the rows Django would read and write."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.builders import Hall
from tests.cases.office import build_office, ten
from yimen.services.cases.models import Case, CaseEvent, Material, Step
from yimen.support import audit, rows, sql
from yimen.support.events import Announcement
from yimen.support.models import AuditEntry, Event

pytestmark = pytest.mark.django_db


def values(row: Case | Material | Step) -> dict[str, object]:
    """All a row holds, bytes made comparable."""
    found = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {
        name: bytes(value) if isinstance(value, memoryview) else value
        for name, value in found.items()
    }


def test_a_row_is_read_as_django_reads_it(hall: Hall) -> None:
    case = build_office(hall).accepted()

    found = sql.one("yimen.services.cases", "lock_case", {"case": case.id})

    assert found is not None
    read = rows.read(Case, found)
    assert values(read) == values(Case.objects.get())
    assert (read.answers, read.received_at) == ({"who": "self"}, ten(5))
    assert not read._state.adding


def test_named_fields_are_saved_and_no_others(hall: Hall) -> None:
    case = build_office(hall).accepted()
    row = Case.objects.get()
    row.answers, row.promised_due, row.tolerant = {"who": "agent"}, date(2020, 1, 2), True

    rows.save(row, ["answers", "promised_due", "promised_due"])

    kept = Case.objects.get(pk=case.id)
    assert (kept.answers, kept.promised_due) == ({"who": "agent"}, date(2020, 1, 2))
    assert not kept.tolerant


def test_a_key_to_another_row_is_saved_by_its_name(hall: Hall) -> None:
    office = build_office(hall)
    case = office.accepted()
    step = Step.objects.filter(case_id=case.id).order_by("id")[0]
    step.department_id = office.department_id

    rows.save(step, ["department"])

    assert Step.objects.get(pk=step.pk).department_id == office.department_id


def test_a_new_row_gets_its_key_and_all_its_fields(hall: Hall) -> None:
    case = build_office(hall).begin()
    made = rows.insert(
        Material(
            case_id=case.id,
            key="deed",
            name="房产证",
            position=9,
            need="optional",
            ways=["bring", "upload"],
            trust="C",
            file_ids=["a", "b"],
        )
    )

    assert values(Material.objects.get(key="deed")) == values(made)


def test_a_refusal_of_the_database_is_djangos_own_error(hall: Hall) -> None:
    case = build_office(hall).begin()
    row = Case.objects.get(pk=case.id)
    row.state = "withdrawn"

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        rows.save(row, ["state"])

    assert sql.violated(refusal.value, "cases_case_has_number")


def test_an_event_is_inserted_though_its_table_only_grows(hall: Hall) -> None:
    case = build_office(hall).begin()
    event = rows.insert(
        CaseEvent(case_id=case.id, event="note", after="draft", at=ten(1), actor="house:house")
    )

    assert CaseEvent.objects.get(pk=event.pk).facts == {}


def test_an_act_and_its_event_are_one_statement_and_the_chain_is_whole() -> None:
    told = Announcement("case.accept", ten(1), ["case:x", "cases:1"], {"state": "accepted"})

    first = audit.append("case:1", "accept", actor="staff:1", at=ten(1), facts={"n": 1}, tell=told)
    audit.append("case:1", "grant", actor="staff:1", at=ten(2), end=first, tell=told)

    assert list(audit.verify()) == []
    assert [entry.facts for entry in AuditEntry.objects.order_by("number")] == [{"n": 1}, {}]
    event = Event.objects.order_by("id")[0]
    assert (event.name, event.topics, event.body) == (told.name, told.topics, told.body)
    assert int(event.transaction) > 0
