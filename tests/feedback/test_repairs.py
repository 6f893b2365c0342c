"""The repair of a bad rating from its opening to its end."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from tests.builders import CITIZEN, Hall, at, staff
from yimen.journeys import legal_calendar, serve
from yimen.journeys.rate import rate
from yimen.kernel.errors import DomainError, NotAllowed
from yimen.kernel.workdays import Kind
from yimen.reference.centres.rules.legal import Change
from yimen.reference.people.rules import HOUSE, Actor, Role
from yimen.reference.policy import actions as policy
from yimen.services.feedback import actions, queries
from yimen.services.feedback.actions import Visit
from yimen.services.feedback.errors import (
    AppealOnce,
    CallBackNeeded,
    ExtensionOnce,
    ExtensionTooLate,
    InvitationRefused,
    NoExtensionAsked,
    OwnRating,
    RepairNotFound,
    SamePerson,
    SecondRatingBad,
    StepNotAllowed,
    TextNeeded,
)
from yimen.services.feedback.models import Rating, Repair, RepairStep
from yimen.services.feedback.queries import RepairView
from yimen.services.feedback.rules.rates import rates
from yimen.services.feedback.rules.repair import Answer, Ground, State
from yimen.services.hall import actions as hall_actions
from yimen.support.models import Event

pytestmark = pytest.mark.django_db

TODAY = date(2019, 11, 5)


class Desk:
    """The people around one bad rating."""

    def __init__(self, hall: Hall, *, stars: int = 2, real_name: bool = True) -> None:
        self.hall = hall
        self.clerk = staff(hall, Role.CLERK, "1001")
        self.officer = staff(hall, Role.RATING_OFFICER, "2001")
        self.reviewer = staff(hall, Role.SUPERVISOR, "3001")
        number = hall.windows[1]
        hall.issue("HZ", citizen_id=CITIZEN if real_name else "")
        hall_actions.log_in(number, centre_id=hall.centre_id, by=self.clerk, at=at(0))
        hall.call(1, by=self.clerk)
        hall.press(hall_actions.start, 1, by=self.clerk)
        _, self.token = serve.finish(number, centre_id=hall.centre_id, by=self.clerk, at=at(9))
        self.rating_id = rate(
            self.token, stars, reasons=(), comment="等太久", channel="phone", at=at(10)
        )

    @property
    def id(self) -> int:
        return Repair.objects.get().pk

    @property
    def view(self) -> RepairView:
        return queries.repair(self.id)

    def contacted(self) -> "Desk":
        actions.sign(self.id, by=self.officer, at=at(20))
        actions.contact(self.id, reached=True, text="已致电", by=self.officer, at=at(30))
        return self

    def answered(self) -> "Desk":
        self.contacted()
        actions.answer(self.id, Answer.CORRECTED, text="已增开窗口", by=self.officer, at=at(40))
        return self

    def called_back(self, stars: int | None = 5) -> "Desk":
        self.answered()
        actions.call_back(
            self.id, reached=True, stars=stars, text="满意", by=self.officer, at=at(50)
        )
        return self


@pytest.fixture
def desk(hall: Hall) -> Desk:
    """A repair just opened."""
    return Desk(hall)


def refused(
    kind: type[DomainError], act: Callable[..., object], *args: object, **more: object
) -> None:
    before = list(Repair.objects.values()), RepairStep.objects.count()
    with pytest.raises(kind):
        act(*args, **more)
    assert (list(Repair.objects.values()), RepairStep.objects.count()) == before


@pytest.mark.parametrize(("stars", "opened"), [(1, 1), (2, 1), (3, 0), (4, 0), (5, 0)])
def test_one_and_two_stars_open_a_repair_at_once(hall: Hall, stars: int, opened: int) -> None:
    Desk(hall, stars=stars)

    assert Repair.objects.count() == opened


def test_a_refused_rating_opens_nothing(desk: Desk) -> None:
    with pytest.raises(InvitationRefused):
        rate(desk.token, 1, reasons=(), comment="", channel="phone", at=at(11))

    assert Repair.objects.count() == 1


def test_a_rating_has_one_repair_however_often_it_is_opened(desk: Desk) -> None:
    again = actions.open_repair(desk.rating_id, real_name=True, at=at(99))

    assert (again, Repair.objects.count()) == (desk.id, 1)


def test_a_new_repair_knows_who_was_rated_and_its_limits(desk: Desk) -> None:
    view = desk.view

    assert (view.state, view.stars, view.comment) == (State.OPEN, 2, "等太久")
    assert (view.rated_id, view.real_name) == (desk.clerk.id, True)
    assert (view.due, view.dues.contact, view.dues.feedback) == (
        date(2019, 11, 6),
        date(2019, 11, 7),
        date(2019, 11, 12),
    )
    assert not view.overdue(date(2019, 11, 6))
    assert view.overdue(date(2019, 11, 7))


def test_limits_are_those_of_the_day_of_the_rating(hall: Hall) -> None:
    policy.set_value(
        "feedback.repair_feedback_days", 10, effective_from=TODAY, source="通知", staff_id=None
    )
    desk = Desk(hall)
    policy.set_value(
        "feedback.repair_feedback_days",
        3,
        effective_from=TODAY + timedelta(days=1),
        source="通知",
        staff_id=None,
    )

    assert desk.view.dues.feedback == date(2019, 11, 19)


def test_the_rated_clerk_hears_nothing_on_the_topics_of_the_hall(desk: Desk) -> None:
    desk.called_back()

    events = Event.objects.filter(name="repair.changed")
    assert {topic for e in events for topic in e.topics} == {f"repairs:{desk.hall.centre_id}"}
    assert [e.body["step"] for e in events.order_by("id")] == [
        "opened", "sign", "contact", "answer", "call_back"
    ]  # fmt: skip


def test_a_repair_goes_its_way_and_every_step_is_noted(desk: Desk) -> None:
    desk.called_back()
    actions.close(desk.id, text="已整改", by=desk.officer, at=at(60))

    view = desk.view
    assert (view.state, view.in_time, view.second_stars, view.over) == (
        State.CLOSED, True, 5, True
    )  # fmt: skip
    assert [(s.step, s.by, s.text) for s in queries.steps(desk.id)] == [
        ("open", "house", ""),
        ("sign", "2001", ""),
        ("contact", "2001", "已致电"),
        ("answer", "2001", "已增开窗口"),
        ("call_back", "2001", "满意"),
        ("close", "2001", "已整改"),
    ]
    assert queries.steps(desk.id)[3].facts == {"kind": "corrected"}


def test_steps_out_of_order_are_refused(desk: Desk) -> None:
    refused(
        StepNotAllowed,
        actions.answer,
        desk.id,
        Answer.EXPLAINED,
        text="x",
        by=desk.officer,
        at=at(20),
    )
    refused(StepNotAllowed, actions.close, desk.id, text="x", by=desk.officer, at=at(20))
    desk.contacted()
    refused(StepNotAllowed, actions.sign, desk.id, by=desk.officer, at=at(40))


def test_only_staff_with_the_right_handle_and_review(desk: Desk) -> None:
    for actor in (desk.clerk, desk.reviewer, HOUSE, Actor("citizen", 0, "x")):
        refused(NotAllowed, actions.sign, desk.id, by=actor, at=at(20))
    desk.contacted()
    actions.appeal(desk.id, Ground.MISTAKEN, text="误按", by=desk.officer, at=at(40))
    refused(
        NotAllowed,
        actions.decide_appeal,
        desk.id,
        upheld=True,
        text="x",
        by=desk.officer,
        at=at(41),
    )


def test_the_rated_person_neither_handles_nor_reviews(hall: Hall) -> None:
    desk = Desk(hall)
    Repair.objects.update(rated_id=desk.officer.id)
    refused(OwnRating, actions.sign, desk.id, by=desk.officer, at=at(20))

    Repair.objects.update(rated_id=desk.clerk.id)
    desk.contacted()
    actions.appeal(desk.id, Ground.MISTAKEN, text="误按", by=desk.officer, at=at(40))
    Repair.objects.update(rated_id=desk.reviewer.id)
    refused(
        OwnRating,
        actions.decide_appeal,
        desk.id,
        upheld=True,
        text="x",
        by=desk.reviewer,
        at=at(41),
    )


def both(hall: Hall, number: str) -> Actor:
    """Somebody who may handle and review."""
    actor = staff(hall, Role.RATING_OFFICER, number)
    supervisor = staff(hall, Role.SUPERVISOR, number + "9")
    return Actor("staff", actor.id, number, (*actor.grants, *supervisor.grants))


def test_who_appealed_does_not_decide(desk: Desk) -> None:
    desk.contacted()
    two_roles = both(desk.hall, "4001")
    actions.appeal(desk.id, Ground.MALICIOUS, text="证据", by=two_roles, at=at(40))

    refused(
        SamePerson,
        actions.decide_appeal,
        desk.id,
        upheld=True,
        text="x",
        by=two_roles,
        at=at(41),
    )
    actions.decide_appeal(desk.id, upheld=True, text="属实", by=desk.reviewer, at=at(42))

    assert desk.view.state is State.EXCLUDED
    rating = Rating.objects.get()
    assert (rating.excluded_for, rating.excluded_at) == ("malicious", at(42))


def test_the_database_keeps_four_eyes_and_the_rated_person_apart(desk: Desk) -> None:
    desk.contacted()
    actions.appeal(desk.id, Ground.MISTAKEN, text="误按", by=desk.officer, at=at(40))

    for change, constraint in (
        ({"handler_id": desk.clerk.id}, "handler_not_rated"),
        ({"appeal_decided_by": desk.officer.id}, "appeal_four_eyes"),
        ({"appeal_decided_by": desk.clerk.id}, "appeal_four_eyes"),
        ({"extension_asked_by": 5, "extension_decided_by": 5}, "extension_four_eyes"),
        ({"extension_decided_by": desk.clerk.id}, "extension_four_eyes"),
        ({"state": "excluded"}, "excluded_by_decision"),
        ({"state": "closed"}, "closed_at"),
        ({"state": "lost"}, "state_known"),
        ({"second_stars": 6}, "second_stars"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Repair.objects.update(**change)


def test_an_excluded_rating_stays_and_counts_no_more(desk: Desk) -> None:
    desk.contacted()
    actions.appeal(desk.id, Ground.NOT_OURS, text="说的是停车场", by=desk.officer, at=at(40))
    actions.decide_appeal(desk.id, upheld=True, text="属实", by=desk.reviewer, at=at(42))

    tally = queries.tally_between(desk.hall.centre_id, at(0), at(60), today=TODAY)
    assert (tally.services, dict(tally.given), tally.repairs_due) == (1, {}, 0)
    assert rates(tally).bad is None
    assert queries.counts_between(desk.hall.centre_id, at(0), at(60)) == (1, 0, 0, 0)
    assert Rating.objects.count() == 1


def test_a_rejected_appeal_gives_the_days_back_and_cannot_be_repeated(desk: Desk) -> None:
    desk.contacted()
    actions.appeal(desk.id, Ground.MISTAKEN, text="误按", by=desk.officer, at=at(40))
    during = desk.view
    later = at(0) + timedelta(days=6)
    actions.decide_appeal(desk.id, upheld=False, text="不属实", by=desk.reviewer, at=later)

    assert (during.due, during.dues.feedback) == (date(2019, 11, 12), None)
    assert (desk.view.state, desk.view.due) == (State.CONTACTED, date(2019, 11, 18))
    refused(
        AppealOnce, actions.appeal, desk.id, Ground.MISTAKEN, text="x", by=desk.officer, at=later
    )


def test_an_extension_is_granted_by_somebody_else(desk: Desk) -> None:
    desk.contacted()
    two_roles = both(desk.hall, "4001")
    refused(
        NoExtensionAsked, actions.decide_extension, desk.id, grant=True, text="x", by=two_roles,
        at=at(31),
    )  # fmt: skip
    actions.ask_extension(desk.id, text="需核查录像", by=two_roles, at=at(40))
    refused(
        SamePerson,
        actions.decide_extension,
        desk.id,
        grant=True,
        text="x",
        by=two_roles,
        at=at(41),
    )
    actions.decide_extension(desk.id, grant=True, text="同意", by=desk.reviewer, at=at(42))

    assert desk.view.due == date(2019, 11, 26)
    refused(ExtensionOnce, actions.ask_extension, desk.id, text="x", by=desk.officer, at=at(50))
    refused(
        NoExtensionAsked, actions.decide_extension, desk.id, grant=False, text="x",
        by=desk.reviewer, at=at(51),
    )  # fmt: skip


def test_a_refused_extension_leaves_the_limit(desk: Desk) -> None:
    desk.contacted()
    actions.ask_extension(desk.id, text="需核查", by=desk.officer, at=at(40))
    actions.decide_extension(desk.id, grant=False, text="不同意", by=desk.reviewer, at=at(42))

    assert (desk.view.due, desk.view.extension_granted) == (date(2019, 11, 12), False)


def test_an_extension_after_the_limit_is_too_late(desk: Desk) -> None:
    desk.contacted()
    late = at(0) + timedelta(days=8)

    refused(ExtensionTooLate, actions.ask_extension, desk.id, text="x", by=desk.officer, at=late)


@pytest.mark.parametrize(("days", "in_time"), [(7, True), (8, False)])
def test_an_answer_is_in_time_up_to_the_last_day(desk: Desk, days: int, in_time: bool) -> None:
    desk.contacted()
    when = at(0) + timedelta(days=days)

    actions.answer(desk.id, Answer.EXPLAINED, text="已说明", by=desk.officer, at=when)

    assert desk.view.in_time is in_time


def test_the_last_day_ends_at_midnight_of_the_centre(desk: Desk) -> None:
    desk.contacted()
    last_minute = datetime.fromisoformat("2019-11-12T23:59:00+08:00")

    actions.answer(desk.id, Answer.EXPLAINED, text="已说明", by=desk.officer, at=last_minute)

    assert desk.view.in_time is True


def test_who_is_known_by_name_is_called_back_before_the_end(desk: Desk) -> None:
    desk.answered()
    refused(CallBackNeeded, actions.close, desk.id, text="x", by=desk.officer, at=at(50))
    for minute in (51, 52, 53):
        actions.call_back(
            desk.id, reached=False, stars=None, text="无人接听", by=desk.officer, at=at(minute)
        )
    actions.close(desk.id, text="三次未接通", by=desk.officer, at=at(60))

    assert (desk.view.state, desk.view.attempts) == (State.CLOSED, 3)
    tally = queries.tally_between(desk.hall.centre_id, at(0), at(60), today=TODAY)
    assert rates(tally).called_back == Fraction(0)


def test_who_gave_no_identity_need_not_be_called(hall: Hall) -> None:
    desk = Desk(hall, real_name=False).answered()

    actions.close(desk.id, text="已整改", by=desk.officer, at=at(50))

    assert not desk.view.real_name
    tally = queries.tally_between(hall.centre_id, at(0), at(60), today=TODAY)
    assert (rates(tally).called_back, rates(tally).repaired) == (None, Fraction(1))


def test_a_bad_second_rating_is_answered_before_the_end(desk: Desk) -> None:
    desk.called_back(stars=1)
    refused(SecondRatingBad, actions.close, desk.id, text="x", by=desk.officer, at=at(60))

    actions.answer(desk.id, Answer.CORRECTED, text="再次整改", by=desk.officer, at=at(61))
    actions.call_back(desk.id, reached=True, stars=4, text="满意", by=desk.officer, at=at(62))
    actions.close(desk.id, text="已整改", by=desk.officer, at=at(63))

    assert (desk.view.state, desk.view.second_stars) == (State.CLOSED, 4)


def test_a_step_needs_its_note(desk: Desk) -> None:
    actions.sign(desk.id, by=desk.officer, at=at(20))

    refused(
        TextNeeded,
        actions.contact,
        desk.id,
        reached=True,
        text=" ",
        by=desk.officer,
        at=at(30),
    )


def test_an_unknown_repair_is_not_found(desk: Desk) -> None:
    refused(RepairNotFound, actions.sign, desk.id + 1, by=desk.officer, at=at(20))
    with pytest.raises(RepairNotFound):
        queries.repair(desk.id + 1)


def test_lists_tell_open_ones_and_ended_ones_apart(desk: Desk) -> None:
    centre_id = desk.hall.centre_id

    assert [r.id for r in queries.repairs(centre_id)] == [desk.id]
    assert queries.repairs(centre_id + 1) == []
    desk.called_back()
    actions.close(desk.id, text="已整改", by=desk.officer, at=at(60))
    assert queries.repairs(centre_id) == []
    assert [r.id for r in queries.repairs(centre_id, states=[State.CLOSED])] == [desk.id]


def test_a_changed_calendar_reckons_open_repairs_anew_and_notes_it(desk: Desk) -> None:
    security = staff(desk.hall, Role.SECURITY_ADMIN, "5001", centre=False)

    def change(day: int, base: int) -> None:
        legal_calendar.change_calendar(
            [Change(date(2019, 11, day), Kind.REST, "台风")],
            notice="市政府通告", base=base, by=security, at=at(20),
        )  # fmt: skip

    change(8, 0)
    change(27, 2)  # after every due date: nothing moves, nothing is noted

    assert desk.view.dues.feedback == date(2019, 11, 13)
    assert desk.view.calendar_version == 3
    noted = [s.facts for s in queries.steps(desk.id) if s.step == "reckon"]
    assert [facts["calendar"] for facts in noted] == [2]
    assert noted[0]["before"]["feedback_due"] == "2019-11-12"  # type: ignore[index]
    assert noted[0]["after"]["feedback_due"] == "2019-11-13"  # type: ignore[index]


def test_an_ended_repair_is_not_reckoned_anew(desk: Desk) -> None:
    desk.called_back()
    actions.close(desk.id, text="已整改", by=desk.officer, at=at(60))
    security = staff(desk.hall, Role.SECURITY_ADMIN, "5001", centre=False)

    legal_calendar.change_calendar(
        [Change(date(2019, 11, 8), Kind.REST, "台风")],
        notice="通告",
        base=0,
        by=security,
        at=at(70),
    )

    assert (desk.view.dues.feedback, desk.view.calendar_version) == (date(2019, 11, 12), 0)


def test_only_who_dates_parameters_changes_the_calendar(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        legal_calendar.change_calendar(
            [Change(date(2019, 11, 8), Kind.REST)], notice="x", base=0, by=desk.officer, at=at(1)
        )
    with pytest.raises(NotAllowed):
        legal_calendar.adopt_years(base=0, by=desk.officer, at=at(1))


def default_after(days: int) -> None:
    policy.set_value(
        "feedback.default_days", days, effective_from=TODAY, source="2019 年试行", staff_id=None
    )


def test_ratings_by_rule_are_off_unless_the_city_has_such_a_rule() -> None:
    actions.invite(Visit(1, 1, 7, 3, None), at=at(0))

    assert actions.give_defaults(at=at(0) + timedelta(days=20)) == 0


def test_a_rating_by_rule_is_marked_and_gives_way_to_the_citizens_own() -> None:
    default_after(7)
    token = actions.invite(Visit(1, 1, 7, 3, None), at=at(0))
    week = at(0) + timedelta(days=7)

    assert actions.give_defaults(at=week - timedelta(seconds=1)) == 0
    assert actions.give_defaults(at=week) == 1
    assert actions.give_defaults(at=week) == 0
    by_rule = queries.tally_between(1, at(0), at(1), today=TODAY)
    assert (dict(by_rule.given), dict(by_rule.by_default)) == ({}, {3: 1})

    actions.rate(token, 5, reasons=(), comment="", channel="phone", at=week + timedelta(days=1))
    own = queries.tally_between(1, at(0), at(1), today=TODAY)
    assert (dict(own.given), dict(own.by_default)) == ({5: 1}, {})
