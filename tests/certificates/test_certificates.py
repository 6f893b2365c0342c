"""Results are issued once, changed by rule, shown for minutes, and reused with consent."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import product
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import IntegrityError, connection

from tests.builders import CITIZEN, OTHER_CITIZEN, at
from yimen.kernel.errors import NotAllowed
from yimen.kernel.identifiers import certificate_id
from yimen.reference.catalogue.models import Department
from yimen.reference.people.rules import HOUSE, Actor, Grant, Right
from yimen.services.certificates import actions, queries
from yimen.services.certificates.actions import ToIssue
from yimen.services.certificates.errors import (
    AlreadyIssued,
    CertificateNotFound,
    ChangeNotAllowed,
    CodeExpired,
    ConsentNeeded,
    NotInForce,
    ReasonNeeded,
)
from yimen.services.certificates.models import Certificate, CertificateType
from yimen.services.certificates.queries import CertificateView
from yimen.services.certificates.rules.states import (
    NEXT_STATE,
    Change,
    State,
    in_force,
    next_state,
)
from yimen.support import audit
from yimen.support.secrets import blind_index

T = TypeVar("T")
DAY = date(2019, 11, 5)
AUTHORITY = "11441900007330060J"
HOLDER = blind_index(CITIZEN)
CLERK = Actor("staff", 7, "1007", (Grant(frozenset({Right.RECEIVE})),))


def department() -> int:
    return Department.objects.get_or_create(code="GA", defaults={"name": "东莞市公安局"})[0].pk


def result(case: int = 1, *, holder: str = CITIZEN, until: date | None = None) -> ToIssue:
    return ToIssue(
        name="居住证",
        reference=f"case:{case}",
        department_id=department(),
        holder_id=holder,
        holder_name="演示张三",
        authority_code=AUTHORITY,
        authority="东莞市公安局",
        valid_from=DAY,
        valid_to=until,
    )


def issued(case: int = 1, *, until: date | None = None) -> CertificateView:
    return actions.issue(result(case, until=until), by=HOUSE, at=at(0))


@pytest.mark.parametrize(("state", "change"), list(product(State, Change)))
def test_every_pair_is_decided(state: State, change: Change) -> None:
    if (state, change) in NEXT_STATE:
        assert next_state(state, change) is NEXT_STATE[state, change]
    else:
        with pytest.raises(ChangeNotAllowed) as refusal:
            next_state(state, change)
        assert refusal.value.facts == {"certificate": state.value, "change": change.value}


@pytest.mark.parametrize(
    ("state", "until", "on", "good"),
    [
        (State.VALID, None, DAY, True),
        (State.VALID, DAY, DAY, True),
        (State.VALID, DAY, DAY + timedelta(days=1), False),
        (State.VALID, None, DAY - timedelta(days=1), False),
        (State.SUSPENDED, None, DAY, False),
    ],
)
def test_a_certificate_is_good_within_its_time_both_ends_included(
    state: State, until: date | None, on: date, good: bool
) -> None:
    assert in_force(state, DAY, until, on) is good


@pytest.mark.django_db
def test_an_issued_certificate_has_a_good_identifier_and_shows_nobody_in_clear() -> None:
    made = issued()

    found = certificate_id(made.identifier)
    assert (found.authority, found.serial, found.version) == (AUTHORITY, "2019000001", 1)
    assert made.holder == "演**三"
    assert made.holder_id == "441***********0016"
    assert queries.by_code(made.code) == made
    assert queries.wallet(HOLDER) == [made]
    assert list(audit.verify()) == []


@pytest.mark.django_db
def test_what_is_issued_on_new_years_morning_has_the_new_years_number() -> None:
    """Half past seven here; in UTC it is still the old year."""
    made = actions.issue(result(), by=HOUSE, at=datetime(2019, 12, 31, 23, 30, tzinfo=UTC))

    assert certificate_id(made.identifier).serial == "2020000001"
    assert made.number.endswith("2020000001")


@pytest.mark.django_db
def test_asked_again_it_answers_the_same_and_for_somebody_else_it_refuses() -> None:
    made = issued()

    assert issued() == made
    with pytest.raises(AlreadyIssued):
        actions.issue(result(holder=OTHER_CITIZEN), by=HOUSE, at=at(1))
    assert Certificate.objects.count() == 1


@pytest.mark.django_db
def test_only_who_decides_for_the_department_issues_and_changes() -> None:
    made = issued()

    with pytest.raises(NotAllowed):
        actions.issue(result(2), by=CLERK, at=at(0))
    with pytest.raises(NotAllowed):
        actions.change(made.id, Change.REVOKE, reason="x", by=CLERK, at=at(0))
    with pytest.raises(NotAllowed):
        actions.reissue(made.id, reason="x", by=CLERK, at=at(0))


@pytest.mark.django_db
def test_a_change_needs_a_reason_and_stands_in_the_log() -> None:
    made = issued()

    with pytest.raises(ReasonNeeded):
        actions.change(made.id, Change.REVOKE, reason=" ", by=HOUSE, at=at(1))
    actions.change(made.id, Change.REVOKE, reason="以欺骗手段取得", by=HOUSE, at=at(1))

    assert queries.certificate(made.id).state is State.REVOKED
    assert [(line.change, line.after, line.reason) for line in queries.log(made.id)] == [
        ("issue", "01", ""),
        ("revoke", "07", "以欺骗手段取得"),
    ]
    with pytest.raises(ChangeNotAllowed):
        actions.change(made.id, Change.RESTORE, reason="x", by=HOUSE, at=at(2))


@pytest.mark.django_db
def test_a_reissue_is_a_new_version_and_the_old_one_lapses() -> None:
    old = issued()

    new = actions.reissue(old.id, reason="遗失", by=HOUSE, at=at(1))

    assert (new.version, queries.certificate(old.id).state) == (2, State.LAPSED)
    assert certificate_id(new.identifier).version == 2
    assert queries.wallet(HOLDER) == [new]
    assert [row.version for row in queries.results_of("case:1")] == [2, 1]
    with pytest.raises(ChangeNotAllowed):
        actions.reissue(old.id, reason="遗失", by=HOUSE, at=at(2))


@pytest.mark.django_db
def test_what_ran_out_lapses_once_however_late_the_clock_is() -> None:
    made, kept = issued(1, until=DAY), issued(2)
    later = DAY + timedelta(days=9)

    assert actions.lapse(on=DAY, by=HOUSE, at=at(0)) == 0
    assert actions.lapse(on=later, by=HOUSE, at=at(0)) == 1
    assert actions.lapse(on=later, by=HOUSE, at=at(0)) == 0
    assert queries.certificate(made.id).state is State.LAPSED
    assert queries.certificate(kept.id).state is State.VALID


@pytest.mark.django_db
def test_a_shown_code_is_good_for_minutes_and_the_holder_sees_who_looked() -> None:
    made = issued()

    token, until = actions.show(made.id, holder_index=HOLDER, at=at(0))

    assert until == at(5)
    assert actions.scanned(token, by="device:核验机", at=at(4)).id == made.id
    with pytest.raises(CodeExpired):
        actions.scanned(token, by="device:核验机", at=at(5))
    assert [use.kind for use in queries.uses(HOLDER)] == ["scan", "show"]


@pytest.mark.django_db
def test_nobody_shows_what_is_not_theirs_or_not_good() -> None:
    made = issued()

    with pytest.raises(CertificateNotFound):
        actions.show(made.id, holder_index=blind_index(OTHER_CITIZEN), at=at(0))
    actions.change(made.id, Change.SUSPEND, reason="调查", by=HOUSE, at=at(1))
    with pytest.raises(NotInForce):
        actions.show(made.id, holder_index=HOLDER, at=at(2))


@pytest.mark.django_db
def test_what_is_held_is_offered_best_first_and_used_with_consent_only() -> None:
    made = issued()
    copy = actions.keep_copy(
        "居住证", holder_id=CITIZEN, file_ids=["f5"], until=None, by=CLERK, at=at(0)
    )

    offers = queries.offers(HOLDER, "居住证", on=DAY)

    assert [(offer.kind, offer.id, offer.trust) for offer in offers] == [
        ("certificate", made.id, "A"),
        ("copy", copy, "B"),
    ]
    asked = {"holder_index": HOLDER, "reference": "case:9", "by": CLERK, "at": at(1)}
    with pytest.raises(ConsentNeeded):
        actions.reuse("copy", copy, purpose="办理户口", consent_at=None, **asked)  # type: ignore[arg-type]
    actions.reuse("copy", copy, purpose="办理户口", consent_at=at(1), **asked)  # type: ignore[arg-type]
    actions.reuse("certificate", made.id, purpose="办理户口", consent_at=at(1), **asked)  # type: ignore[arg-type]
    assert [(use.kind, use.purpose) for use in queries.uses(HOLDER)] == [
        ("reuse", "办理户口"),
        ("reuse", "办理户口"),
    ]


@pytest.mark.django_db
def test_what_is_over_or_another_persons_is_neither_offered_nor_used() -> None:
    made = issued(1, until=DAY)
    late = at(60 * 24 * 2)
    actions.keep_copy("居住证", holder_id=CITIZEN, file_ids=["f5"], until=DAY, by=CLERK, at=at(0))

    assert queries.offers(HOLDER, "居住证", on=DAY + timedelta(days=1)) == []
    assert queries.offers(blind_index(OTHER_CITIZEN), "居住证", on=DAY) == []
    for holder, refusal in (
        (HOLDER, NotInForce),
        (blind_index(OTHER_CITIZEN), CertificateNotFound),
    ):
        with pytest.raises(refusal):
            actions.reuse(
                "certificate",
                made.id,
                holder_index=holder,
                purpose="办理户口",
                reference="case:9",
                consent_at=late,
                by=CLERK,
                at=late,
            )


def at_once(count: int, work: Callable[[int], T]) -> list[T]:
    barrier = Barrier(count)

    def one(place: int) -> T:
        try:
            barrier.wait()
            return work(place)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_issue_one_result_once_and_eight_results_with_eight_numbers() -> None:
    asked = result()

    same = at_once(8, lambda _: actions.issue(asked, by=HOUSE, at=at(0)).id)
    others = at_once(8, lambda n: issued(n + 2).number)

    assert len(set(same)) == 1
    assert len(set(others)) == 8


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_serial_that_is_read_and_then_written_would_be_given_twice() -> None:
    issued()
    both_have_read = Barrier(2)

    def carelessly(place: int) -> str:
        last = CertificateType.objects.get().last
        both_have_read.wait()
        row = Certificate.objects.get(reference="case:1")
        row.pk, row.reference, row.code = None, f"case:{place + 2}", f"c{place}"
        row.identifier, row.number = f"{place}", f"{last + 1}"
        try:
            row.save(force_insert=True)
        except IntegrityError:
            return "refused"
        return row.number

    assert sorted(at_once(2, carelessly)) == ["2", "refused"]
