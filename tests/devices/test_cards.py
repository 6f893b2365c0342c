"""What is wrong with a card, and its form as JSON."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from yimen.devices.cards import CardFlaw, as_json, card_flaws, from_json, require_sound
from yimen.devices.demo_cards import demo_card, demo_cards
from yimen.devices.errors import CardExpired, CardFlawed, CardUnreadable

DAY = date(2020, 1, 17)
CARD = demo_cards(DAY)[0]


def test_a_good_card_has_no_flaw() -> None:
    assert card_flaws(CARD, DAY) == ()
    require_sound(CARD, DAY)


@pytest.mark.parametrize(
    ("changed", "flaws"),
    [
        ({"number": "441900199003070017"}, (CardFlaw.NUMBER,)),
        ({"number": ""}, (CardFlaw.NUMBER,)),
        ({"born": date(1990, 3, 8)}, (CardFlaw.BIRTH,)),
        ({"sex": "2"}, (CardFlaw.SEX,)),
        ({"sex": "0"}, ()),
        ({"valid_from": date(2020, 1, 18)}, (CardFlaw.NOT_YET_VALID,)),
        ({"valid_to": date(2020, 1, 17)}, ()),
        ({"valid_to": date(2020, 1, 16)}, (CardFlaw.EXPIRED,)),
        ({"valid_to": None}, ()),
        (
            {"born": date(1990, 3, 8), "valid_to": date(2020, 1, 16)},
            (CardFlaw.BIRTH, CardFlaw.EXPIRED),
        ),
    ],
)
def test_each_flaw_is_seen(changed: dict[str, object], flaws: tuple[CardFlaw, ...]) -> None:
    assert card_flaws(replace(CARD, **changed), DAY) == flaws  # type: ignore[arg-type]


def test_a_foreigners_number_says_no_birth_date_to_compare() -> None:
    card = replace(CARD, number="944840199001010016", born=date(1985, 5, 5), sex="2")

    assert card_flaws(card, DAY) == ()


def test_an_expired_card_says_until_when_it_was_good() -> None:
    with pytest.raises(CardExpired) as refusal:
        require_sound(replace(CARD, valid_to=date(2019, 6, 30)), DAY)

    assert refusal.value.facts == {"valid_to": date(2019, 6, 30)}


def test_a_card_that_disagrees_with_itself_is_no_matter_of_renewal() -> None:
    with pytest.raises(CardFlawed) as refusal:
        require_sound(replace(CARD, sex="2", valid_to=date(2019, 6, 30)), DAY)

    assert refusal.value.facts == {"why": "sex"}


def test_a_card_survives_the_way_through_json() -> None:
    for card in demo_cards(DAY):
        assert from_json(as_json(card)) == card


@pytest.mark.parametrize(
    "changed",
    [
        {"birth": "19900230"},
        {"valid_to": "someday"},
        {"photo": "not base64!"},
        {"valid_from": None},
    ],
)
def test_json_that_is_no_card_is_unreadable(changed: dict[str, object]) -> None:
    with pytest.raises(CardUnreadable):
        from_json(as_json(CARD) | changed)


def test_json_with_a_part_missing_is_unreadable() -> None:
    said = as_json(CARD)
    del said["authority"]

    with pytest.raises(CardUnreadable):
        from_json(said)


def test_demo_cards_are_sound_on_any_day_but_for_the_expired_one() -> None:
    for ahead in range(0, 40 * 366, 61):
        day = date(2019, 11, 4) + timedelta(days=ahead)
        *sound, expired = demo_cards(day)
        assert [card_flaws(card, day) for card in sound] == [()] * 6
        assert card_flaws(expired, day) == (CardFlaw.EXPIRED,)


def test_demo_cards_are_marked_wherever_they_show() -> None:
    for card in demo_cards(DAY):
        assert card.demo
        assert "演示" in card.authority
        assert "演示" in card.address
        assert card.photo.startswith(b"\xff\xd8")


@pytest.mark.parametrize("place", ["7", "-1", "x", "", "read"])
def test_where_no_card_lies_there_is_none(place: str) -> None:
    assert demo_card(place, DAY) is None


def test_a_photo_is_not_written_into_logs() -> None:
    assert "photo" not in repr(CARD)
