"""Every refusal that can reach a door has a sentence, and the sentence fits its facts."""

import importlib
import pkgutil
import re

import pytest
from django.utils import translation

import yimen
from yimen.channels.doorway.phrases import PHRASES, WORDS, sentence
from yimen.channels.doorway.refusals import STATUS
from yimen.kernel import identifiers
from yimen.kernel.errors import DomainError, Kind
from yimen.reference.people.rules import Role
from yimen.services.hall.rules.states import Duty, State

#: Refusals of the command line and of starting up: phrased there, no door meets them.
NOT_AT_DOORS = ("cli.", "postgres.", "serving.", "hall.replay.")


def _import_all_errors() -> None:
    assert identifiers.BadCitizenId.code  # defines its refusals beside the checks
    for module in pkgutil.walk_packages(yimen.__path__, "yimen."):
        if module.name.rpartition(".")[2] == "errors":
            importlib.import_module(module.name)


def _families(family: type[DomainError]) -> set[type[DomainError]]:
    return {family}.union(*map(_families, family.__subclasses__()))


_import_all_errors()
#: Classes of this house with a code of their own; a family's common parent has none.
REFUSALS = sorted(
    (
        refusal
        for refusal in _families(DomainError)
        if refusal.__module__.startswith("yimen.")
        and "code" in vars(refusal)
        and not refusal.code.startswith(NOT_AT_DOORS)
        and refusal is not DomainError
    ),
    key=lambda refusal: refusal.code,
)

#: Facts as the code raises them; refusals that are not named have none that a sentence uses.
FACTS: dict[str, list[dict[str, object]]] = {
    "identifiers.citizen_id": [{"flaw": flaw} for flaw in identifiers.Flaw],
    "identifiers.mobile": [
        {"flaw": flaw} for flaw in (identifiers.Flaw.LENGTH, identifiers.Flaw.CHARACTERS)
    ],
    "policy.unknown_parameter": [{"key": "hall.x"}],
    "policy.bad_value": [{"key": "hall.x", "needs": ">= 1"}],
    "people.roles_conflict": [{"role": role, "held": Role.CLERK} for role in Role],
    "people.staff_number_taken": [{"username": "1001"}],
    "people.device_needs_window": [{"name": "3 号窗口屏"}],
    "hall.queue_closed": [
        {"queue": "HZ", "why": "paused"},
        {"queue": "HZ", "why": "closed_day"},
        {"queue": "HZ", "why": "before_opening", "opens": "09:00"},
        {"queue": "HZ", "why": "last_ticket", "until": "16:45"},
    ],
    "hall.quota_full": [{"queue": "HZ", "quota": 10}],
    "hall.already_in_line": [{"number": "A001", "ticket": "x"}],
    "hall.event_not_allowed": [
        {"state": state.value, "event": "start"} for state in (*State, *Duty)
    ],
    "hall.window_busy": [{"window": 3, "number": "A001"}],
    "hall.window_taken": [{"window": 3}],
    "hall.recall_limit": [{"limit": 3}],
    "hall.recall_too_soon": [{"wait_seconds": 4}],
    "hall.no_more_returns": [{"limit": 1}],
    "hall.not_skilled": [{"window": 3, "queue": "HZ"}],
    "feedback.invitation_refused": [{"why": why} for why in ("unknown", "used", "expired")],
    "feedback.comment_too_long": [{"limit": 500}],
}

CASES = [(refusal, facts) for refusal in REFUSALS for facts in FACTS.get(refusal.code, [{}])]


def test_every_refusal_has_a_phrase_and_every_phrase_a_refusal() -> None:
    assert {refusal.code for refusal in REFUSALS} == set(PHRASES)


def test_codes_are_stable_dotted_and_given_once() -> None:
    codes = [refusal.code for refusal in REFUSALS]

    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"([a-z]+\.)?[a-z_]+", code) for code in codes)


def test_every_kind_has_a_status() -> None:
    assert STATUS == {
        Kind.INVALID: 422,
        Kind.FORBIDDEN: 403,
        Kind.NOT_FOUND: 404,
        Kind.CONFLICT: 409,
        Kind.UNAVAILABLE: 503,
    }
    assert set(STATUS) == set(Kind)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize(
    ("refusal", "facts"),
    CASES,
    ids=[f"{r.code}-{'-'.join(map(str, f.values()))}" for r, f in CASES],
)
def test_the_sentence_fits_its_facts(
    refusal: type[DomainError], facts: dict[str, object], language: str
) -> None:
    with translation.override(language):
        said = sentence(refusal(**facts))

    assert said
    assert "%(" not in said


@pytest.mark.parametrize(("refusal", "facts"), CASES)
def test_facts_that_are_codes_are_put_into_words(
    refusal: type[DomainError], facts: dict[str, object]
) -> None:
    said = sentence(refusal(**facts))

    for name in ("flaw", "why", "state", "role", "held"):
        if name in facts:
            assert f"{name}.{facts[name]}" in WORDS
            assert str(facts[name]) not in said
