"""Bills and results over the API: the same actions, by the key's rights, masked."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from tests.api.conftest import Caller, code_of
from tests.builders import CITIZEN, Hall
from tests.cases.office import CONTENT, Office, build_office, ten
from tests.journeys.builders import react
from yimen.journeys import results
from yimen.services.cases.queries.notices import notices_of
from yimen.services.certificates.models import Certificate

pytestmark = pytest.mark.django_db

FEE = {"name": "工本费", "fen": 2_000, "highest_fen": 2_000, "basis": "粤价函〔1〕号"}
OPEN_FEE = {"name": "签注费", "fen": 1_500, "highest_fen": 8_000}


@pytest.fixture(autouse=True)
def _outside(settings: Settings) -> None:
    settings.PAY, settings.PAY_SECRETS, settings.PUBLIC_URL = "sim:", ("secret",), ""
    settings.SMS = "console:"
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)


def an_office(hall: Hall, *fees: dict[str, object]) -> Office:
    return build_office(hall, content={**CONTENT, "fees": list(fees)})


def test_an_accepted_case_tells_its_bill(hall: Hall, system: Caller) -> None:
    case = an_office(hall, FEE).accepted()
    before = system.get(f"/cases/{case.number}/bill").json()
    react()

    told = system.get(f"/cases/{case.number}/bill").json()

    assert before == {"bill": None, "to_settle": []}
    assert told["bill"]["state"] == "open"
    assert told["bill"]["lines"] == [{"name": "工本费", "fen": 2_000, "basis": "粤价函〔1〕号"}]
    assert (told["bill"]["payer"], told["bill"]["receipt"]) == ("演**三", "")


def test_amounts_are_settled_within_their_range_and_once(hall: Hall, system: Caller) -> None:
    case = an_office(hall, OPEN_FEE).accepted()
    address = f"/cases/{case.number}/bill"
    before = system.get(address).json()

    wrong = system.post(address, {"amounts": {"签注费": 8_001}})
    made = system.post(address, {"amounts": {"签注费": 4_650}}).json()
    again = system.post(address, {"amounts": {"签注费": 8_000}}).json()

    assert before["to_settle"] == [{"name": "签注费", "lowest_fen": 1_500, "highest_fen": 8_000}]
    assert (wrong.status_code, code_of(wrong)) == (422, "payments.bad_amount")
    assert made["bill"]["total_fen"] == 4_650
    assert again == made


def test_a_code_to_pay_by_is_the_same_while_it_is_good(hall: Hall, system: Caller) -> None:
    case = an_office(hall, FEE).accepted()
    address = f"/cases/{case.number}/bill/payment"
    without = system.post(address)
    system.post(f"/cases/{case.number}/bill", {})

    first, second = (system.post(address).json() for _ in range(2))

    assert (without.status_code, code_of(without)) == (404, "payments.bill_not_found")
    assert first == second
    assert first["amount_fen"] == 2_000
    assert "/pay/simulated/" in first["qr"]


def test_a_cases_results_are_told_masked_and_verified_by_anybody(
    hall: Hall, system: Caller
) -> None:
    case = an_office(hall).granted()
    results.make(case.id, at=ten(60))

    [told] = system.get(f"/cases/{case.number}/certificates").json()
    verified = Caller().get(f"/verify/{told['code']}").json()

    assert (told["standing"], told["holder"]) == ("good", "演**三")
    assert CITIZEN not in str(told)
    assert verified["certificate"] == told
    assert (verified["kind"], verified["good"]) == ("certificate", True)


def test_one_that_has_ended_and_a_notice_are_told_apart(hall: Hall) -> None:
    case = an_office(hall).granted()
    [made] = results.make(case.id, at=ten(60))
    Certificate.objects.update(valid_to=ten().date() + timedelta(days=1))
    notice = notices_of(case.id)[0]

    ended = Caller().get(f"/verify/{made.code}").json()
    written = Caller().get(f"/verify/{notice.code}").json()

    assert (ended["good"], ended["certificate"]["standing"]) == (False, "expired")
    assert (written["kind"], written["number"]) == ("notice", notice.number)
    assert (written["good"], written["certificate"]) == (True, None)


def test_codes_are_not_tried_one_after_the_other(hall: Hall) -> None:
    answers = [Caller().get("/verify/2222-2222-2222") for _ in range(21)]

    assert [each.status_code for each in answers] == [404] * 20 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_without_a_key_nothing_of_a_case_is_told(hall: Hall) -> None:
    case = an_office(hall, FEE).accepted()

    for path in (f"/cases/{case.number}/bill", f"/cases/{case.number}/certificates"):
        assert Caller().get(path).status_code == 401
    assert Caller().post(f"/cases/{case.number}/bill", {}).status_code == 401
    assert Caller().post(f"/cases/{case.number}/bill/payment").status_code == 401
