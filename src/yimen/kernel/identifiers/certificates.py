"""Identifiers of e-certificates (电子证照标识), with their check character.

Source: GB/T 36904-2018; ISO 7064 MOD 37,36.
"""

import re
from dataclasses import dataclass
from typing import Final

from yimen.kernel.identifiers.flaws import BadIdentifier, Flaw, tidy

#: The arc of Chinese e-certificates.
ROOT: Final = "1.2.156.3005.2."
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MODULUS: Final = 36
_FORM: Final = re.compile(
    r"1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{18})\.([0-9A-Z]{1,30})\.(\d{3})\.([0-9A-Z])"
)


class BadCertificateId(BadIdentifier):
    """Not an identifier of an e-certificate. Facts: `flaw`."""

    code = "identifiers.certificate_id"


@dataclass(frozen=True)
class CertificateId:
    """An identifier taken apart.

    Args:
        type_code: body that defines the type (18) and the type's own three characters.
        authority: social credit code of whoever issued it.
        serial: unique within both.
        version: 1 for the first issue, counted up by reissues.
    """

    type_code: str
    authority: str
    serial: str
    version: int

    def __str__(self) -> str:
        parts = (self.type_code, self.authority, self.serial, f"{self.version:03d}")
        return f"{ROOT}{'.'.join(parts)}.{check_character(''.join(parts))}"


def certificate_id(text: str) -> CertificateId:
    """An identifier read and checked.

    Raises:
        BadCertificateId: another form, or a mistyped character.
    """
    found = _FORM.fullmatch(tidy(text))
    if found is None:
        raise BadCertificateId(flaw=Flaw.CHARACTERS)
    *parts, check = found.groups()
    if check_character("".join(parts)) != check:
        raise BadCertificateId(flaw=Flaw.CHECK_DIGIT)
    return CertificateId(parts[0], parts[1], parts[2], int(parts[3]))


def check_character(body: str) -> str:
    """ISO 7064 MOD 37,36 of digits and capital letters."""
    product = _MODULUS
    for character in body:
        total = (_ALPHABET.index(character) + product) % _MODULUS or _MODULUS
        product = total * 2 % (_MODULUS + 1)
    return _ALPHABET[(_MODULUS + 1 - product) % _MODULUS]
