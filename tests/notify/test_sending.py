"""The outbox: handed over once, tried again, given up, never said too late."""

import json
from datetime import date, timedelta

import pytest
from pytest_django import Settings

from tests.builders import build_hall, staff
from tests.notify.builders import ACCEPTED, TEN, ZHANG, Gateway, at, say_accepted, sms
from tests.servers import answering
from yimen.devices.asking import is_signed
from yimen.devices.sms import (
    ConsoleGateway,
    Fault,
    GatewayDown,
    HttpGateway,
    SmsNotSent,
    SmsRefused,
    gateway_at,
)
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import HOUSE, Role
from yimen.reference.policy.actions import set_value
from yimen.services.notify import actions, queries
from yimen.services.notify.actions import Sent
from yimen.services.notify.errors import MessageNotFound, StepNotAllowed
from yimen.services.notify.models import Budget, Sms
from yimen.services.notify.rules.sending import LEASE, State
from yimen.services.notify.rules.templates import Key
from yimen.services.notify.tasks import forget, send_due
from yimen.support.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _gateway(settings: Settings) -> None:
    settings.SMS = "console:"


def set_parameter(key: str, value: object) -> None:
    """From the first day on."""
    set_value(key, value, effective_from=date(2019, 1, 1), source="测试", staff_id=None)


def test_an_sms_is_handed_over_once() -> None:
    message_id = say_accepted()
    gateway = Gateway()

    assert actions.send_due(gateway, at=at(1)) == Sent(claimed=1, sent=1)
    assert actions.send_due(gateway, at=at(2)) == Sent()

    (heard,) = gateway.heard
    assert (heard.id, heard.phone, heard.template) == (
        f"m{message_id}",
        "13800000000",
        "case.accepted",
    )
    assert heard.text.startswith("【东莞政务】您申请的“食品经营许可”已受理")
    row = sms()
    assert (row.state, row.sent_at, row.reference) == ("sent", at(1), f"g-m{message_id}")


def test_a_failed_try_is_tried_again_after_a_pause_under_the_same_name() -> None:
    say_accepted()
    gateway = Gateway([SmsNotSent("http_500")])

    assert actions.send_due(gateway, at=at(0)) == Sent(claimed=1, failed=1)
    assert (sms().state, sms().error, sms().due_at) == ("failed", "http_500", at(1))
    assert actions.send_due(gateway, at=at(0.9)) == Sent()
    assert actions.send_due(gateway, at=at(1)) == Sent(claimed=1, sent=1)

    assert len({heard.id for heard in gateway.heard}) == 1
    assert (sms().state, sms().tries, sms().error) == ("sent", 2, "")


def test_after_the_last_try_it_is_dead_and_somebody_hears_of_it() -> None:
    set_parameter("notify.tries", 3)
    say_accepted()
    gateway = Gateway([SmsNotSent("http_500")] * 9)

    for minutes in (0, 1, 5, 30, 600):
        actions.send_due(gateway, at=at(minutes))

    assert (sms().state, sms().tries, len(gateway.heard)) == ("dead", 3, 3)
    assert Event.objects.get(name="sms.dead").body == {"message": sms().pk, "error": "http_500"}


def test_a_refusal_is_not_tried_again() -> None:
    say_accepted()
    gateway = Gateway([SmsRefused("blacklisted")])

    assert actions.send_due(gateway, at=at(0)) == Sent(claimed=1, dead=1)
    actions.send_due(gateway, at=at(60))

    assert (sms().state, sms().error, len(gateway.heard)) == ("dead", "blacklisted", 1)


def test_a_gateway_that_is_down_is_asked_once_and_the_others_go_back() -> None:
    for number in range(3):
        say_accepted(occasion=f"accepted:{number}", minutes=number / 10)
    gateway = Gateway([GatewayDown("timeout")])

    assert actions.send_due(gateway, at=at(1)) == Sent(claimed=3, failed=1, down=True)

    rows = list(Sms.objects.order_by("pk").values_list("state", "tries", "due_at"))
    assert rows == [("failed", 1, at(2)), ("queued", 0, at(2)), ("queued", 0, at(2))]
    assert actions.send_due(gateway, at=at(2)) == Sent(claimed=3, sent=3)


def test_after_an_outage_everything_still_true_is_sent() -> None:
    for number in range(25):
        say_accepted(occasion=f"accepted:{number}")
    gateway = Gateway()

    while actions.send_due(gateway, at=at(24 * 60)).more:
        pass

    assert len({heard.id for heard in gateway.heard}) == 25


def test_a_call_to_a_window_is_not_sent_when_it_has_become_pointless() -> None:
    actions.say(
        Key.TICKET_CALLED,
        to=ZHANG,
        subject="ticket:1",
        occasion="called:1",
        values={"ticket": "A012", "window": 12},
        at=TEN,
        soon=False,
    )
    gateway = Gateway()

    assert actions.send_due(gateway, at=at(10)) == Sent(dead=1)

    assert (sms().state, sms().error, gateway.heard) == ("dead", "stale", [])


def test_an_sms_whose_worker_died_is_taken_over_when_its_lease_ends() -> None:
    say_accepted()
    Sms.objects.update(state="sending", tries=1, lease_until=at(2))
    gateway = Gateway()

    assert actions.send_due(gateway, at=at(1)) == Sent()
    assert actions.send_due(gateway, at=at(2)) == Sent(claimed=1, sent=1)

    assert sms().tries == 2


def test_a_worker_that_wakes_too_late_does_not_write_over_what_another_found() -> None:
    """Another worker took the SMS over and gave it up; the first one's yes must not undo that."""
    say_accepted()

    class Sleepy(Gateway):
        def send(self, sms: object, *, at: object) -> str:
            later = TEN + LEASE
            actions.send_due(Gateway([SmsRefused("blacklisted")]), at=later)
            return "late"

    actions.send_due(Sleepy(), at=TEN)

    assert (sms().state, sms().error, sms().reference) == ("dead", "blacklisted", "")


def test_no_more_go_out_in_a_minute_than_the_contract_allows() -> None:
    set_parameter("notify.burst", 4)
    set_parameter("notify.per_minute", 2)
    for number in range(10):
        say_accepted(occasion=f"accepted:{number}")
    gateway = Gateway()

    sent = [actions.send_due(gateway, at=at(minutes)).sent for minutes in (0, 0, 1, 1, 2, 10)]

    assert sent == [4, 0, 2, 0, 2, 2]
    assert Budget.objects.get().tokens == 2


def test_a_dead_one_may_be_revived_by_who_runs_the_hall() -> None:
    manager = staff(build_hall(), Role.HALL_MANAGER)
    message_id = say_accepted()
    assert message_id is not None
    gateway = Gateway([SmsRefused("blacklisted")])
    actions.send_due(gateway, at=at(0))

    actions.revive(message_id, by=manager, at=at(60 * 24 * 5))

    assert actions.send_due(gateway, at=at(60 * 24 * 5)) == Sent(claimed=1, sent=1)
    assert queries.sms(message_id).state is State.SENT


def test_reviving_needs_the_right_a_dead_one_and_a_phone() -> None:
    clerk = staff(build_hall(), Role.CLERK)
    message_id = say_accepted()
    assert message_id is not None

    with pytest.raises(NotAllowed):
        actions.revive(message_id, by=clerk, at=at(1))
    with pytest.raises(StepNotAllowed):
        actions.revive(message_id, by=HOUSE, at=at(1))
    with pytest.raises(MessageNotFound):
        actions.revive(message_id + 1, by=HOUSE, at=at(1))
    actions.wipe_personal_data(before=at(1))
    with pytest.raises(MessageNotFound):
        actions.revive(message_id, by=HOUSE, at=at(1))


def test_an_outbox_is_counted_and_filtered() -> None:
    for number in range(3):
        say_accepted(occasion=f"accepted:{number}")
    actions.send_due(Gateway([SmsRefused("x"), SmsNotSent("y")]), at=at(0))

    assert queries.counts(since=at(0)) == queries.Outbox(waiting=1, sent=1, dead=1)
    assert queries.counts(since=at(1)) == queries.Outbox(waiting=0, sent=0, dead=0)
    assert [view.error for view in queries.outbox(states=[State.DEAD])] == ["x"]
    assert len(queries.outbox()) == 3
    assert queries.outbox(since=at(1)) == []


def test_codes_are_shown_where_the_demonstration_asks_for_them_alone() -> None:
    say_accepted()

    assert "482913" not in queries.outbox()[0].text
    assert "482913" in queries.outbox(uncovered=True)[0].text


def test_the_clock_sends_by_the_address_of_the_environment(settings: Settings) -> None:
    say_accepted()
    Sms.objects.update(expires_at="2100-01-01T00:00Z")
    with answering(200, {"reference": "7"}) as server:
        settings.SMS, settings.SMS_SECRET = server.url, "s"

        send_due(timestamp=0)

    assert (sms().state, sms().reference, len(server.asked)) == ("sent", "7", 1)


def test_the_clock_does_nothing_without_a_gateway(settings: Settings) -> None:
    say_accepted()
    settings.SMS = ""

    send_due(timestamp=0)

    assert sms().state == "queued"


def test_the_clock_forgets_what_is_old() -> None:
    say_accepted()

    forget(timestamp=0)

    assert sms().phone_sealed == b""


def test_a_slow_answer_of_a_gateway_that_had_taken_it_makes_no_second_sms() -> None:
    """The gateway took it and was slow to say so; it is asked again by the same name and agrees."""
    say_accepted()
    with answering(200, {"reference": "7"}, wait=0.5) as server:
        slow = HttpGateway(server.url, "s", timeout_seconds=0.1)
        assert actions.send_due(slow, at=at(0)) == Sent(claimed=1, failed=1, down=True)
    with answering(409, {"reference": "7"}) as again:
        assert actions.send_due(HttpGateway(again.url, "s"), at=at(1)).sent == 1

    names = {asked.said["id"] for asked in [*server.asked, *again.asked]}
    assert len(names) == 1
    assert (sms().state, sms().reference) == ("sent", "7")


def test_what_a_gateway_gets_is_signed_and_complete() -> None:
    message_id = say_accepted()
    with answering() as server:
        actions.send_due(HttpGateway(server.url + "/send", "secret"), at=TEN)

    (asked,) = server.asked
    assert is_signed(asked.body, asked.headers, secret="secret", at=TEN)
    assert json.loads(asked.body) == {
        "id": f"m{message_id}",
        "phone": "13800000000",
        "text": "【东莞政务】您申请的“食品经营许可”已受理，编号441900202001170001230，"
        "承诺2020年2月7日前办结，查询码482913。",
        "template": "case.accepted",
        "language": "zh-hans",
    }
    assert ACCEPTED["code"] == "482913"


@pytest.mark.parametrize(
    ("status", "body", "trouble", "code"),
    [
        (400, {"error": "bad_phone"}, SmsRefused, "bad_phone"),
        (422, {}, SmsRefused, "http_422"),
        (500, {"error": "oops"}, SmsNotSent, "oops"),
        (302, {}, SmsNotSent, "http_302"),
        (429, {}, GatewayDown, "http_429"),
        (401, {}, GatewayDown, "http_401"),
        (503, {}, GatewayDown, "http_503"),
        (500, {"error": "x" * 99}, SmsNotSent, "x" * 40),
    ],
)
def test_each_answer_of_a_gateway_is_judged(
    status: int, body: dict[str, str], trouble: type[SmsNotSent], code: str
) -> None:
    say_accepted()
    gateway = Gateway()
    actions.send_due(gateway, at=TEN)
    with answering(status, body) as server, pytest.raises(SmsNotSent) as judged:
        HttpGateway(server.url, "s").send(gateway.heard[0], at=TEN)

    assert (type(judged.value), judged.value.code) == (trouble, code)


def test_a_gateway_that_is_gone_is_down() -> None:
    say_accepted()
    with answering() as server:
        pass

    assert actions.send_due(gateway_at(server.url), at=TEN).down

    assert sms().error == "no_answer"


def test_the_console_can_be_broken_on_purpose() -> None:
    say_accepted()
    console = ConsoleGateway()
    console.break_by(Fault.DOWN)
    assert actions.send_due(console, at=at(0)).down

    console.break_by(Fault.NONE)
    assert actions.send_due(console, at=at(1)).sent == 1

    say_accepted(occasion="accepted:2")
    console.break_by(Fault.REFUSES)
    assert actions.send_due(console, at=at(2)).dead == 1


def test_an_address_that_makes_no_sense_is_a_bug() -> None:
    with pytest.raises(ValueError, match="pigeon"):
        gateway_at("pigeon:1")


def test_a_day_later_the_bucket_is_full_and_no_fuller() -> None:
    say_accepted()
    actions.send_due(Gateway(), at=at(0))

    actions.send_due(Gateway(), at=at(0) + timedelta(days=1))

    assert Budget.objects.get().tokens == 100
