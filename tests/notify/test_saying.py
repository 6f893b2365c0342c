"""Saying something once: to the inbox, to the phone, to nobody."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.notify.builders import (
    ACCEPTED,
    INDEX,
    PHONE,
    SUBJECT,
    TEN,
    ZHANG,
    at,
    say_accepted,
    sms,
)
from yimen.services.notify import actions, queries
from yimen.services.notify.actions import Recipient
from yimen.services.notify.errors import PersonalDataRefused
from yimen.services.notify.models import Message, Sms
from yimen.services.notify.rules.sending import State
from yimen.services.notify.rules.templates import Key
from yimen.support.models import Event
from yimen.support.secrets import blind_index, unseal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _gateway(settings: Settings) -> None:
    settings.SMS = "console:"


def test_what_is_said_lies_in_the_inbox_and_in_the_outbox() -> None:
    message_id = say_accepted()

    (message,) = queries.inbox(INDEX)
    assert (message.id, message.key, message.read_at) == (message_id, Key.CASE_ACCEPTED, None)
    assert message.title == "申请已受理"
    assert "查询码482913" in message.text
    assert queries.unread(INDEX) == 1
    assert (sms().state, sms().due_at) == (State.QUEUED.value, TEN)
    assert unseal(bytes(sms().phone_sealed)) == PHONE


def test_the_inbox_speaks_its_readers_language() -> None:
    say_accepted()

    assert queries.inbox(INDEX, language="en")[0].title == "Application accepted"
    assert queries.inbox(INDEX, language="zh-hant")[0].title == "申請已受理"
    assert queries.inbox(INDEX, language="fr")[0].title == "申请已受理"


def test_the_same_is_not_said_twice() -> None:
    assert say_accepted() is not None

    assert say_accepted(minutes=5) is None
    assert say_accepted(minutes=5, to=Recipient(blind_index("x"), "13900000000")) is None

    assert (Message.objects.count(), Sms.objects.count()) == (1, 1)


def test_another_occasion_is_said() -> None:
    say_accepted()
    say_accepted(occasion="accepted:2")
    say_accepted("case:441900202001170001241")

    assert queries.unread(INDEX) == 3


def test_what_is_rolled_back_was_not_said() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        say_accepted()
        raise RuntimeError

    assert Message.objects.count() == 0
    assert say_accepted() is not None


def test_who_has_no_phone_finds_it_in_the_inbox() -> None:
    say_accepted(to=Recipient(INDEX))

    assert (queries.unread(INDEX), Sms.objects.count()) == (1, 0)


def test_a_landline_gets_no_sms() -> None:
    say_accepted(to=Recipient(INDEX, "0769-22836669"))

    assert Sms.objects.count() == 0


def test_who_has_no_account_gets_an_sms_alone() -> None:
    say_accepted(to=Recipient(None, PHONE))

    assert Message.objects.get().recipient_index is None
    assert Sms.objects.count() == 1


def test_nobody_is_told_nothing() -> None:
    assert say_accepted(to=Recipient()) is None
    assert Message.objects.count() == 0


def test_without_a_gateway_the_outbox_stays_empty(settings: Settings) -> None:
    settings.SMS = ""

    say_accepted()

    assert (queries.unread(INDEX), Sms.objects.count()) == (1, 0)


def test_a_log_in_code_is_not_kept_in_the_inbox() -> None:
    actions.say(
        Key.LOGIN_CODE,
        to=ZHANG,
        subject="login:1",
        occasion="1",
        values={"code": "4829", "minutes": 10},
        at=TEN,
        soon=False,
    )

    assert (queries.unread(INDEX), Sms.objects.count()) == (0, 1)


def test_a_number_that_names_somebody_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(PersonalDataRefused):
        actions.say(
            Key.CASE_ACCEPTED,
            to=ZHANG,
            subject=SUBJECT,
            occasion="accepted",
            values={**ACCEPTED, "item": "441900199003070016的食品经营许可"},
            at=TEN,
        )

    assert Message.objects.count() == 0


def test_nothing_of_it_is_readable_in_the_table() -> None:
    say_accepted()

    row = Message.objects.values_list().get()
    assert not [part for part in row if isinstance(part, str) and "482913" in part]
    assert b"482913" not in bytes(Message.objects.get().values_sealed)


def test_at_night_it_waits_for_the_morning_but_a_code_does_not() -> None:
    night = datetime(2020, 1, 17, 15, 0, tzinfo=UTC)  # 23:00 in the city
    actions.say(
        Key.CASE_ACCEPTED,
        to=ZHANG,
        subject=SUBJECT,
        occasion="accepted",
        values=ACCEPTED,
        at=night,
        soon=False,
    )
    actions.say(
        Key.LOGIN_CODE,
        to=ZHANG,
        subject="login:1",
        occasion="1",
        values={"code": "4829", "minutes": 10},
        at=night,
        soon=False,
    )

    due = dict(Sms.objects.values_list("message__template", "due_at"))
    assert due == {
        "case.accepted": datetime(2020, 1, 18, 0, 0, tzinfo=UTC),
        "login.code": night,
    }


def test_the_worker_is_woken_once_after_the_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(3):
            actions.say(
                Key.CASE_ACCEPTED,
                to=ZHANG,
                subject=SUBJECT,
                occasion=f"accepted:{number}",
                values=ACCEPTED,
                at=TEN,
            )
        assert ProcrastinateJob.objects.count() == 0

    assert [job.task_name for job in ProcrastinateJob.objects.all()] == ["notify.send_due"]


def test_an_inbox_hears_of_it_and_the_event_names_nobody() -> None:
    say_accepted()

    event = Event.objects.get(name="message.said")
    assert event.topics == [f"inbox:{INDEX.hex()[:24]}"]
    assert event.body == {"template": "case.accepted"}


def test_an_inbox_is_paged_newest_first() -> None:
    ids = [say_accepted(f"case:44190020200117000{n:04}") for n in range(5)]

    first = [message.id for message in queries.inbox(INDEX, limit=2)]
    second = [message.id for message in queries.inbox(INDEX, limit=2, before=first[-1])]

    assert first + second == [ids[4], ids[3], ids[2], ids[1]]


def test_what_came_after_the_page_was_drawn_stays_unread() -> None:
    shown = say_accepted()
    say_accepted(occasion="accepted:2")
    assert shown is not None

    assert actions.mark_all_read(INDEX, up_to=shown, at=at(5)) == 1
    assert actions.mark_all_read(INDEX, up_to=shown, at=at(5)) == 0

    assert queries.unread(INDEX) == 1


def test_staff_see_what_was_said_about_a_case_without_its_codes() -> None:
    say_accepted()

    (message,) = queries.said_about(SUBJECT)
    assert "482913" not in message.text
    (shown,) = queries.outbox(states=list(State), since=TEN)
    assert (shown.phone, shown.state) == ("138****0000", State.QUEUED)
    assert "482913" not in shown.text


def test_what_is_old_is_wiped_and_that_it_was_said_stays() -> None:
    say_accepted()
    say_accepted(minutes=60, occasion="accepted:2")

    assert actions.wipe_personal_data(before=at(60)) == 1
    assert actions.wipe_personal_data(before=at(60)) == 0

    assert queries.unread(INDEX) == 1
    assert queries.said_about(SUBJECT)[0].text == ""
    assert [unseal(bytes(row.phone_sealed)) for row in Sms.objects.order_by("pk")] == ["", PHONE]
    assert say_accepted() is None
