"""An address a courier can find, with somebody to ring."""

import json
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from yimen.kernel import identifiers, masking, regions
from yimen.kernel.identifiers import BadIdentifier
from yimen.kernel.regions import BadRegion
from yimen.services.delivery.errors import BadAddress

_NAME: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af·（）()A-Za-z .'-]{2,30}")
_STREET_SHORTEST, _STREET_LONGEST = 4, 100


class Part(StrEnum):
    """What of an address can be wrong."""

    NAME = "name"
    PHONE = "phone"
    REGION = "region"
    STREET = "street"


@dataclass(frozen=True)
class Address:
    """Checked, in standard form. Make it with `address`.

    Args:
        name: who sends or receives; couriers ask for the real one.
        phone: mobile, or landline with its area code.
        region: code, see `kernel.regions`.
        street: from below the town or province down to the door.
    """

    name: str
    phone: str
    region: str
    street: str

    @property
    def whole(self) -> str:
        """As it stands on the label, without name and phone."""
        return regions.region(self.region).name + self.street

    @property
    def masked(self) -> "MaskedAddress":
        """As it may be shown on a list."""
        place = regions.region(self.region)
        phone = self.phone
        return MaskedAddress(
            name=masking.name(self.name),
            phone=masking.landline(phone) if phone.startswith("0") else masking.mobile(phone),
            place=f"{place.name}****",
        )

    @property
    def of_counter(self) -> "MaskedAddress":
        """Our own counter's: an office is nobody's secret."""
        return MaskedAddress(self.name, self.phone, self.whole)

    def as_json(self) -> str:
        """To be sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True)
class MaskedAddress:
    """What lists, logs and screens show of an address."""

    name: str
    phone: str
    place: str


def address(name: str, phone: str, region: str, street: str) -> Address:
    """An address in standard form.

    Raises:
        BadAddress: names the part that is wrong, never what stood there.
    """
    name, street = " ".join(name.split()), " ".join(street.split())
    if not _NAME.fullmatch(name):
        raise BadAddress(part=Part.NAME.value)
    if not _STREET_SHORTEST <= len(street) <= _STREET_LONGEST or not street.isprintable():
        raise BadAddress(part=Part.STREET.value)
    try:
        place = regions.region(region)
    except BadRegion:
        raise BadAddress(part=Part.REGION.value) from None
    return Address(name, _phone(phone), place.code, street)


def from_json(text: str) -> Address:
    """What was sealed; checked when it was written."""
    return Address(**json.loads(text))


def _phone(text: str) -> str:
    try:
        return identifiers.mobile(text)
    except BadIdentifier:
        pass
    try:
        return identifiers.landline(text)
    except BadIdentifier:
        raise BadAddress(part=Part.PHONE.value) from None
