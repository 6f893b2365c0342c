"""The rater rates the repair: by the first link, or by a one-time address of its own."""

from datetime import timedelta

import pytest

from tests.builders import Hall, at
from tests.feedback.test_repairs import Desk, refused
from yimen.kernel.errors import NotAllowed
from yimen.services.feedback import actions, queries
from yimen.services.feedback.errors import (
    BadStars,
    InvitationRefused,
    NothingToRateAgain,
    StepNotAllowed,
)
from yimen.services.feedback.models import SecondInvitation
from yimen.services.feedback.rules.repair import Answer, State
from yimen.support.secrets import digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(hall: Hall) -> Desk:
    """A repair just opened."""
    return Desk(hall)


def test_the_rater_rates_the_repair_by_the_first_link_once_an_answer(desk: Desk) -> None:
    def again(stars: int, minutes: float) -> None:
        actions.rate_again(desk.token, stars, text="", at=at(minutes))

    refused(NothingToRateAgain, again, 5, 11)
    desk.answered()
    again(2, 45)
    refused(NothingToRateAgain, again, 5, 46)
    actions.call_back(desk.id, reached=True, stars=None, text="不满意", by=desk.officer, at=at(50))
    actions.answer(desk.id, Answer.CORRECTED, text="再次整改", by=desk.officer, at=at(55))
    again(5, 56)

    assert desk.view.second_stars == 5
    assert [s.by for s in queries.steps(desk.id) if s.step == "rate_again"] == ["citizen"] * 2


def test_a_wrong_link_or_wrong_stars_rate_nothing_again(desk: Desk) -> None:
    desk.answered()

    refused(NothingToRateAgain, actions.rate_again, "unknown", 5, text="", at=at(45))
    refused(BadStars, actions.rate_again, desk.token, 6, text="", at=at(45))
    refused(
        BadStars, actions.call_back, desk.id, reached=True, stars=0, text="x", by=desk.officer,
        at=at(45),
    )  # fmt: skip


def invited(desk: Desk, minutes: float = 45) -> str:
    """An address for the second rating."""
    return actions.invite_again(desk.id, by=desk.officer, at=at(minutes))


def stop(token: str, minutes: float) -> str:
    """Why the page behind an address does not ask; empty where it does."""
    seen = queries.second(token, at=at(minutes))
    assert seen is not None
    return seen.stop


def test_the_rater_rates_the_repair_once_by_an_address_of_its_own(desk: Desk) -> None:
    desk.answered()
    token = invited(desk)

    actions.rate_again(token, 4, text=" 谢谢 ", at=at(50))

    assert (desk.view.second_stars, desk.view.state) == (4, State.ANSWERED)
    last = queries.steps(desk.id)[-1]
    assert (last.step, last.by, last.text) == ("rate_again", "citizen", "谢谢")
    refused(InvitationRefused, actions.rate_again, token, 5, text="", at=at(51))
    assert stop(token, 51) == "used"


def test_of_the_address_only_a_digest_is_kept(desk: Desk) -> None:
    desk.answered()

    token = invited(desk)

    row = SecondInvitation.objects.get()
    assert bytes(row.digest) == digest(token)
    assert all(token not in str(line) for line in queries.steps(desk.id))


def test_an_address_ends_after_the_days_in_force(desk: Desk) -> None:
    desk.answered()
    token = invited(desk)
    end = at(45) + timedelta(days=15)

    refused(InvitationRefused, actions.rate_again, token, 5, text="", at=end)

    seen = queries.second(token, at=end)
    assert seen is not None
    assert (seen.stop, seen.expires_at) == ("expired", end)
    actions.rate_again(token, 5, text="", at=end - timedelta(seconds=1))


def test_a_new_address_takes_the_place_of_the_old(desk: Desk) -> None:
    desk.answered()
    old = invited(desk, 45)

    new = invited(desk, 46)

    refused(InvitationRefused, actions.rate_again, old, 5, text="", at=at(47))
    actions.rate_again(new, 5, text="", at=at(47))


def test_both_links_together_rate_an_answer_once(desk: Desk) -> None:
    desk.answered()
    token = invited(desk)
    actions.rate_again(desk.token, 3, text="", at=at(46))

    refused(NothingToRateAgain, actions.rate_again, token, 5, text="", at=at(47))

    assert stop(token, 47) == "rated"
    refused(NothingToRateAgain, actions.invite_again, desk.id, by=desk.officer, at=at(48))
    assert SecondInvitation.objects.get().used_at is None


def test_another_answer_is_rated_by_another_address(desk: Desk) -> None:
    desk.answered()
    first = invited(desk)
    actions.rate_again(first, 1, text="", at=at(46))
    actions.call_back(desk.id, reached=True, stars=None, text="仍不满", by=desk.officer, at=at(47))
    actions.answer(desk.id, Answer.CORRECTED, text="再次整改", by=desk.officer, at=at(48))
    assert stop(first, 49) == "used"

    actions.rate_again(invited(desk, 49), 5, text="", at=at(50))

    assert desk.view.second_stars == 5


def test_nobody_is_invited_before_the_answer_nor_after_the_end(desk: Desk) -> None:
    refused(StepNotAllowed, actions.invite_again, desk.id, by=desk.officer, at=at(11))
    desk.called_back(stars=None)
    token = invited(desk, 55)
    actions.close(desk.id, text="已整改", by=desk.officer, at=at(60))

    refused(StepNotAllowed, actions.invite_again, desk.id, by=desk.officer, at=at(61))

    refused(NothingToRateAgain, actions.rate_again, token, 5, text="", at=at(62))
    assert stop(token, 62) == "not_now"


def test_only_who_handles_ratings_invites(desk: Desk) -> None:
    desk.answered()

    for other in (desk.reviewer, desk.clerk):
        refused(NotAllowed, actions.invite_again, desk.id, by=other, at=at(45))


def test_what_the_rater_sees_is_the_last_answer(desk: Desk) -> None:
    desk.answered()

    seen = queries.second(invited(desk), at=at(46))

    assert seen is not None
    assert seen.answer is not None
    assert (seen.repair.id, seen.answer.step) == (desk.id, "answer")
    assert queries.second("unknown", at=at(46)) is None
