"""Every refusal that can reach a door has a sentence, and the sentence fits its facts."""

import importlib
import pkgutil
import re

import pytest
from django.utils import translation

import yimen
from tests.doorway.facts import FACTS as FACTS_BY_CAPABILITY
from yimen.channels.doorway.phrases import PHRASES, WORDS, sentence
from yimen.channels.doorway.refusals import STATUS
from yimen.kernel import identifiers
from yimen.kernel.errors import DomainError, Kind
from yimen.reference.catalogue.rules.values import Flaw as ItemFlaw
from yimen.reference.people.rules import Role
from yimen.services.booking.rules.states import State as BookingState
from yimen.services.feedback.rules.repair import State as RepairState
from yimen.services.feedback.rules.repair import Step as RepairStep
from yimen.services.hall.rules.states import Duty, State

#: Refusals of the command line and of starting up: phrased there, no door meets them.
NOT_AT_DOORS = ("cli.", "postgres.", "serving.", "hall.replay.", "insights.history.")


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
FACTS: dict[str, list[dict[str, object]]] = FACTS_BY_CAPABILITY | {
    "identifiers.citizen_id": [{"flaw": flaw} for flaw in identifiers.Flaw],
    "identifiers.mobile": [
        {"flaw": flaw} for flaw in (identifiers.Flaw.LENGTH, identifiers.Flaw.CHARACTERS)
    ],
    **{
        f"identifiers.{kind}": [{"flaw": flaw} for flaw in identifiers.Flaw]
        for kind in (
            "foreigners_card",
            "document_number",
            "landline",
            "uscc",
            "organisation_code",
            "basic_code",
            "implementation_code",
            "handling_code",
            "plate",
            "vin",
            "archive_number",
            "parcel_number",
            "case_number",
            "certificate_id",
        )
    },
    "workdays.too_far_ahead": [{"years": 100}],
    "centres.bad_calendar_change": [
        {"day": "2019-11-04", "why": why}
        for why in (
            "twice",
            "name",
            "make_up_on_weekday",
            "working_on_weekend",
            "notice",
            "nothing",
            "years",
        )
    ],
    "centres.calendar_moved": [{"version": 2}],
    "centres.calendar_version_not_found": [{"version": 2}],
    "feedback.step_not_allowed": [
        {"stage": stage.value, "step": step.value} for stage in RepairState for step in RepairStep
    ],
    "feedback.call_back_needed": [{"attempts": 1, "needed": 3}],
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
    "booking.slot_not_offered": [
        {"why": "not_released", "opens": "09:00"},
        {"why": "over"},
        {"why": "closed"},
    ],
    "booking.day_limit": [{"limit": 2}],
    "booking.barred": [{"until": "2020-02-17"}],
    "booking.event_not_allowed": [
        {"state": state.value, "event": "check_in"} for state in BookingState
    ],
    "booking.too_early": [{"opens": "09:00"}],
    "booking.cancel_too_late": [{"until": "08:00"}],
    "catalogue.bad_content": [{"path": "steps.1.days", "needs": "integer"}],
    "catalogue.bad_field": [{"field": "名称", "flaw": flaw.value} for flaw in ItemFlaw],
    "catalogue.unreadable_file": [
        {"why": why}
        for why in (
            "too_large",
            "no_such_file",
            "not_text",
            "empty",
            "encoding",
            "not_a_workbook",
            "cannot_write",
        )
    ],
    "catalogue.unknown_header": [{"found": "甲、乙"}],
    "catalogue.column_missing": [{"columns": "事项名称"}],
    "catalogue.column_twice": [{"columns": "事项名称"}],
    "catalogue.bad_package": [
        {"why": why} for why in ("json", "format", "version", "digest", "fields")
    ],
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

    for name in (
        "flaw",
        "why",
        "state",
        "case_state",
        "paper_state",
        "origin",
        "target",
        "place",
        "stage",
        "step",
        "role",
        "held",
    ):
        if name in facts:
            assert f"{name}.{facts[name]}" in WORDS
            assert str(facts[name]) not in said
