"""A window's day over the API."""

import pytest

from tests.api.conftest import Caller, code_of
from tests.builders import Hall
from yimen.reference.people import queries as people
from yimen.reference.people.rules import RIGHTS_OF_DEVICE, DeviceKind, Right
from yimen.services.hall.models import Ticket


@pytest.fixture
def window(hall: Hall, system: Caller) -> str:
    """The path of an open window that serves HZ."""
    path = f"/windows/{hall.windows[1]}"
    assert system.post(f"{path}/log-in").json()["state"] == "open"
    return path


def take(system: Caller, queue: str = "HZ") -> str:
    return str(system.post("/tickets", {"queue": queue}).json()["id"])


def test_one_citizen_from_call_to_finish(system: Caller, window: str) -> None:
    ticket = take(system)

    called = system.post(f"{window}/call-next").json()["ticket"]
    serving = system.post(f"{window}/start").json()
    seen = system.get(window).json()
    done = system.post(f"{window}/finish").json()

    assert called == {
        "id": ticket,
        "number": "A001",
        "queue": "HZ",
        "queue_name": "业务HZ",
        "ticket_class": "ordinary",
        "arrived_at": called["arrived_at"],
        "called_at": called["called_at"],
    }
    assert serving["state"] == "serving"
    assert (seen["ticket"]["id"], seen["held"], seen["queues"]) == (ticket, [], ["HZ"])
    assert done["ticket"]["state"] == "done"
    assert done["rating_token"]
    assert system.get(window).json()["ticket"] is None


def test_with_nobody_waiting_the_window_stands_by(system: Caller, window: str) -> None:
    assert system.post(f"{window}/call-next").json() == {"ticket": None}
    assert system.get(window).json()["standby"] is True


def test_a_repeated_call_calls_once(system: Caller, window: str) -> None:
    take(system)
    take(system)

    first = system.post(f"{window}/call-next", Idempotency_Key="c-1")
    again = system.post(f"{window}/call-next", Idempotency_Key="c-1")
    system.post(f"{window}/start")
    system.post(f"{window}/finish")
    late = system.post(f"{window}/call-next", Idempotency_Key="c-1")

    assert first.json()["ticket"]["id"] == again.json()["ticket"]["id"]
    assert late.json()["ticket"]["id"] == first.json()["ticket"]["id"]
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == late["Idempotent-Replayed"] == "true"
    assert Ticket.objects.filter(state="waiting").count() == 1


def test_a_window_with_somebody_calls_nobody_else(system: Caller, window: str) -> None:
    take(system)
    take(system)
    system.post(f"{window}/call-next")

    answer = system.post(f"{window}/call-next")

    assert (answer.status_code, code_of(answer)) == (409, "hall.window_busy")
    assert answer.json()["facts"]["number"] == "A001"


def test_a_closed_window_calls_nobody(hall: Hall, system: Caller) -> None:
    answer = system.post(f"/windows/{hall.windows[1]}/call-next")

    assert (answer.status_code, code_of(answer)) == (409, "hall.window_not_open")


@pytest.mark.parametrize("move", ["recall", "start", "miss", "hold", "finish"])
def test_nobody_at_the_window_can_be_moved(system: Caller, window: str, move: str) -> None:
    answer = system.post(f"{window}/{move}")

    assert (answer.status_code, code_of(answer)) == (409, "hall.window_has_nobody")


@pytest.mark.parametrize("move", ["finish", "hold"])
def test_a_called_citizen_must_come_first(system: Caller, window: str, move: str) -> None:
    take(system)
    system.post(f"{window}/call-next")

    answer = system.post(f"{window}/{move}")

    assert (answer.status_code, code_of(answer)) == (409, "hall.event_not_allowed")


def test_a_recall_at_once_comes_too_soon(system: Caller, window: str) -> None:
    take(system)
    system.post(f"{window}/call-next")

    answer = system.post(f"{window}/recall")

    assert (answer.status_code, code_of(answer)) == (409, "hall.recall_too_soon")


def test_a_recall_after_a_while_rings_again(system: Caller, window: str) -> None:
    take(system)
    system.post(f"{window}/call-next")
    row = Ticket.objects.get()
    Ticket.objects.update(called_at=row.arrived_at.replace(year=row.arrived_at.year - 1))

    answer = system.post(f"{window}/recall")

    assert (answer.status_code, answer.json()["state"]) == (200, "called")


def test_a_number_nobody_came_for_is_passed(system: Caller, window: str) -> None:
    take(system)
    system.post(f"{window}/call-next")

    assert system.post(f"{window}/miss").json()["state"] == "missed"


def test_a_held_citizen_goes_on_at_the_window(system: Caller, window: str) -> None:
    ticket = take(system)
    system.post(f"{window}/call-next")
    system.post(f"{window}/start")

    held = system.post(f"{window}/hold", {"reason": "填表"}).json()
    seen = system.get(window).json()
    back = system.post(f"{window}/resume-ticket", {"ticket": ticket}).json()

    assert held["state"] == "held"
    assert [view["id"] for view in seen["held"]] == [ticket]
    assert back["state"] == "serving"


def test_a_transfer_keeps_the_number(system: Caller, window: str) -> None:
    take(system)
    system.post(f"{window}/call-next")
    system.post(f"{window}/start")

    moved = system.post(f"{window}/transfer", {"queue": "CR"}).json()

    assert (moved["number"], moved["queue"], moved["state"]) == ("A001", "CR", "waiting")


def test_a_transfer_to_nowhere_is_not_found(system: Caller, window: str) -> None:
    take(system)
    system.post(f"{window}/call-next")
    system.post(f"{window}/start")

    answer = system.post(f"{window}/transfer", {"queue": "NONE"})

    assert (answer.status_code, code_of(answer)) == (404, "hall.queue_not_found")


def test_a_pause_has_a_reason_and_an_end(system: Caller, window: str) -> None:
    paused = system.post(f"{window}/pause", {"reason": "meal"}).json()
    refused = system.post(f"{window}/call-next")
    opened = system.post(f"{window}/resume").json()
    closed = system.post(f"{window}/log-out").json()

    assert (paused["state"], paused["pause_reason"]) == ("paused", "meal")
    assert code_of(refused) == "hall.window_not_open"
    assert (opened["state"], closed["state"]) == ("open", "closed")


@pytest.mark.parametrize("asked", [{}, {"reason": "lunch"}, {"reason": None}])
def test_a_pause_without_a_known_reason_is_refused(
    system: Caller, window: str, asked: dict[str, str]
) -> None:
    answer = system.post(f"{window}/pause", asked)

    assert (answer.status_code, code_of(answer)) == (422, "api.bad_fields")


def test_a_system_may_not_call_out_of_order(system: Caller, window: str) -> None:
    answer = system.post(f"{window}/call", {"ticket": take(system), "reason": "军人优先"})

    assert (answer.status_code, code_of(answer)) == (403, "not_allowed")


def test_who_holds_the_right_calls_out_of_order(
    system: Caller, window: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rights = RIGHTS_OF_DEVICE[DeviceKind.SYSTEM] | {Right.CALL_CHOSEN}
    monkeypatch.setitem(RIGHTS_OF_DEVICE, DeviceKind.SYSTEM, rights)
    people.forget_keys()
    take(system)
    second = take(system)

    answer = system.post(f"{window}/call", {"ticket": second, "reason": "军人优先"})

    assert (answer.status_code, answer.json()["id"]) == (200, second)
    assert answer.json()["state"] == "called"


@pytest.mark.parametrize("window_id", ["999999", str(2**63 - 1)])
@pytest.mark.parametrize("move", ["call-next", "log-in", "start", "finish", "log-out", "resume"])
def test_an_unknown_window_is_not_found(system: Caller, window_id: str, move: str) -> None:
    answer = system.post(f"/windows/{window_id}/{move}")

    assert (answer.status_code, code_of(answer)) == (404, "centres.window_not_found")


@pytest.mark.parametrize("window_id", ["0", "-1", str(2**63), "9" * 5000, "x"])
def test_what_is_no_window_id_is_refused(system: Caller, window_id: str) -> None:
    answer = system.post(f"/windows/{window_id}/call-next")

    assert answer.status_code in {404, 422}
    assert code_of(answer) in {"api.bad_fields", "api.not_found"}


def test_a_machine_does_not_serve(hall: Hall, machine: Caller) -> None:
    answer = machine.post(f"/windows/{hall.windows[1]}/log-in")

    assert (answer.status_code, code_of(answer)) == (403, "not_allowed")


def test_a_screen_sees_its_own_window_only(hall: Hall, screen: Caller) -> None:
    own = screen.get(f"/windows/{hall.windows[1]}")
    other = screen.get(f"/windows/{hall.windows[2]}")

    assert own.status_code == 200
    assert (other.status_code, code_of(other)) == (404, "centres.window_not_found")
