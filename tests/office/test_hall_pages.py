"""Running the hall from the office: the day, windows, queues, hours, numbers."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import CITIZEN, TEN, Hall
from tests.office.builders import as_role
from yimen.journeys.take_ticket import take_ticket
from yimen.reference.centres import queries as centres
from yimen.reference.centres.models import Window
from yimen.reference.people.rules import HOUSE, Role
from yimen.services.hall import actions, queries
from yimen.services.hall.actions import Holder, Issued
from yimen.services.hall.models import Queue, Ticket
from yimen.services.hall.queries import today as hall_today
from yimen.services.hall.rules.states import Duty, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(hall: Hall) -> Client:
    """The manager's browser."""
    return as_role(hall, Role.HALL_MANAGER)


def text(client: Client, path: str) -> str:
    """What a page says."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def arrive(hall: Hall, queue: str = "HZ", *, ago: int = 0, citizen: str = "") -> Issued:
    """Somebody took a number today, some minutes ago."""
    issued = take_ticket(
        centre_id=hall.centre_id,
        queue_code=queue,
        by=HOUSE,
        at=noon(),
        channel="machine",
        holder=Holder(citizen_id=citizen, phone="13800138000") if citizen else None,
    )
    came = issued.arrived_at - timedelta(minutes=ago)
    Ticket.objects.filter(pk=issued.id).update(arrived_at=came, line_at=came)
    return issued


def noon() -> datetime:
    """Now: pages read the clock themselves."""
    return timezone.now()


def sit(hall: Hall, number: int) -> None:
    """The house opens a window."""
    actions.log_in(hall.windows[number], centre_id=hall.centre_id, by=HOUSE, at=noon())


def test_today_without_a_number_says_so(manager: Client) -> None:
    page = text(manager, "/office/")

    assert "今天还没有人取号" in page
    assert "一切正常" in page


def test_today_alarms_by_word_when_a_wait_passes_the_limit(hall: Hall, manager: Client) -> None:
    arrive(hall, "HZ", ago=31)
    arrive(hall, "CR", ago=1)

    page = text(manager, "/office/now")

    assert page.count("等候超时") == 2  # the line's badge and the alarm
    assert "业务HZ 等候超时" in page
    assert "业务CR 无人受理" in page
    assert "<html" not in page


def test_today_is_for_those_who_may_look_and_others_are_led_on(hall: Hall) -> None:
    admin = as_role(hall, Role.SYSTEM_ADMIN, everywhere=True)

    assert admin.get("/office/")["Location"] == "/office/settings/staff/"
    assert admin.get("/office/now").status_code == 403


def test_figures_count_what_happened(hall: Hall) -> None:
    hall.issue(minutes=0)
    hall.issue(minutes=1)
    hall.issue("CR", minutes=1)
    hall.open(1, 3)
    hall.call(1, 4)
    hall.press(actions.start, 1, 5)
    hall.press(actions.finish, 1, 11)
    hall.call(3, 2)
    hall.press(actions.miss, 3, 3)

    figures = hall_today.figures(hall.centre_id, queries.business_day(hall.centre_id, TEN))

    assert (figures.issued, figures.waiting, figures.done, figures.missed) == (3, 1, 1, 1)
    assert figures.mean_wait == timedelta(minutes=4)
    assert figures.mean_handling == timedelta(minutes=6)
    assert figures.missed_rate == 0.5


def test_means_leave_out_queues_that_do_not_count(hall: Hall) -> None:
    Queue.objects.filter(code="HZ").update(counts_in_average=False)
    hall.issue()
    hall.open(1)
    hall.call(1, 4)
    hall.press(actions.start, 1, 5)
    hall.press(actions.finish, 1, 11)

    figures = hall_today.figures(hall.centre_id, queries.business_day(hall.centre_id, TEN))

    assert (figures.done, figures.counted, figures.mean_wait) == (1, 0, None)


def test_figures_without_anything_are_none(hall: Hall) -> None:
    figures = hall_today.figures(hall.centre_id, queries.business_day(hall.centre_id, noon()))

    assert (figures.mean_wait, figures.mean_handling, figures.missed_rate) == (None, None, None)


def test_windows_are_filtered_and_sorted(hall: Hall, manager: Client) -> None:
    sit(hall, 2)

    listed = text(manager, "/office/windows/?state=open")
    falling = text(manager, "/office/windows/?sort=-number")

    assert "1 / 3 个窗口" in listed
    assert falling.index(">3 号<") < falling.index(">1 号<")
    assert 'aria-sort="descending"' in falling


def test_window_list_asks_as_often_with_more_rows(hall: Hall, manager: Client) -> None:
    text(manager, "/office/windows/")

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            text(manager, "/office/windows/")
        return len(captured)

    few = asked()
    area = Window.objects.values_list("area_id", flat=True)[0]
    Window.objects.bulk_create(
        Window(centre_id=hall.centre_id, area_id=area, number=number, kind="dedicated")
        for number in range(10, 20)
    )
    queries.forget()
    text(manager, "/office/windows/")
    assert asked() == few


def test_skills_change_at_once_and_need_a_reason(hall: Hall, manager: Client) -> None:
    address = f"/office/windows/{hall.windows[1]}/skills"

    refused = manager.post(address, {"home": "CR", "others": ["HZ"], "reason": ""})
    assert refused.status_code == 422
    assert queries.duty(hall.windows[1]).queues == ("HZ",)
    manager.post(address, {"home": "CR", "others": ["HZ"], "reason": "潮汐增开"})

    assert queries.duty(hall.windows[1]).queues == ("CR", "HZ")


def test_manager_pauses_resumes_and_logs_out_for_a_colleague(hall: Hall, manager: Client) -> None:
    sit(hall, 1)
    address = f"/office/windows/{hall.windows[1]}/duty"

    states = []
    for act in ("pause", "resume", "log_out"):
        manager.post(address, {"act": act, "reason": "meal"})
        states.append(queries.duty(hall.windows[1]).state)

    assert states == [Duty.PAUSED, Duty.OPEN, Duty.CLOSED]


def test_log_out_is_refused_while_somebody_is_served(hall: Hall, manager: Client) -> None:
    arrive(hall)
    sit(hall, 1)
    hall_window = hall.windows[1]
    actions.call_next(hall_window, centre_id=hall.centre_id, by=HOUSE, at=noon())

    answer = manager.post(f"/office/windows/{hall_window}/duty", {"act": "log_out"})

    assert answer.status_code == 409
    assert queries.duty(hall_window).state is Duty.OPEN


def test_window_of_nowhere_is_not_found(manager: Client) -> None:
    assert manager.get("/office/windows/999999").status_code == 404
    assert manager.post("/office/windows/999999/skills", {"home": "HZ"}).status_code == 404


def test_planned_hours_show_a_gap_at_lunch(hall: Hall, manager: Client) -> None:
    morning = {"opens_1": "08:30", "closes_1": "12:00", "opens_2": "13:30", "closes_2": "17:30"}
    whole = {"opens_1": "08:30", "closes_1": "17:30"}

    manager.post(f"/office/windows/{hall.windows[1]}/hours", morning)
    manager.post(f"/office/windows/{hall.windows[3]}/hours", whole)
    page = text(manager, "/office/cover")

    assert "1 项业务有时段没有排窗口" in page
    assert "（12:00、12:30、13:00）" in page


def test_overlapping_planned_hours_are_refused(hall: Hall, manager: Client) -> None:
    crossed = {"opens_1": "08:30", "closes_1": "12:00", "opens_2": "11:00", "closes_2": "17:30"}

    answer = manager.post(f"/office/windows/{hall.windows[1]}/hours", crossed)

    assert answer.status_code == 422
    assert hall_today.planned_hours(hall.centre_id) == {}


def test_queue_is_paused_and_limited(hall: Hall, manager: Client) -> None:
    manager.post("/office/queues/HZ", {"quota": "5", "last_ticket_at": "16:30"})
    queries.forget()

    view = queries.queue(hall.centre_id, "HZ")
    assert (view.accepting, view.quota, str(view.last_ticket_at)) == (False, 5, "16:30:00")


def test_opening_hours_that_overlap_are_refused_beside_the_day(hall: Hall, manager: Client) -> None:
    crossed = {
        "d0-opens_1": "09:00", "d0-closes_1": "12:00", "d0-opens_2": "11:00", "d0-closes_2": "17:00"
    }  # fmt: skip
    before = centres.hours(hall.centre_id).week[0]

    answer = manager.post("/office/opening/week/0", crossed)

    assert answer.status_code == 422
    assert "各段不能重叠" in answer.content.decode()
    assert centres.hours(hall.centre_id).week[0] == before


def test_opening_hours_and_special_days_are_saved(hall: Hall, manager: Client) -> None:
    manager.post("/office/opening/week/6", {})
    day = timezone.localdate() + timedelta(days=3)
    manager.post("/office/opening/special", {"day": day.isoformat(), "reason": "元旦"})

    hours = centres.hours(hall.centre_id)
    assert hours.week[6] == ()
    assert hours.on(day) == ()
    manager.post("/office/opening/special/drop", {"day": day.isoformat()})
    assert centres.hours(hall.centre_id).special == {}
    assert manager.post("/office/opening/week/7", {}).status_code == 404


def test_day_is_ended_only_with_the_tick(hall: Hall, manager: Client) -> None:
    issued = arrive(hall)

    assert manager.post("/office/day", {}).status_code == 422
    assert queries.ticket(issued.id).state is State.WAITING
    manager.post("/office/day", {"sure": "on"})
    assert queries.ticket(issued.id).state is State.ABANDONED


def test_number_is_found_withdrawn_and_its_story_told(hall: Hall, manager: Client) -> None:
    issued = arrive(hall)

    found = manager.get("/office/tickets/", {"number": issued.number.lower()})
    manager.post(f"/office/tickets/{issued.id}/withdraw", {"reason": "拿错了"})
    page = text(manager, found["Location"])

    assert queries.ticket(issued.id).state is State.WITHDRAWN
    assert "拿错了" in page
    assert "工号 2001" in page


def test_unknown_number_is_said_in_words(manager: Client) -> None:
    assert "没有找到这个号" in text(manager, "/office/tickets/?number=Z999")


def test_special_call_needs_a_reason(hall: Hall, manager: Client) -> None:
    arrive(hall)
    second = arrive(hall)
    sit(hall, 1)
    address = f"/office/tickets/{second.id}/call"

    refused = manager.post(address, {"window": hall.windows[1], "reason": " "})
    assert refused.status_code == 422
    manager.post(address, {"window": hall.windows[1], "reason": "孕妇不适"})

    assert queries.ticket(second.id).state is State.CALLED


def test_reception_gives_a_number_with_its_page(hall: Hall) -> None:
    guide = as_role(hall, Role.GUIDE)

    answer = guide.post("/office/reception", {"queue": "HZ", "ticket_class": "priority"})

    page = answer.content.decode()
    assert "LA001" in page
    assert "/t/" in page
    assert "<title>号码页二维码</title>" in page


def test_reception_refuses_a_wrong_identity_number(hall: Hall) -> None:
    guide = as_role(hall, Role.GUIDE)
    wrong = {"queue": "HZ", "ticket_class": "ordinary", "citizen_id": CITIZEN[:-1] + "7"}

    answer = guide.post("/office/reception", wrong)

    assert answer.status_code == 422
    assert "最后一位校验不符" in answer.content.decode()
    day = queries.business_day(hall.centre_id, noon())
    assert hall_today.figures(hall.centre_id, day).issued == 0


def test_same_form_sent_twice_gives_one_number(hall: Hall) -> None:
    guide = as_role(hall, Role.GUIDE)
    sent = {"queue": "HZ", "ticket_class": "ordinary", "key": "form-1"}

    first, second = (guide.post("/office/reception", sent).content.decode() for _ in range(2))

    assert "A001" in first
    assert "A001" in second
    assert "是同一个号" in second


def test_no_personal_data_on_any_page(hall: Hall, manager: Client) -> None:
    issued = arrive(hall, ago=3, citizen=CITIZEN)
    pages = [
        "/office/",
        "/office/windows/",
        "/office/tickets/",
        f"/office/tickets/{issued.id}",
        "/office/queues/",
        "/office/reception",
    ]

    shown = "".join(text(manager, path) for path in pages)

    assert issued.number in shown
    assert CITIZEN not in shown
    assert "13800138000" not in shown


@pytest.mark.parametrize("role", [Role.CLERK, Role.GUIDE, Role.SUPERVISOR])
def test_hall_pages_are_refused_without_the_right(hall: Hall, role: Role) -> None:
    client = as_role(hall, role)
    window = hall.windows[1]

    answers = [
        client.get("/office/windows/"),
        client.post(f"/office/windows/{window}/skills", {"home": "CR", "reason": "x"}),
        client.post("/office/queues/HZ", {}),
        client.post("/office/day", {"sure": "on"}),
        client.post("/office/opening/ticker", {"ticker": "x"}),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert queries.duty(window).queues == ("HZ",)
