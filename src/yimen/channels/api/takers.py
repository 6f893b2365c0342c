"""Whoever stands at a window, over the API: the cards they showed, and the signature they drew.

These come as a form, because the signature is a picture.
"""

from base64 import b64encode
from typing import Annotated, Final

from django.utils import timezone
from ninja import Field, File, Form, Schema, UploadedFile

from yimen.channels.api.case_schemas import Number
from yimen.channels.api.schemas import Asked, Instant, Name
from yimen.kernel.identifiers import citizen_id
from yimen.services.cases.queries.handing import HandOutView
from yimen.services.cases.rules.handing import Shown
from yimen.support.files.limits import MEGA

#: One byte more than a signature may have, so that a longer one is told from one that fits.
_READ: Final = MEGA + 1

Signature = Annotated[UploadedFile, File(description="What they drew, a PNG of at most 1 MB.")]


class ShownIn(Asked):
    """The cards that were shown. A proxy shows two, and a written authority (授权委托书)."""

    number: Number = Field(description="公民身份号码 on the card of whoever stands here.")
    name: Name = Field(description="The name on it.", min_length=1)
    applicants_number: Number = Field("", description="On the applicant's card, of a proxy.")
    authority: bool = Field(False, description="A written authority was shown and looked at.")


ShownForm = Annotated[ShownIn, Form()]


class TakenOut(Schema):
    """Who took something, masked."""

    taker: str = Field(description="`applicant`, `agent` or `proxy`.")
    name: str
    id: str
    at: Instant


def shown_by(said: ShownIn) -> Shown:
    """The cards as the rules know them; typed ones, for the house saw no reader read them.

    Raises:
        BadCitizenId: a number that cannot be one.
    """
    today = timezone.localdate()
    theirs = said.applicants_number
    return Shown(
        citizen_id(said.number, today=today),
        said.name,
        applicants_number=citizen_id(theirs, today=today) if theirs else "",
        authority=said.authority,
    )


def drawn_in(signature: UploadedFile) -> str:
    """The picture as a pad would send it. That it is one is checked later."""
    return f"data:image/png;base64,{b64encode(signature.read(_READ)).decode()}"


def taken_out(found: HandOutView) -> TakenOut:
    """A hand-out as it is answered."""
    return TakenOut(taker=found.taker.value, name=found.name, id=found.id, at=found.at)
