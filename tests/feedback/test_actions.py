"""Inviting to rate and rating: one visit, one rating, by a token that works once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.builders import at
from yimen.reference.policy.actions import set_value
from yimen.services.feedback import actions, queries
from yimen.services.feedback.actions import Visit
from yimen.services.feedback.errors import BadReasons, InvitationRefused
from yimen.services.feedback.models import Invitation, Rating
from yimen.support.models import Event

pytestmark = pytest.mark.django_db

VISIT = Visit(ticket_id=11, centre_id=1, window_id=7, queue_id=3, staff_id=5)


def rate(token: str, minutes: float = 1, stars: int = 5, reasons: tuple[int, ...] = ()) -> int:
    return actions.rate(
        token, stars, reasons=reasons, comment=" 谢谢 ", channel="window", at=at(minutes)
    )


def why(token: str, minutes: float = 1) -> object:
    with pytest.raises(InvitationRefused) as refusal:
        rate(token, minutes)
    assert set(refusal.value.facts) == {"why"}
    return refusal.value.facts["why"]


def test_a_visit_is_rated_once() -> None:
    token = actions.invite(VISIT, at=at(0))

    rating = Rating.objects.get(pk=rate(token, reasons=(517, 510, 517)))

    assert (rating.stars, rating.reasons, rating.comment) == (5, [510, 517], "谢谢")
    assert why(token, 2) == "used"
    assert Rating.objects.count() == 1


def test_an_unknown_token_is_refused() -> None:
    actions.invite(VISIT, at=at(0))

    assert why("no such token") == "unknown"
    assert queries.invitation("no such token") is None


def test_a_token_expires_with_the_dated_parameter() -> None:
    token = actions.invite(VISIT, at=at(0))

    assert why(token, 30 * 24 * 60) == "expired"
    assert rate(token, 30 * 24 * 60 - 1)


def test_a_refused_rating_leaves_the_token_good() -> None:
    token = actions.invite(VISIT, at=at(0))

    with pytest.raises(BadReasons):
        rate(token, stars=2, reasons=(108,))

    assert Rating.objects.count() == 0
    assert rate(token, stars=2, reasons=(207,))


def test_asking_again_makes_a_new_token_for_the_same_visit() -> None:
    first = actions.invite(VISIT, at=at(0))
    second = actions.invite(VISIT, at=at(1))

    assert Invitation.objects.count() == 1
    assert why(first, 2) == "unknown"
    assert rate(second, 2)


def test_a_visit_rated_already_cannot_be_invited_to_rate_again() -> None:
    rate(actions.invite(VISIT, at=at(0)))

    again = actions.invite(VISIT, at=at(5))

    assert why(again, 6) == "used"
    assert Rating.objects.count() == 1


def test_the_token_is_kept_as_a_digest_only() -> None:
    token = actions.invite(VISIT, at=at(0))

    kept = bytes(Invitation.objects.get().digest)
    assert len(kept) == 32
    assert token.encode() not in kept


def test_the_screen_is_asked_and_told_by_its_own_topic_without_the_rating() -> None:
    token = actions.invite(VISIT, at=at(0))
    rate(token, stars=1, reasons=(115,))

    events = Event.objects.order_by("id").values_list("name", "topics", "body")
    assert list(events) == [
        ("rating.asked", ["rating:7"], {"token": token}),
        ("rating.given", ["rating:7"], {}),
    ]


def test_an_invitation_shows_what_its_page_needs() -> None:
    token = actions.invite(VISIT, at=at(0))

    view = queries.invitation(token)

    assert view is not None
    assert (view.ticket_id, view.window_id, view.centre_id, view.used) == (11, 7, 1, False)
    assert view.expires_at - view.at == timedelta(days=30)


def test_counts_tell_invited_given_five_and_bad() -> None:
    for place, stars in enumerate((5, 5, 3, 2, 1)):
        visit = Visit(place, 1, 7, 3, None)
        rate(actions.invite(visit, at=at(0)), stars=stars)
    actions.invite(Visit(99, 1, 7, 3, None), at=at(0))
    actions.invite(Visit(100, 2, 8, 4, None), at=at(0))  # another centre

    assert queries.counts_between(1, at(0), at(60)) == (6, 5, 2, 2)
    assert queries.counts_between(1, at(1), at(60)) == (0, 0, 0, 0)


def test_ratings_set_by_rule_are_not_counted_as_given() -> None:
    rating = rate(actions.invite(VISIT, at=at(0)), stars=3)
    Rating.objects.filter(pk=rating).update(is_default=True)

    assert queries.counts_between(1, at(0), at(60)) == (1, 0, 0, 0)
    assert queries.ratings_between(1, at(0), at(60)) == []


def test_ratings_come_newest_first() -> None:
    for place in (1, 2):
        rate(actions.invite(Visit(place, 1, 7, 3, None), at=at(0)), minutes=place, stars=place)

    assert queries.ratings_between(1, at(0), at(60)) == [
        (7, 2, [], "谢谢", "window", at(2)),
        (7, 1, [], "谢谢", "window", at(1)),
    ]


def test_a_notice_counts_from_its_first_local_day() -> None:
    """Half past seven in the morning here is still yesterday in UTC."""
    early = datetime(2019, 11, 5, 23, 30, tzinfo=UTC)
    set_value(
        "feedback.later_days", 2, effective_from=date(2019, 11, 6), source="通知", staff_id=None
    )

    actions.invite(VISIT, at=early)

    assert Invitation.objects.get().expires_at == early + timedelta(days=2)


def test_ratings_by_rule_begin_on_the_local_day_of_the_notice() -> None:
    early = datetime(2019, 11, 20, 23, 30, tzinfo=UTC)
    actions.invite(VISIT, at=at(0))
    set_value(
        "feedback.default_days", 5, effective_from=date(2019, 11, 21), source="通知", staff_id=None
    )

    assert actions.give_defaults(at=early) == 1
