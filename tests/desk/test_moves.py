"""Each move of the desk, its refusals, and what a repeated or stale request does."""

import pytest
from django.test import Client

from tests.builders import Hall, staff
from tests.desk.builders import Desk, logged_in, scene
from yimen.reference.people.rules import Role
from yimen.services.hall import queries
from yimen.services.hall.rules.states import Duty

pytestmark = pytest.mark.django_db


def test_next_calls_whoever_came_first_and_draws_only_the_region(desk: Desk) -> None:
    first = desk.arrive()
    desk.arrive()

    answer = desk.press("next", key="k1")

    drawn = answer.content.decode()
    assert answer.status_code == 200
    assert scene(drawn) == "called"
    assert first.number in drawn
    assert "<html" not in drawn


def test_next_without_script_leads_back_to_the_desk(desk: Desk) -> None:
    desk.arrive()

    answer = desk.press("next", script=False, key="k1")

    assert answer.status_code == 302
    assert answer["Location"] == "/desk/2/"
    assert scene(desk.page()) == "called"


def test_next_with_nobody_there_stands_by_and_an_arrival_is_called(desk: Desk) -> None:
    assert scene(desk.press("next", key="k1").content.decode()) == "standby"

    came = desk.arrive()

    present = desk.present()
    assert present is not None
    assert present.id == came.id


def test_standing_by_ends_when_cancelled(desk: Desk) -> None:
    desk.press("next", key="k1")

    assert scene(desk.press("stand-down").content.decode()) == "idle"

    desk.arrive()
    assert desk.present() is None


def test_next_sent_again_calls_nobody_else(desk: Desk) -> None:
    desk.arrive()
    second = desk.arrive()

    desk.press("next", key="k1")
    again = desk.press("next", key="k1")

    assert again.status_code == 200
    assert desk.state(second.id) == "waiting"


def test_every_drawing_has_a_key_of_its_own(desk: Desk) -> None:
    def key(page: str) -> str:
        return page.split('name="key" value="')[1].split('"', maxsplit=1)[0]

    assert key(desk.page()) != key(desk.page())


def test_next_is_refused_while_somebody_is_at_the_window(desk: Desk) -> None:
    first = desk.arrive()
    desk.arrive()
    desk.press("next", key="k1")

    answer = desk.press("next", key="k2")

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#notice"
    assert first.number in answer.content.decode()


def test_start_then_finish_serves_the_citizen_and_asks_for_a_rating(desk: Desk) -> None:
    ticket = desk.arrive()
    desk.press("next", key="k1")

    assert scene(desk.press("start").content.decode()) == "serving"
    answer = desk.press("finish")

    assert scene(answer.content.decode()) == "idle"
    assert "toast" in answer["HX-Trigger"]
    assert desk.state(ticket.id) == "done"


def test_finish_and_call_takes_the_next_in_one_press(desk: Desk) -> None:
    first, second = desk.arrive(), desk.arrive()
    desk.press("next", key="k1")
    desk.press("start")

    answer = desk.press("finish-next", key="k2")

    assert scene(answer.content.decode()) == "called"
    assert (desk.state(first.id), desk.state(second.id)) == ("done", "called")


def test_finish_and_call_sent_again_neither_finishes_nor_calls_twice(desk: Desk) -> None:
    first, second, third = desk.arrive(), desk.arrive(), desk.arrive()
    desk.press("next", key="k1")
    desk.press("start")
    desk.press("finish-next", key="k2")

    again = desk.press("finish-next", key="k2", ticket=first.id)

    assert again.status_code == 200
    states = [desk.state(ticket.id) for ticket in (first, second, third)]
    assert states == ["done", "called", "waiting"]


def test_a_stale_tab_does_not_touch_whoever_stands_there_now(desk: Desk) -> None:
    first, second = desk.arrive(), desk.arrive()
    desk.press("next", key="k1")
    desk.press("start")
    desk.press("finish-next", key="k2")

    for move in ("start", "miss", "recall", "finish", "hold"):
        assert desk.press(move, ticket=first.id).status_code == 409

    assert desk.state(second.id) == "called"


def test_recall_too_soon_says_how_long_to_wait(desk: Desk) -> None:
    desk.arrive()
    desk.press("next", key="k1")

    answer = desk.press("recall")

    assert answer.status_code == 409
    assert "秒后再呼" in answer.content.decode()


def test_a_missed_number_is_listed_and_can_return(desk: Desk) -> None:
    ticket = desk.arrive()
    desk.press("next", key="k1")

    drawn = desk.press("miss").content.decode()
    assert f"/desk/{desk.number}/rejoin" in drawn

    desk.press("rejoin", ticket=ticket.id)
    assert desk.state(ticket.id) == "waiting"


def test_hold_frees_the_window_and_unhold_goes_on(desk: Desk) -> None:
    ticket = desk.arrive()
    desk.press("next", key="k1")
    desk.press("start")

    assert scene(desk.press("hold").content.decode()) == "idle"
    assert scene(desk.press("unhold", ticket=ticket.id).content.decode()) == "serving"


def test_unhold_is_refused_while_somebody_else_is_served(desk: Desk) -> None:
    held = desk.arrive()
    desk.press("next", key="k1")
    desk.press("start")
    desk.press("hold")
    desk.arrive()
    desk.press("next", key="k2")

    assert desk.press("unhold", ticket=held.id).status_code == 409


def test_transfer_sends_the_citizen_to_the_other_line(desk: Desk) -> None:
    ticket = desk.arrive("HZ")
    desk.press("next", key="k1")
    desk.press("start")

    answer = desk.press("transfer", queue="CR")

    moved = queries.ticket(ticket.id)
    assert answer.status_code == 200
    assert (moved.queue.code, moved.state.value, moved.number) == ("CR", "waiting", ticket.number)


def test_transfer_to_nowhere_is_refused(desk: Desk) -> None:
    desk.arrive()
    desk.press("next", key="k1")
    desk.press("start")

    assert desk.press("transfer", queue="??").status_code == 404


def test_pause_needs_a_known_reason(desk: Desk) -> None:
    assert desk.press("pause", reason="tired").status_code == 422


def test_pause_shows_its_reason_and_resume_opens_again(desk: Desk) -> None:
    drawn = desk.press("pause", reason="meal").content.decode()

    assert scene(drawn) == "paused"
    assert "用餐" in drawn
    assert scene(desk.press("resume").content.decode()) == "idle"


def test_pause_is_refused_with_a_citizen_at_the_window(desk: Desk) -> None:
    ticket = desk.arrive()
    desk.press("next", key="k1")

    answer = desk.press("pause", reason="meal")

    assert answer.status_code == 409
    assert ticket.number in answer.content.decode()


def test_a_clerk_cannot_call_out_of_order(desk: Desk) -> None:
    ticket = desk.arrive()

    answer = desk.press("call", chosen=ticket.number, reason="行动不便")

    assert answer.status_code == 403
    assert desk.state(ticket.id) == "waiting"


def test_a_manager_calls_out_of_order_with_a_reason_only(hall: Hall) -> None:
    manager = staff(hall, Role.HALL_MANAGER, "9001")
    desk = Desk(hall, manager, logged_in(manager.id))
    desk.sit_down(2)
    desk.arrive()
    ticket = desk.arrive()

    assert desk.press("call", chosen=ticket.number, reason=" ").status_code == 422
    assert desk.press("call", chosen=ticket.number, reason="行动不便").status_code == 200
    assert desk.state(ticket.id) == "called"


def test_log_out_closes_the_window(desk: Desk) -> None:
    answer = desk.press("log-out")

    assert answer["HX-Redirect"] == "/desk/"
    assert queries.duty(desk.hall.windows[2]).state is Duty.CLOSED


def test_who_does_not_sit_there_is_led_to_choose(desk: Desk, other_clerk: Client) -> None:
    desk.arrive()

    plain = other_clerk.post("/desk/2/next", {"key": "k"})
    scripted = other_clerk.post("/desk/2/next", {"key": "k"}, headers={"HX-Request": "true"})

    assert plain["Location"] == "/desk/"
    assert scripted["HX-Redirect"] == "/desk/"
    assert desk.present() is None


@pytest.mark.parametrize("ticket", ["", "x", "-1", "9" * 30])
def test_a_form_that_names_no_sensible_ticket_is_refused(desk: Desk, ticket: str) -> None:
    desk.arrive()
    desk.press("next", key="k1")

    assert desk.press("start", ticket=ticket).status_code in {404, 409}
