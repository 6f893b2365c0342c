"""Verifying a certificate by its code: what it is worth today, and who tries codes is stopped."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import CITIZEN
from tests.certificates.test_certificates import HOLDER, result
from yimen.kernel import printed_codes
from yimen.reference.people.rules import HOUSE
from yimen.services.certificates import actions, queries
from yimen.services.certificates.actions import ToIssue
from yimen.services.certificates.queries import CertificateView
from yimen.services.certificates.rules.states import Change
from yimen.support.guessing import forget

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
NOBODYS = "/v/2222-2222-2222"


def issued(**more: object) -> CertificateView:
    about = {**vars(result()), "valid_from": TODAY - timedelta(days=30), **more}
    return actions.issue(ToIssue(**about), by=HOUSE, at=timezone.now())


def page(path: str, **more: str) -> str:
    return Client().get(path, headers=more).content.decode()


def address(view: CertificateView) -> str:
    return f"/v/{printed_codes.shown(view.code)}"


def test_a_good_certificate_says_so_with_all_that_its_paper_says_and_nobody_in_clear() -> None:
    made = issued()

    text = page(address(made))

    for word in (
        "证照有效", "居住证", made.number, made.identifier, "东莞市公安局", "演**三",
        "441***********0016", "起，长期", printed_codes.shown(made.code), made.digest[:8],
    ):  # fmt: skip
        assert word in text, word
    assert "演示张三" not in text
    assert CITIZEN not in text


@pytest.mark.parametrize("typed", ["{code}", "{small}", "{bare}"])
def test_the_code_is_found_however_it_is_typed(typed: str) -> None:
    made = issued()
    shown = printed_codes.shown(made.code)

    answer = Client().get("/v/", {"code": typed.format(
        code=shown, small=shown.lower(), bare=made.code
    )})  # fmt: skip

    assert answer.headers["Location"] == f"/v/{shown}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change.SUSPEND, "证照已暂扣"),
        (Change.ANNUL, "证照已吊销或撤销"),
        (Change.REVOKE, "证照已吊销或撤销"),
        (Change.CANCEL, "证照已注销"),
        (Change.LAPSE, "证照已过期"),
        (Change.MOVE_OUT, "证照已转出"),
    ],
)
def test_one_that_is_no_longer_good_says_why_in_plain_words(change: Change, said: str) -> None:
    made = issued()
    actions.change(made.id, change, reason="依法", by=HOUSE, at=timezone.now())

    text = page(address(made))

    assert said in text
    assert "证照有效" not in text


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"valid_to": TODAY - timedelta(days=1)}, "证照已过期"),
        ({"valid_to": TODAY}, "证照有效"),
        ({"valid_from": TODAY + timedelta(days=1)}, "还没有生效"),
    ],
)
def test_time_alone_ends_it_before_the_clock_has_marked_it(
    about: dict[str, object], said: str
) -> None:
    assert said in page(address(issued(**about)))


def test_one_that_was_reissued_says_a_newer_one_took_its_place() -> None:
    old = issued()
    new = actions.reissue(old.id, reason="遗失", by=HOUSE, at=timezone.now())

    assert "已换发新证" in page(address(old))
    assert "证照有效" in page(address(new))


def test_what_a_holder_shows_is_verified_and_the_holder_learns_of_it() -> None:
    made = issued()
    token, _until = actions.show(made.id, holder_index=HOLDER, at=timezone.now())

    text = page(f"/v/{token}")

    assert "持证人正在出示" in text
    assert "证照有效" in text
    assert [use.kind for use in queries.uses(HOLDER)] == ["scan", "show"]


def test_what_was_shown_too_long_ago_shows_nothing() -> None:
    made = issued()
    token, _until = actions.show(
        made.id, holder_index=HOLDER, at=timezone.now() - timedelta(hours=1)
    )

    answer = Client().get(f"/v/{token}")

    assert answer.status_code == 404
    assert "这个码已经过期" in answer.content.decode()


def wrong_ones(times: int, **headers: str) -> None:
    for _ in range(times):
        assert Client().get(NOBODYS, headers=headers).status_code == 404


def test_too_many_wrong_codes_from_one_address_are_refused_the_right_one_too() -> None:
    made = issued()
    wrong_ones(20)

    answer = Client().get(address(made))

    assert answer.status_code == 403
    assert "输错的次数太多" in answer.content.decode()
    assert "证照有效" not in answer.content.decode()


def test_another_address_is_not_held_up_and_after_a_while_nobody_is() -> None:
    made = issued()
    wrong_ones(20)

    other = Client(REMOTE_ADDR="192.0.2.7").get(address(made))
    forget(timezone.now() + timedelta(seconds=1))
    later = Client().get(address(made))

    assert (other.status_code, later.status_code) == (200, 200)


def test_right_codes_and_what_is_no_code_are_not_counted() -> None:
    made = issued()
    for _ in range(15):
        page(address(made))
        assert Client().get("/v/123").status_code == 422
    wrong_ones(19)

    assert "证照有效" in page(address(made))


def test_a_code_with_what_no_database_takes_is_no_code() -> None:
    assert Client().get("/v/%00").status_code == 404
    assert Client().get("/v/%01").status_code == 422
