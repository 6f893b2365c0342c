"""A certificate as an official document: what it says, sealed, with the code that verifies it."""

from dataclasses import dataclass
from datetime import date

from yimen.kernel.documents import Check, Document, Paragraph, Rows, Seal, official_date

_SEAL = "行政审批专用章"
_ON_VALIDITY = (
    "本文件由制发机关电子签名，改动后签名失效。是否仍然有效，以核验结果为准："
    "扫描二维码，或在核验页输入核验码。"
)


@dataclass(frozen=True)
class Said:
    """What stands on it.

    Args:
        holder: name and number in full: the file is for its holder alone.
        until: last day; None is without end.
        address: where anybody verifies it.
        code: as it is typed there.
    """

    name: str
    number: str
    identifier: str
    version: int
    holder: tuple[str, str]
    authority: str
    issued_on: date
    valid_from: date
    until: date | None
    address: str
    code: str


def compose(said: Said) -> Document:
    """The document."""
    first = official_date(said.valid_from)
    span = f"{first}至{official_date(said.until)}" if said.until else f"{first}起，长期"
    name, number = said.holder
    rows = [
        ("持证人", name),
        ("证件号码", number),
        ("有效期", span),
        ("制发机关", said.authority),
        ("电子证照标识", said.identifier),
    ]
    if said.version > 1:
        rows.append(("版本", f"第 {said.version} 版，此前各版失效"))
    return Document(
        title=said.name,
        number=f"编号 {said.number}",
        issuer=said.authority,
        on=said.issued_on,
        parts=(Rows(tuple(rows)), Paragraph(_ON_VALIDITY)),
        seal=Seal(said.authority, _SEAL),
        check=Check(said.address, said.code),
    )
