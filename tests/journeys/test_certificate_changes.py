"""Certificates once issued: annulled with their case, changed, made anew, and told of."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from tests.builders import CITIZEN, Hall
from tests.cases.office import Office, build_office, ten
from tests.delivery.builders import HOME, FakeCarrier, scan
from tests.journeys.builders import react, said, told
from yimen.journeys import (
    cases_clock,
    certificate_changes,
    parcels,
    reaction_clock,
    results,
    verifying,
)
from yimen.journeys.verifying import Proof
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import deciding, filing
from yimen.services.cases.queries import cases
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import PaperState, PlaceKind
from yimen.services.cases.rules.states import State as CaseState
from yimen.services.certificates import actions, queries
from yimen.services.certificates.errors import CertificateNotFound, ChangeNotAllowed
from yimen.services.certificates.queries import CertificateView
from yimen.services.certificates.rules.states import Change, Standing, State
from yimen.services.delivery import actions as delivery
from yimen.services.delivery import queries as delivered
from yimen.support import audit
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db
HOUR = 60


@pytest.fixture(autouse=True)
def _outside(settings: Settings) -> None:
    settings.SMS, settings.CARRIERS = "console:", {"ems": "sim:"}


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def made(office: Office) -> tuple[CaseView, CertificateView]:
    """A certified case with its one certificate."""
    case = office.granted()
    (view,) = results.make(case.id, at=ten(60))
    return case, view


def worth(view: CertificateView) -> Standing:
    """What anybody who verifies it sees."""
    found = verifying.verify(view.code, asker="test", at=ten(99))
    assert isinstance(found, Proof)
    return found.standing


def test_a_case_entered_in_error_takes_its_certificate_with_it(office: Office) -> None:
    case, view = made(office)
    deciding.void(case.id, "录错人", by=office.supervisor, at=ten(70))

    react()
    react()

    assert queries.certificate(view.id).state is State.ANNULLED
    assert worth(view) is Standing.REVOKED
    assert queries.offers(blind_index(CITIZEN), "居住证", on=ten(0).date()) == []
    assert [line.change for line in queries.log(view.id)] == ["issue", "annul"]
    assert told()[-1] == "certificate.ended"
    assert "居住证" in said("certificate.ended")
    assert list(audit.verify()) == []


def test_what_was_suspended_or_made_anew_is_annulled_too_and_what_is_over_stays(
    office: Office,
) -> None:
    case, view = made(office)
    new = certificate_changes.reissue(
        case.id, view.id, reason="遗失", by=office.approver, at=ten(61)
    )
    actions.change(new.id, Change.SUSPEND, reason="调查", by=office.approver, at=ten(62))
    deciding.void(case.id, "录错人", by=office.supervisor, at=ten(70))

    react()

    states = [each.state for each in queries.results_of(results.reference(case.id))]
    assert states == [State.ANNULLED, State.LAPSED]


def test_what_the_log_lost_is_annulled_within_the_hour(office: Office) -> None:
    case, view = made(office)
    deciding.void(case.id, "录错人", by=office.supervisor, at=ten(70))

    cases_clock.annul_left(timestamp=0)

    assert queries.certificate(view.id).state is State.ANNULLED
    assert certificate_changes.look(at=ten(80)) == 0


def test_the_certificates_of_other_cases_stay_good(office: Office) -> None:
    _, view = made(office)

    cases_clock.annul_left(timestamp=0)

    assert queries.certificate(view.id).state is State.VALID


@pytest.mark.parametrize(
    ("what", "key"),
    [
        (Change.SUSPEND, "certificate.suspended"),
        (Change.ANNUL, "certificate.ended"),
        (Change.CANCEL, "certificate.ended"),
        (Change.MOVE_OUT, "certificate.ended"),
        (Change.REVOKE, "certificate.ended"),
    ],
)
def test_its_holder_hears_of_every_change(office: Office, what: Change, key: str) -> None:
    _, view = made(office)
    actions.change(view.id, what, reason="依法查处", by=office.approver, at=ten(70))

    react()

    assert told()[-1] == key


def test_its_holder_hears_that_it_is_good_again(office: Office) -> None:
    _, view = made(office)
    actions.change(view.id, Change.SUSPEND, reason="调查", by=office.approver, at=ten(70))
    actions.change(view.id, Change.RESTORE, reason="查无此事", by=office.approver, at=ten(71))

    react()

    assert told()[-2:] == ["certificate.suspended", "certificate.restored"]


def test_what_only_ran_out_is_not_told(office: Office) -> None:
    _, view = made(office)
    actions.change(view.id, Change.LAPSE, reason="到期", by=HOUSE, at=ten(70))

    react()

    assert not any(key.startswith("certificate.") for key in told())


def test_a_case_entered_in_error_gets_nothing_anew(office: Office) -> None:
    case, view = made(office)
    deciding.void(case.id, "录错人", by=office.supervisor, at=ten(70))

    with pytest.raises(ChangeNotAllowed):
        certificate_changes.reissue(case.id, view.id, reason="遗失", by=office.approver, at=ten(71))


def test_a_result_is_made_anew_for_its_own_case_only(office: Office) -> None:
    case, _ = made(office)
    _, other = made(office)

    with pytest.raises(CertificateNotFound):
        certificate_changes.reissue(
            case.id, other.id, reason="遗失", by=office.approver, at=ten(71)
        )


def test_what_was_made_anew_gets_a_paper_of_its_own_once(office: Office) -> None:
    case, view = made(office)
    (old,) = results.print_results(case.id, by=office.issuer, at=ten(65))
    new = certificate_changes.reissue(
        case.id, view.id, reason="污损", by=office.approver, at=ten(70)
    )

    (paper,) = results.print_results(case.id, by=office.issuer, at=ten(71))
    again = results.print_results(case.id, by=office.issuer, at=ten(72))

    assert paper.barcode != old.barcode
    assert [each.barcode for each in again] == [paper.barcode]
    assert (worth(view), worth(new)) == (Standing.REPLACED, Standing.GOOD)


def test_what_was_never_printed_before_gets_one_paper_of_the_newest_version(
    office: Office,
) -> None:
    case, view = made(office)
    certificate_changes.reissue(case.id, view.id, reason="污损", by=office.approver, at=ten(70))

    results.print_results(case.id, by=office.issuer, at=ten(71))
    results.print_results(case.id, by=office.issuer, at=ten(72))

    assert len(papers.papers_of(case.id)) == 1


def test_what_was_revoked_gets_no_paper(office: Office) -> None:
    case, view = made(office)
    actions.change(view.id, Change.REVOKE, reason="骗取", by=office.approver, at=ten(70))

    assert results.print_results(case.id, by=office.issuer, at=ten(71)) == []


@pytest.mark.django_db(transaction=True)
def test_a_lost_parcel_is_made_anew_printed_posted_and_arrives(office: Office) -> None:
    """From the loss to the signature: the old paper stays lost, and proves nothing any more."""
    draft = office.filled()
    parcels.choose_post(draft.id, HOME, by=office.clerk, at=ten(4))
    filing.receive(draft.id, by=office.clerk, at=ten(5))
    case = filing.accept(draft.id, by=office.clerk, at=ten(6))
    for actor in (office.handler, office.reviewer, office.approver):
        office.do(actor, case.id)
    (view,) = results.make(case.id, at=ten(60))
    results.print_results(case.id, by=office.issuer, at=ten(80))
    first = parcels.post_result(case.id, by=office.issuer, at=ten(90)).id
    _carried(first, "1", start=10)
    reaction_clock.react(at=ten(99 * HOUR))
    delivery.report_lost(first, by=office.issuer, at=ten(100 * HOUR))

    certificate_changes.reissue(
        case.id, view.id, reason="邮件丢失", by=office.approver, at=ten(101 * HOUR)
    )
    (fresh,) = results.print_results(case.id, by=office.issuer, at=ten(101 * HOUR + 1))
    again = delivery.send_again(first, by=office.issuer, at=ten(101 * HOUR + 2))
    _carried(again.id, "1", "301", start=200)
    reaction_clock.react(at=ten(300 * HOUR))

    lost, carried = papers.papers_of(case.id)
    assert (lost.state, lost.place.kind) == (PaperState.HERE, PlaceKind.COURIER)
    assert (carried.barcode, carried.state) == (fresh.barcode, PaperState.GONE)
    assert worth(view) is Standing.REPLACED
    assert cases.case(case.id).state is CaseState.DELIVERED
    assert [key for key in told() if key.startswith(("certificate", "parcel"))] == [
        "parcel.posted",
        "parcel.problem",
        "certificate.reissued",
        "parcel.posted",
        "parcel.delivered",
    ]


def _carried(parcel_id: int, *codes: str, start: int) -> None:
    delivery.place_orders({"ems": FakeCarrier()}, at=ten((start - 1) * HOUR))
    number = delivered.parcel(parcel_id).number
    for place, code in enumerate(codes):
        one = scan(code, start + place)
        delivery.track("ems", number, [one], at=one.happened_at + timedelta(minutes=6))
