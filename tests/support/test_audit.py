"""The audit chain: whole as written, and every tampering found."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from yimen.support import audit
from yimen.support.audit import START, Fault, Link
from yimen.support.models import AuditEntry, AuditSeal

NOW = datetime(2019, 11, 5, 2, 0, 0, 123456, tzinfo=UTC)


def add(subject: str, act: str = "accept", end: Link | None = None) -> Link:
    return audit.append(subject, act, actor="staff:1001", at=NOW, facts={"days": 5}, end=end)


def tamper(statement: str) -> None:
    """What somebody with the database's own key could do."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE support_auditentry DISABLE TRIGGER support_audit_only_grows")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE support_auditentry ENABLE TRIGGER support_audit_only_grows")


@pytest.mark.django_db
def test_chains_of_different_subjects_grow_side_by_side() -> None:
    add("case:1")
    add("case:2")
    end = add("case:1", "grant")

    assert end.number == 2
    assert [entry.act for entry in audit.entries("case:1")] == ["accept", "grant"]
    assert list(audit.verify()) == []


@pytest.mark.django_db
def test_who_keeps_the_end_of_a_chain_gives_the_same_links_as_a_look_up() -> None:
    kept = add("case:1", end=START)
    kept = add("case:1", "grant", end=kept)

    looked_up = add("case:1", "hand_over")

    assert looked_up.number == kept.number + 1
    assert list(audit.verify()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE support_auditentry SET facts = '{\"days\": 6}' WHERE number = 2", "digest"),
        ("UPDATE support_auditentry SET actor = 'staff:9' WHERE number = 1", "digest"),
        ("DELETE FROM support_auditentry WHERE number = 2", "gap"),
    ],
)
def test_a_changed_or_missing_entry_is_found(change: str, what: str) -> None:
    for act in ("receive", "accept", "grant"):
        add("case:1", act)

    tamper(change)

    assert what in {fault.what for fault in audit.verify()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE support_auditentry SET facts = '{\"days\": 6}' WHERE number = 1",
        "UPDATE support_auditentry SET actor = 'staff:9' WHERE number = 2",
        "DELETE FROM support_auditentry WHERE number = 2",
    ],
)
def test_a_receipt_no_longer_holds_once_anything_before_it_was_changed(change: str) -> None:
    for act in ("receive", "accept", "grant"):
        told = add("case:1", act)
    add("case:1", "hand_over")
    before = audit.holds("case:1", told.number, told.digest.hex().upper())

    tamper(change)

    assert before
    assert not audit.holds("case:1", told.number, told.digest.hex())


@pytest.mark.django_db(transaction=True)
def test_an_entry_taken_off_before_the_seal_is_found_by_who_keeps_the_end() -> None:
    add("case:1", "receive")
    kept = [("case:1", add("case:1")), ("case:2", add("case:2"))]
    whole = list(audit.verify_ends(kept))

    tamper("DELETE FROM support_auditentry WHERE number = 2")

    assert whole == []
    assert list(audit.verify()) == []
    assert list(audit.verify_ends(kept)) == [Fault("case:1", 2, "end")]
    assert list(audit.verify_ends([("case:1", START)])) == [Fault("case:1", 0, "end")]


@pytest.mark.django_db
def test_entries_are_neither_changed_nor_removed_by_the_program() -> None:
    add("case:1")

    for careless in (
        lambda: AuditEntry.objects.update(actor="staff:9"),
        lambda: AuditEntry.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            careless()


@pytest.mark.django_db(transaction=True)
def test_an_entry_taken_off_the_end_is_found_by_the_seal() -> None:
    for act in ("receive", "accept"):
        add("case:1", act)
    assert audit.seal(at=NOW) == 2

    tamper("DELETE FROM support_auditentry WHERE number = 2")

    assert list(audit.verify()) == [Fault("seal", 1, "seal")]


@pytest.mark.django_db(transaction=True)
def test_sealing_twice_seals_once_and_seals_are_linked() -> None:
    add("case:1")
    first = audit.seal(at=NOW)
    add("case:2")
    second = audit.seal(at=NOW)

    assert (first, second, audit.seal(at=NOW)) == (1, 1, 0)
    assert list(AuditSeal.objects.order_by("number").values_list("number", "entries")) == [
        (1, 1),
        (2, 1),
    ]
    assert list(audit.verify()) == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_writers_of_one_chain_leave_no_gap() -> None:
    def write(_: int) -> None:
        try:
            for _round in range(5):
                with transaction.atomic():
                    add("view:1")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    assert [entry.number for entry in audit.entries("view:1")] == list(range(1, 41))
    assert list(audit.verify()) == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_writers_would_collide() -> None:
    def write_carelessly(_: int) -> bool:
        try:
            with transaction.atomic():
                add("view:1", end=START)
        except IntegrityError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(write_carelessly, range(2))) == [False, True]
