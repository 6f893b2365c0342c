"""Originals go back to whoever may take them, on record; what is due back is known."""

from collections.abc import Callable

import pytest

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall
from tests.cases.office import Office, build_office, ten
from tests.cases.papers import ISSUE, ROOM
from yimen.journeys import returns
from yimen.kernel.errors import DomainError, NotAllowed
from yimen.services.cases.actions import custody, deciding, giving_back
from yimen.services.cases.actions.custody import Sheet
from yimen.services.cases.errors import (
    NoPaperChosen,
    NotTheTaker,
    PaperElsewhere,
    PaperMoveNotAllowed,
    PaperNotFound,
    ReasonNeeded,
    ResultPaper,
    RouteNotAllowed,
)
from yimen.services.cases.models.handing import GiveBack
from yimen.services.cases.queries import cases
from yimen.services.cases.queries import custody as queries
from yimen.services.cases.queries.handing import given_back
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import (
    OWES_BACK,
    PaperKind,
    PaperState,
    Place,
    PlaceKind,
    due_back,
)
from yimen.services.cases.rules.handing import Shown, Taker
from yimen.services.cases.rules.states import FINAL, State
from yimen.support import audit

OWN = Shown(CITIZEN, "演示张三", by_reader=True)


class Counter:
    """A window with originals of a received case."""

    def __init__(self, hall: Hall) -> None:
        self.office = build_office(hall)
        self.window = Place(PlaceKind.WINDOW, hall.windows[1])
        self.case: CaseView = self.office.received()

    def keep(self, *names: str, kind: PaperKind = PaperKind.ORIGINAL) -> list[str]:
        """Papers in the clerk's hands."""
        sheets = [Sheet(kind, name) for name in names]
        made = custody.register(self.case.id, sheets, self.window, by=self.office.clerk, at=ten(6))
        return [paper.barcode for paper in made]

    def withdraw(self) -> None:
        deciding.withdraw(self.case.id, "不办了", by=self.office.clerk, at=ten(20))

    def give_back(self, *barcodes: str, shown: Shown = OWN, place: Place | None = None) -> None:
        giving_back.give_back(
            self.case.id,
            barcodes,
            place or self.window,
            shown,
            signature_file="f",
            by=self.office.clerk,
            at=ten(30),
        )

    def refusal(self, *barcodes: str, **more: object) -> type[DomainError]:
        with pytest.raises(DomainError) as caught:
            self.give_back(*barcodes, **more)  # type: ignore[arg-type]
        return type(caught.value)


@pytest.fixture
def counter(hall: Hall) -> Counter:
    return Counter(hall)


def test_originals_of_a_withdrawn_case_go_back_signed_for(counter: Counter) -> None:
    one, other = counter.keep("身份证原件", "户口簿原件")
    counter.withdraw()

    counter.give_back(one, other)

    papers = queries.papers_of(counter.case.id)
    assert [(each.state, each.holder) for each in papers] == [(PaperState.GONE, None)] * 2
    last = queries.history(papers[0].id)[-1]
    assert (last.event, last.target, last.note) == (
        "hand_out",
        Place(PlaceKind.CITIZEN),
        "applicant",
    )
    taken = given_back(other, case_id=counter.case.id)
    assert taken is not None
    assert (taken.taker, taken.by_reader, taken.signature_file) == (Taker.APPLICANT, True, "f")
    assert CITIZEN not in taken.id
    log = [line.event for line in cases.log(counter.case.id)]
    assert log[-3:] == ["give_back", "hand_out_paper", "hand_out_paper"]
    assert list(audit.verify()) == []


def test_a_proxy_takes_originals_with_both_cards_and_an_authority(counter: Counter) -> None:
    code = counter.keep("身份证原件")[0]
    stranger = Shown(OTHER_CITIZEN, "演示李四")
    assert counter.refusal(code, shown=stranger) is NotTheTaker

    counter.give_back(
        code,
        shown=Shown(OTHER_CITIZEN, "演示李四", applicants_number=CITIZEN, authority=True),
    )

    assert GiveBack.objects.get().taker == "proxy"


def test_what_cannot_be_given_back_says_why_and_stays(counter: Counter) -> None:
    original = counter.keep("身份证原件")[0]
    result = counter.keep("居住证", kind=PaperKind.RESULT)[0]
    moved = counter.keep("户口簿原件")[0]
    custody.give([moved], ROOM, by=counter.office.clerk, at=ten(7))

    assert counter.refusal() is NoPaperChosen
    assert counter.refusal("123") is PaperNotFound
    assert counter.refusal(original, result) is ResultPaper
    assert counter.refusal(original, place=ROOM) is PaperElsewhere
    assert counter.refusal(original, moved) is PaperMoveNotAllowed
    custody.take(moved, ROOM, by=counter.office.colleague, at=ten(8))
    assert counter.refusal(moved, place=ROOM) is RouteNotAllowed

    assert queries.paper(original).state is PaperState.HERE
    assert not GiveBack.objects.exists()


def test_a_paper_is_given_back_once(counter: Counter) -> None:
    code = counter.keep("身份证原件")[0]
    counter.give_back(code)

    assert counter.refusal(code) is PaperElsewhere
    assert GiveBack.objects.count() == 1


def test_who_does_not_act_for_the_place_gives_nothing_back(counter: Counter) -> None:
    code = counter.keep("身份证原件")[0]

    with pytest.raises(NotAllowed):
        giving_back.give_back(
            counter.case.id,
            [code],
            ISSUE,
            OWN,
            signature_file="f",
            by=counter.office.clerk,
            at=ten(30),
        )


def test_originals_of_cases_that_ended_without_a_decision_are_due_back(counter: Counter) -> None:
    first, second = counter.keep("身份证原件", "户口簿原件")
    counter.keep("复印件", kind=PaperKind.COPY)
    centre_id = counter.office.hall.centre_id
    assert queries.owed_back(centre_id) == []

    counter.withdraw()
    owed = [view.barcode for view in queries.owed_back(centre_id)]
    counter.give_back(first)

    assert owed == [first, second]
    assert [view.barcode for view in queries.owed_back(centre_id)] == [second]
    assert [view.barcode for view in queries.owed_back(centre_id, place=counter.window)] == [second]
    assert queries.owed_back(centre_id, place=ROOM) == []
    assert queries.owed_back(centre_id + 1) == []


@pytest.mark.parametrize("case_state", list(State))
def test_every_state_of_a_case_says_whether_originals_are_due_back(case_state: State) -> None:
    owes = case_state in FINAL - {State.DELIVERED, State.CLOSED, State.EXPIRED}

    assert (case_state in OWES_BACK) is owes
    assert due_back(PaperKind.ORIGINAL, PaperState.HERE, case_state) is owes
    assert due_back(PaperKind.ORIGINAL, PaperState.MISSING, case_state) is owes
    assert due_back(PaperKind.ORIGINAL, PaperState.GONE, case_state) is False
    assert due_back(PaperKind.COPY, PaperState.HERE, case_state) is False


@pytest.mark.parametrize(
    ("turn_away", "state"),
    [
        (
            lambda office, case_id: returns.turn_away(
                case_id, "不属本市管辖", authority="省厅", by=office.clerk, at=ten(9)
            ),
            State.NOT_COMPETENT,
        ),
        (
            lambda office, case_id: returns.turn_away(
                case_id, "不需要办理", by=office.clerk, at=ten(9)
            ),
            State.NOT_REQUIRED,
        ),
    ],
)
def test_who_is_turned_away_at_the_window_leaves_no_paper(
    hall: Hall, turn_away: Callable[[Office, int], CaseView], state: State
) -> None:
    office = build_office(hall)
    draft = office.filled()

    view = turn_away(office, draft.id)

    assert view.state is state
    assert queries.papers_of(draft.id) == []


def test_turning_away_without_a_reason_leaves_the_draft_a_draft(hall: Hall) -> None:
    office = build_office(hall)
    draft = office.filled()

    with pytest.raises(ReasonNeeded):
        returns.turn_away(draft.id, "", by=office.clerk, at=ten(9))

    assert cases.case(draft.id).state is State.DRAFT
