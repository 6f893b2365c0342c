"""The calling rule, by cases a hall manager would put to it."""

import math

from hypothesis import given
from hypothesis import strategies as st

from yimen.services.hall.rules.dispatch import (
    DEFAULT_MAX_WAIT_SECONDS,
    DEFAULT_RATES,
    FreeWindow,
    TicketClass,
    Waiting,
    choose_ticket,
    choose_window,
    connected_queues,
    line_at,
)

NOON = 12 * 3600.0
MAX_WAIT = DEFAULT_MAX_WAIT_SECONDS


def waiting(
    number: int, minutes: float, ticket_class: TicketClass = TicketClass.ORDINARY
) -> Waiting:
    since = NOON - minutes * 60
    return Waiting(since, number, "HZ", DEFAULT_RATES[ticket_class], since)


def called(*heads: Waiting, max_wait: float = MAX_WAIT) -> int | None:
    ticket = choose_ticket(heads, now=NOON, max_wait=max_wait)
    return None if ticket is None else ticket.number


def test_nobody_is_called_where_nobody_waits() -> None:
    assert called() is None


def test_within_a_class_the_longest_wait_is_called() -> None:
    assert called(waiting(1, 5), waiting(2, 9), waiting(3, 7)) == 2


def test_a_class_with_a_higher_rate_overtakes_in_proportion_to_its_rate() -> None:
    assert called(waiting(1, 20), waiting(2, 9, TicketClass.BOOKED)) == 1
    assert called(waiting(1, 20), waiting(2, 11, TicketClass.BOOKED)) == 2
    assert called(waiting(1, 20), waiting(2, 6, TicketClass.PRIORITY)) == 1
    assert called(waiting(1, 20), waiting(2, 7, TicketClass.PRIORITY)) == 2


def test_equal_scores_go_to_the_lower_number() -> None:
    assert called(waiting(8, 20), waiting(7, 10, TicketClass.BOOKED)) == 7
    assert called(waiting(7, 20), waiting(8, 10, TicketClass.BOOKED)) == 7


def test_a_wait_at_the_maximum_is_not_yet_beyond_it() -> None:
    at_limit = waiting(1, MAX_WAIT / 60)
    green = waiting(2, 40, TicketClass.PRIORITY)

    assert called(at_limit, green) == 2


def test_a_wait_beyond_the_maximum_goes_before_every_class() -> None:
    beyond = waiting(1, MAX_WAIT / 60 + 0.1)
    green = waiting(2, 44, TicketClass.PRIORITY)

    assert called(beyond, green) == 1
    assert called(green, beyond) == 1


def test_beyond_the_maximum_the_longest_wait_goes_first_whatever_its_class() -> None:
    green = waiting(2, 50, TicketClass.PRIORITY)

    assert called(green, waiting(1, 51)) == 1
    assert called(green, waiting(3, 50)) == 2
    assert called(green, waiting(1, 50)) == 1


def test_an_early_appointment_is_called_only_where_nobody_else_is_due() -> None:
    early = waiting(1, -10, TicketClass.BOOKED)
    just_came = waiting(2, 0)

    assert called(early, just_came) == 2
    assert called(early) == 1


def test_of_two_early_appointments_the_nearer_slot_is_called() -> None:
    later = waiting(1, -20, TicketClass.BOOKED)
    nearer = waiting(2, -10, TicketClass.BOOKED)

    assert called(later, nearer) == 2


def test_a_wait_counts_from_the_slot_unless_the_citizen_comes_later() -> None:
    assert line_at(100.0, None) == 100.0
    assert line_at(100.0, 160.0) == 160.0
    assert line_at(200.0, 160.0) == 200.0


@given(
    st.lists(
        st.tuples(st.integers(-1800, 9000), st.sampled_from([1.0, 2.0, 3.0])),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from([600.0, MAX_WAIT, math.inf]),
)
def test_the_choice_is_the_first_in_the_written_order(
    line: list[tuple[int, float]], max_wait: float
) -> None:
    tickets = [Waiting(NOON - wait, at, "HZ", rate, 0.0) for at, (wait, rate) in enumerate(line)]

    def written_order(ticket: Waiting) -> tuple[bool, float, int]:
        wait = NOON - ticket.line_at
        late = wait > max_wait
        return (not late, -wait if late else -wait * ticket.rate, ticket.number)

    assert choose_ticket(tickets, now=NOON, max_wait=max_wait) == min(tickets, key=written_order)


@given(st.lists(st.tuples(st.integers(0, 9000), st.sampled_from([1.0, 2.0, 3.0])), min_size=1))
def test_only_heads_of_lines_need_to_compete(line: list[tuple[int, float]]) -> None:
    tickets = [Waiting(NOON - wait, at, "HZ", rate, 0.0) for at, (wait, rate) in enumerate(line)]
    heads = {rate: min(one for one in tickets if one.rate == rate) for _, rate in line}

    assert choose_ticket(heads.values(), now=NOON, max_wait=MAX_WAIT) == choose_ticket(
        tickets, now=NOON, max_wait=MAX_WAIT
    )


def test_the_most_specialised_window_takes_an_arrival_then_the_lowest_number() -> None:
    assert choose_window([FreeWindow(6, 1), FreeWindow(1, 9), FreeWindow(1, 4)]) == FreeWindow(1, 4)
    assert choose_window([]) is None


def test_queues_are_connected_through_shared_windows() -> None:
    skills = [("HZ", "CR"), ("CR", "CG"), ("SB", "YB"), ("GZ",)]

    assert connected_queues(skills, "HZ") == {"HZ", "CR", "CG"}
    assert connected_queues(skills, "GZ") == {"GZ"}
    assert connected_queues(skills, "XX") == {"XX"}
