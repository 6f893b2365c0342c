"""Schemathesis sends what no client would; nothing may answer with a server error.

Half of the generated cases get real ids and codes, so that they reach the rules behind the schema,
and half come with the own key of somebody who may do almost everything.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.api.conftest import Caller
from tests.booking.builders import book, person
from tests.builders import CITIZEN, Hall, staff
from tests.cases.office import build_office, ten
from tests.catalogue.passport import CODE, publish_passport
from tests.desk.test_intake import picture
from yimen.journeys import book as journey
from yimen.journeys import results, take_in
from yimen.reference.people.actions import grant_role, make_own_key
from yimen.reference.people.queries import actor_of_staff
from yimen.reference.people.rules import HOUSE, Role
from yimen.services.booking.queries.views import SlotView
from yimen.services.booking.rules.slots import Places
from yimen.services.cases.actions import cards, extending, opinions, special, steps
from yimen.services.cases.models import Case
from yimen.services.cases.queries.cards import cards_of
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.queries.steps import steps_of
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.cards import Cause
from yimen.services.cases.rules.clocks import StopReason
from yimen.services.cases.rules.custody import Place, PlaceKind
from yimen.services.hall import queries as hall_queries
from yimen.support.models import Guesses

load_all_checks()
#: Somebody else for each example: nobody books the same business twice.
_PEOPLE = count(1)
_ROOM = Place(PlaceKind.MATERIAL_ROOM)
_django = get_wsgi_application()


def _closed(environ: Any, start: Any) -> list[bytes]:
    """Answers whole and closed as by a server: Schemathesis alone would leave uploads open."""
    answer: Any = _django(environ, start)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _closed)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Scene:
    """What exists: made once for an operation, not for each of its examples."""

    hall: Hall
    slot: SlotView
    filed: CaseView
    step: int
    special: int
    extension: int
    opinion: int
    received: CaseView
    file: str
    certified: CaseView
    paper: str
    card: int
    printed: str
    own_key: str


@pytest.fixture
def scene(hall: Hall) -> Scene:
    """A published item, appointments to be had, a case somebody handles with all that was asked."""
    publish_passport()
    at = timezone.now()
    journey.set_plan(hall.centre_id, "HZ", Places(9999, 9), by=HOUSE, at=at)
    tomorrow = hall_queries.business_day(hall.centre_id, at) + timedelta(days=1)
    slot = journey.slots(hall.centre_id, "HZ", tomorrow, at=at)[0]
    office = build_office(hall)
    filed = office.accepted()
    step = steps_of(filed.id)[0].id
    steps.claim(step, by=office.handler, at=ten(20))
    asked = special.ask(
        filed.id, StopReason.TESTING, days=5, reason="检测", by=office.handler, at=ten(20)
    )
    longer = extending.ask(filed.id, days=5, reason="复杂", by=office.handler, at=ten(20))
    received = office.received(minutes=30)
    upload = SimpleUploadedFile("photo.png", picture())
    take_in.give_files(received.id, "photo", "upload", [upload], by=office.clerk, at=at)
    file = next(each for each in materials(received.id) if each.key == "photo").file_ids[0]
    certified = office.granted(minutes=60)
    (made,) = results.make(certified.id, at=at)
    (paper,) = take_in.keep_papers(received.id, ["id"], _ROOM, by=office.clerk, at=at)
    with transaction.atomic():
        row = Case.objects.select_for_update().get(pk=certified.id)
        cards.give(row, Cause.SECOND_SUPPLEMENT, on=timezone.localdate(at), at=at)
    expert = staff(hall, Role.APPROVER, "9901")
    opinion = opinions.ask_opinion(filed.id, expert.id, "合规吗？", by=office.handler, at=ten(20))
    for role in (
        Role.CLERK,
        Role.HANDLER,
        Role.REVIEWER,
        Role.SUPERVISOR,
        Role.HALL_MANAGER,
        Role.RESULT_CLERK,
    ):
        grant_role(expert.id, role, by=HOUSE, centre_id=hall.centre_id)
    expert = actor_of_staff(expert.id)
    key = make_own_key("测试", centre_id=hall.centre_id, by=expert, at=at)
    return Scene(
        hall=hall,
        slot=slot,
        filed=filed,
        step=step,
        special=asked.id,
        extension=longer.id,
        opinion=opinion,
        received=received,
        file=file,
        certified=certified,
        paper=paper.barcode,
        card=cards_of(certified.id)[0].id,
        printed=made.code,
        own_key=key,
    )


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
    Guesses.objects.all().delete()
    real = _make_real(case, scene)

    # Half of the calls come from somebody who may do almost everything, half from a system.
    key = scene.own_key if len(str(case.query) + str(case.body)) % 4 < 2 else system.key
    headers = {"Authorization": f"Bearer {key}"}
    response = case.call(headers=headers)

    # A queue that does not exist is well formed and refused; a value made real is no longer wrong;
    # and a body that is too long was refused before anybody looked at what is wrong in it.
    settled = real or response.status_code == 413
    excluded: list[Any] = [
        positive_data_acceptance,
        *([negative_data_rejection] if settled else []),
    ]
    case.validate_response(
        response,
        headers=headers,
        excluded_checks=excluded,
        transport_kwargs={"headers": headers},
    )


def _make_real(case: schemathesis.Case[Any], scene: Scene) -> bool:
    """Put what exists in the place of what does not, for about half of the cases."""
    if len(str(case.path_parameters) + str(case.body)) % 2:
        return False
    hall, first = scene.hall, scene.slot
    issued = hall.issue()
    at = timezone.now()
    known: dict[str, object] = {
        "number": _case_for(case.operation.path, scene).number,
        "barcode": scene.paper,
        "card": scene.card,
        "key": "photo",
        "file": scene.file,
        "step": scene.step,
        "procedure": scene.extension if "extension" in case.operation.path else scene.special,
        "opinion": scene.opinion,
        "window_id": hall.windows[1],
        "centre_id": hall.centre_id,
        "ticket_id": issued.public_id,
        "appointment_id": book(hall, person(next(_PEOPLE)), first.starts_at, at=at).public_id,
        "code": scene.printed if "certificates" in case.operation.path else CODE,
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
            "number": CITIZEN,
            "barcodes": [scene.paper],
            "place": {"kind": "material_room"},
        }
        for name, value in values.items():
            if name in case.body:
                case.body[name] = value
                real = True
    return real


def _case_for(path: str, scene: Scene) -> CaseView:
    """A case to which what stands at the end of the address can be done."""
    if path.endswith(("/result-papers", "/hand-out")) or "/certificates/" in path:
        return scene.certified
    return scene.received if "file" in path or path.endswith("/papers") else scene.filed
