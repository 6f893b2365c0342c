"""Two phones with one link, and the race again without its lock."""

from threading import Barrier

import pytest
from django.db import IntegrityError

from tests.builders import at
from tests.hall.test_races import at_once
from yimen.services.feedback import actions
from yimen.services.feedback.actions import Visit
from yimen.services.feedback.errors import InvitationRefused
from yimen.services.feedback.models import Invitation, Rating

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CLIENTS = 8


def test_one_link_opened_eight_times_gives_one_rating() -> None:
    token = actions.invite(Visit(1, 1, 1, 1, None), at=at(0))

    def press(place: int) -> str:
        try:
            actions.rate(token, 1 + place % 5, reasons=[], comment="", channel="phone", at=at(1))
        except InvitationRefused as refusal:
            return str(refusal.facts["why"])
        return "given"

    answers = at_once(press, CLIENTS)

    assert sorted(answers) == ["given"] + ["used"] * (CLIENTS - 1)
    assert Rating.objects.count() == 1


def test_the_harness_would_see_a_token_used_twice() -> None:
    """Guards the test above: look, then write, without the lock, and both think they are first."""
    actions.invite(Visit(1, 1, 1, 1, None), at=at(0))
    both_have_read = Barrier(2)

    def careless(_: int) -> bool:
        row = Invitation.objects.get()
        first = row.used_at is None
        both_have_read.wait()
        row.used_at = at(1)
        row.save(update_fields=["used_at"])
        return first

    assert at_once(careless, 2) == [True, True]


def test_the_database_itself_refuses_a_second_rating_of_a_visit() -> None:
    actions.invite(Visit(1, 1, 1, 1, None), at=at(0))
    row = Invitation.objects.get()
    Rating.objects.create(invitation=row, stars=5, channel="phone", at=at(1))

    with pytest.raises(IntegrityError, match="invitation_id"):
        Rating.objects.create(invitation=row, stars=1, channel="phone", at=at(1))
