"""Centres, lines and boards over the API."""

from tests.api.conftest import Caller, code_of
from tests.builders import Hall


def test_a_key_sees_its_own_centre(hall: Hall, board: Caller) -> None:
    assert board.get("/centres").json() == [
        {
            "id": hall.centre_id,
            "code": "test",
            "name": "测试中心",
            "name_en": "",
            "name_hant": "",
            "address": "",
            "zone": "Asia/Shanghai",
        }
    ]


def test_lines_tell_who_waits(hall: Hall, system: Caller, board: Caller) -> None:
    hall.open(1, 2)
    system.post("/tickets", {"queue": "HZ"})

    lines = board.get(f"/centres/{hall.centre_id}/queues").json()

    assert [(line["code"], line["waiting"], line["open_windows"]) for line in lines] == [
        ("HZ", 1, 2),
        ("CR", 0, 1),
    ]


def test_a_board_shows_calls_lines_and_missed_numbers(
    hall: Hall, system: Caller, board: Caller
) -> None:
    hall.open(1)
    for _ in range(2):
        system.post("/tickets", {"queue": "HZ"})
    window = f"/windows/{hall.windows[1]}"
    system.post(f"{window}/call-next")
    system.post(f"{window}/miss")
    system.post(f"{window}/call-next")

    shown = board.get(f"/centres/{hall.centre_id}/board").json()

    assert [call["number"] for call in shown["calls"]] == ["A002", "A001"]
    assert [missed["number"] for missed in shown["missed"]] == ["A001"]
    assert {line["queue"]: line["waiting"] for line in shown["lines"]} == {"HZ": 0, "CR": 0}


def test_an_areas_board_shows_its_own_calls(hall: Hall, system: Caller, board: Caller) -> None:
    hall.open(1)
    system.post("/tickets", {"queue": "HZ"})
    system.post(f"/windows/{hall.windows[1]}/call-next")

    def calls(area: str) -> list[str]:
        found = board.get(f"/centres/{hall.centre_id}/board?area={area}").json()["calls"]
        return [call["number"] for call in found]

    assert (calls("A"), calls("B")) == (["A001"], [])


def test_another_centre_is_not_found(hall: Hall, board: Caller) -> None:
    for path in ("queues", "board"):
        answer = board.get(f"/centres/{hall.centre_id + 1}/{path}")
        assert (answer.status_code, code_of(answer)) == (404, "centres.centre_not_found")


def test_a_strange_area_is_refused(hall: Hall, board: Caller) -> None:
    answer = board.get(f"/centres/{hall.centre_id}/board?area=%00")

    assert (answer.status_code, code_of(answer)) == (422, "api.bad_fields")
