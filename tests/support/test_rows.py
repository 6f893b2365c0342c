"""Rows by prepared statements are the rows Django would read and write."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.builders import Hall
from tests.cases.office import build_office, ten
from yimen.services.cases.models import Case, CaseEvent, Material, Step
from yimen.support import audit, rows, sql
from yimen.support.events import Announcement, publishing
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


def test_a_row_like_one_that_is_there_is_not_written(hall: Hall) -> None:
    case = build_office(hall).begin()
    deed = Material(
        case_id=case.id, key="deed", name="房产证", position=9, need="optional", ways=[]
    )
    again = Material(
        case_id=case.id, key="deed", name="again", position=9, need="optional", ways=[]
    )

    first, second = rows.insert_unless_there(deed), rows.insert_unless_there(again)

    assert (first, second) == (True, False)
    assert Material.objects.get(key="deed").pk == deed.pk
    assert again.pk is None


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


def test_rows_are_found_by_their_fields_in_an_order(hall: Hall) -> None:
    case = build_office(hall).accepted()

    found = rows.select(Material, {"case": case.id}, order=["-position"])

    expected = Material.objects.filter(case=case.id).order_by("-position")
    assert [values(row) for row in found] == [values(row) for row in expected]
    assert len(found) > 1


def test_of_a_list_any_value_will_do(hall: Hall) -> None:
    case = build_office(hall).accepted()
    keys = list(Material.objects.filter(case=case.id).values_list("key", flat=True))

    found = rows.select(Material, {"case": case.id, "key": keys[:1]})

    assert [row.key for row in found] == keys[:1]
    assert rows.select(Material, {"case": case.id, "key": []}) == []


def test_many_new_rows_get_their_keys_in_order_and_all_their_fields(hall: Hall) -> None:
    case = build_office(hall).begin()

    made = rows.insert_all(
        [
            Material(
                case_id=case.id,
                key=f"deed{place}",
                name='房产证 "甲\\乙"',
                position=place,
                need="optional",
                ways=["bring", "upload"],
                trust="C",
                file_ids=[f"{place}"] * place,
                due_on=date(2020, 1, 2),
                changed_at=ten(place),
            )
            for place in range(3)
        ]
    )

    keys = [row.pk for row in made]
    assert keys == sorted(keys)
    kept = Material.objects.filter(key__startswith="deed").order_by("position")
    assert [values(row) for row in kept] == [values(row) for row in made]


def test_bytes_and_json_of_many_new_rows_are_kept(hall: Hall) -> None:
    case = build_office(hall).begin()
    row = Case.objects.get(pk=case.id)
    row.public_id, row.form_sealed = "another", bytes(range(256))
    row.number, row.file_key = None, None
    row.answers = {"who": "self", "年": [1, None, "\\x41"]}

    (made,) = rows.insert_all([row])

    assert made.pk != case.id
    assert values(Case.objects.get(public_id="another")) == values(made)


def test_named_fields_of_many_rows_are_saved_each_with_its_own(hall: Hall) -> None:
    case = build_office(hall).accepted()
    changed = list(Material.objects.filter(case=case.id).order_by("id"))
    for place, row in enumerate(changed):
        row.flaw, row.file_ids, row.certificate_id = f"缺页{place}", [str(place)], None
        row.name = "not saved"

    rows.save_all(changed, ["flaw", "file_ids", "certificate_id"])

    kept = Material.objects.filter(case=case.id).order_by("id")
    assert [row.flaw for row in kept] == [f"缺页{place}" for place in range(len(changed))]
    assert [row.file_ids for row in kept] == [[str(place)] for place in range(len(changed))]
    assert "not saved" not in {row.name for row in kept}


def test_nothing_to_write_is_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        rows.save_all([], ["state"])
        assert rows.insert_all([]) == []


def test_writes_run_together_are_all_there_and_bind_their_own_values() -> None:
    told = Announcement("case.accept", ten(1), ["case:x", "cases:1"], {"state": "accepted"})
    acts = [f"act{place}" for place in range(3)]
    linked = [
        audit.appending(act, act, actor="staff:1", at=ten(1), facts={"n": 1}, end=audit.START)[1]
        for act in acts
    ]

    sql.together([*linked, publishing(told)])

    assert list(audit.verify()) == []
    assert sorted(AuditEntry.objects.values_list("act", flat=True)) == acts
    event = Event.objects.get()
    assert (event.name, event.topics, event.body) == (told.name, told.topics, told.body)
    assert int(event.transaction) > 0


def test_of_writes_run_together_one_that_is_refused_undoes_all() -> None:
    told = publishing(Announcement("case.accept", ten(1), ["case:x"], {}))
    _, linked = audit.appending(
        "case:1", "accept", actor="staff:1", at=ten(1), facts={}, end=audit.START
    )
    sql.values(linked)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        sql.together([told, linked])

    assert sql.violated(refusal.value, "support_audit_number_once")
    assert not Event.objects.exists()
