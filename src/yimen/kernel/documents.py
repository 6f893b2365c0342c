"""An official document as a value: what stands on it, in order, and nothing about how it is drawn.

`yimen.support.paper` draws it. Whoever composes one writes whole Chinese sentences; a document
that goes to a person is evidence and is never translated by a machine.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True)
class Paragraph:
    """Running text. `indent` begins it two characters in, as Chinese paragraphs do."""

    text: str
    indent: bool = True
    bold: bool = False


@dataclass(frozen=True)
class Heading:
    """A line of its own above what belongs to it: 一、需要补正的材料."""

    text: str


@dataclass(frozen=True)
class Rows:
    """Names and values in a ruled table of two columns."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    """A column and its share of the width, in any unit that its neighbours use too."""

    name: str
    share: float
    centred: bool = False


@dataclass(frozen=True)
class Table:
    """A ruled table; its head is on every page. `empty` is said where there are no rows."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "无"


@dataclass(frozen=True)
class Signing:
    """A place to sign: 申请人（签字）, with room for ink or a signature captured on a screen.

    Args:
        who: what the line asks for.
        picture: the captured signature as PNG or JPEG; empty leaves room for ink.
        on: when it was signed; None leaves room for the date.
    """

    who: str
    picture: bytes = b""
    on: date | None = None


Part: TypeAlias = Paragraph | Heading | Rows | Table | Signing


@dataclass(frozen=True)
class Seal:
    """The mark of a seal. `demo` marks it as one without legal force."""

    body: str
    purpose: str
    demo: bool = False


@dataclass(frozen=True)
class Check:
    """How anybody tests the document: an address in a QR code, and a code to type."""

    address: str
    code: str


@dataclass(frozen=True)
class Document:
    """One official document.

    Args:
        title: centred above everything.
        issuer: the body that issues it, above the date at the end.
        on: the date of the document.
        parts: the body in reading order.
        number: the document's own number, empty before it has one.
        addressee: whom it speaks to, without the colon.
        seal: over issuer and date; None leaves them bare.
        check: drawn at the foot of the last page.
        copies: how many copies there are and who keeps them.
        barcode: letters and digits printed as Code 128 at the head, for scanners.
        watermark: across every page, on what is not the document itself: 预览.
        closed: whether issuer and date stand at the end; not where only the applicant speaks.
    """

    title: str
    issuer: str
    on: date
    parts: tuple[Part, ...]
    number: str = ""
    addressee: str = ""
    seal: Seal | None = None
    check: Check | None = None
    copies: str = ""
    barcode: str = ""
    watermark: str = ""
    closed: bool = True


@dataclass(frozen=True)
class Label:
    """A slip of 80 mm paper with a barcode: for an original, a result, a receipt.

    Args:
        title: the largest words on it.
        lines: plain lines below, names already masked where others can read them.
        barcode: letters and digits as Code 128; printed in figures too.
        address: a QR code beside it, empty for none.
        foot: small print.
    """

    title: str
    lines: tuple[str, ...]
    barcode: str = ""
    address: str = ""
    foot: str = ""


def official_date(day: date) -> str:
    """`2020年1月17日`: Arabic figures without leading zeros.

    Source: GB/T 9704-2012, 7.3.5.4.
    """
    return f"{day.year}年{day.month}月{day.day}日"
