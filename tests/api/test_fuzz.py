"""Schemathesis sends what no client would; nothing may answer with a server error.

Half of the generated cases get real ids and codes, so that they reach the rules behind the schema.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.api.conftest import Caller
from tests.booking.builders import book, person
from tests.builders import Hall
from tests.cases.office import build_office
from tests.catalogue.passport import CODE, publish_passport
from yimen.channels.api import devices
from yimen.journeys import book as journey
from yimen.reference.people.rules import HOUSE
from yimen.services.booking.queries.views import SlotView
from yimen.services.booking.rules.slots import Places
from yimen.services.cases.queries.views import CaseView
from yimen.services.hall import queries as hall_queries

load_all_checks()
#: Somebody else for each example: nobody books the same business twice.
_PEOPLE = count(1)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Scene:
    """What exists: made once for an operation, not for each of its examples."""

    hall: Hall
    slot: SlotView
    filed: CaseView


@pytest.fixture
def scene(hall: Hall) -> Scene:
    """A published item, appointments to be had and a case somebody handles."""
    publish_passport()
    at = timezone.now()
    journey.set_plan(hall.centre_id, "HZ", Places(9999, 9), by=HOUSE, at=at)
    tomorrow = hall_queries.business_day(hall.centre_id, at) + timedelta(days=1)
    slot = journey.slots(hall.centre_id, "HZ", tomorrow, at=at)[0]
    return Scene(hall, slot, build_office(hall).accepted())


@schema.parametrize()
@settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_nothing_breaks_the_api(case: schemathesis.Case[Any], scene: Scene, system: Caller) -> None:
    devices.forget_failures()
    real = _make_real(case, scene)

    # A queue that does not exist is well formed and refused; a value made real is no longer wrong.
    excluded: list[Any] = [positive_data_acceptance, *([negative_data_rejection] if real else [])]
    case.call_and_validate(
        headers={"Authorization": f"Bearer {system.key}"}, excluded_checks=excluded
    )


def _make_real(case: schemathesis.Case[Any], scene: Scene) -> bool:
    """Put what exists in the place of what does not, for about half of the cases."""
    if len(str(case.path_parameters) + str(case.body)) % 2:
        return False
    hall, filed, first = scene.hall, scene.filed, scene.slot
    issued = hall.issue()
    at = timezone.now()
    known: dict[str, object] = {
        "number": filed.number,
        "step": 1,
        "window_id": hall.windows[1],
        "centre_id": hall.centre_id,
        "ticket_id": issued.public_id,
        "appointment_id": book(hall, person(next(_PEOPLE)), first.starts_at, at=at).public_id,
        "code": CODE,
        "carrier": "ems",
        "parcel_id": "A" * 22,
    }
    real = False
    for name in case.path_parameters or {}:
        case.path_parameters[name] = known[name]
        real = True
    if isinstance(case.body, dict):
        values: dict[str, Any] = {
            "queue": "HZ",
            "ticket": issued.public_id,
            "slot": first.id,
            "item": "jzz",
            "answers": {"who": "self"},
        }
        for name, value in values.items():
            if name in case.body:
                case.body[name] = value
                real = True
    return real
