"""Which notices there are: title, word of the number, seal, and what each cannot be without.

Source: Administrative Licensing Law (行政许可法) art. 32, 38, 42, 44, 45; 国办发〔2020〕42号 on
promises; the usual set of a city's approval documents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from yimen.kernel import printed_codes
from yimen.services.cases.errors import BadNoticeCode


class Kind(StrEnum):
    """What is told."""

    RECEIPT = "receipt"  # 收件回执
    ACCEPTANCE = "acceptance"  # 受理通知书
    NOT_COMPETENT = "not_competent"  # 不予受理通知书
    NOT_REQUIRED = "not_required"  # 不受理告知书
    SUPPLEMENT = "supplement"  # 补正材料一次性告知书
    TOLERANT = "tolerant"  # 容缺受理告知书
    TOLERANT_PROMISE = "tolerant_promise"  # 容缺受理承诺书
    PROMISE = "promise"  # 告知承诺书
    SPECIAL = "special"  # 特别程序告知书
    EXTENSION = "extension"  # 延长审批期限告知书
    GRANT = "grant"  # 准予行政许可决定书
    REFUSE = "refuse"  # 不予行政许可决定书
    DELIVERY = "delivery"  # 送达回证
    TERMINATION = "termination"  # 终止办理通知书


class NoticeState(StrEnum):
    """Where a notice is. A preview is drawn and never kept, so there is no state for it."""

    ISSUED = "issued"
    VOID = "void"


_TWO: Final = "本{name}一式两份，一份送达申请人，一份由本机关存档。"
_ACCEPTING: Final = "受理专用章"
_APPROVING: Final = "行政审批专用章"
_BUSINESS: Final = "业务专用章"


@dataclass(frozen=True)
class Spec:
    """One kind.

    Args:
        title: what stands on top.
        word: the kind's word in the number; kinds with one word share one series.
        seal: the seal's purpose; empty where the applicant speaks and the house seals nothing.
        needs: facts it cannot be written without, beside those that every notice has.
        remedies: whether it tells of reconsideration and lawsuit.
        copies: how many copies there are.
        other_title: the title where the item is no licence (行政许可).
    """

    title: str
    word: str
    seal: str
    needs: tuple[str, ...]
    remedies: bool = False
    copies: str = _TWO
    other_title: str = ""

    def title_of(self, *, licence: bool) -> str:
        """The title for an item that is a licence, or is not."""
        return self.title if licence or not self.other_title else self.other_title


SPECS: Final[Mapping[Kind, Spec]] = {
    Kind.RECEIPT: Spec(
        "收件回执", "收", "收件专用章",
        ("received_at", "receiver", "query_code", "materials", "acceptance_due"),
    ),
    Kind.ACCEPTANCE: Spec(
        "受理通知书", "受", _ACCEPTING, ("accepted_on", "statutory_due", "materials")
    ),
    Kind.NOT_COMPETENT: Spec(
        "不予受理通知书", "不受", _ACCEPTING, ("reason", "authority"), remedies=True
    ),
    Kind.NOT_REQUIRED: Spec("不受理告知书", "告", _ACCEPTING, ("reason",), remedies=True),
    Kind.SUPPLEMENT: Spec("补正材料一次性告知书", "补", _ACCEPTING, ("flaws", "due")),
    Kind.TOLERANT: Spec("容缺受理告知书", "容", _ACCEPTING, ("later", "due")),
    Kind.TOLERANT_PROMISE: Spec(
        "容缺受理承诺书", "诺", "", ("later", "due"),
        copies="本承诺书一式两份，一份由申请人留存，一份由受理机关存档。",
    ),
    Kind.PROMISE: Spec("告知承诺书", "承", _ACCEPTING, ("promised",)),
    Kind.SPECIAL: Spec(
        "特别程序告知书", "特", _APPROVING,
        ("procedure", "days", "basis", "reason", "began_on", "until"),
    ),
    Kind.EXTENSION: Spec(
        "延长审批期限告知书", "延", _APPROVING, ("days", "reason", "due", "approver")
    ),
    Kind.GRANT: Spec(
        "准予行政许可决定书", "决", _APPROVING, ("accepted_on",), remedies=True,
        other_title="准予办理决定书",
    ),
    Kind.REFUSE: Spec(
        "不予行政许可决定书", "决", _APPROVING, ("accepted_on", "reason"), remedies=True,
        other_title="不予办理决定书",
    ),
    Kind.DELIVERY: Spec(
        "送达回证", "送", _BUSINESS, ("taker", "delivered_at", "deliverer", "papers"),
        copies="本回证由送达机关存档，受送达人可以索取一份。",
    ),
    Kind.TERMINATION: Spec("终止办理通知书", "终", _APPROVING, ("reason",), remedies=True),
}  # fmt: skip

LONGEST_NUMBER: Final = 120


def notice_number(mark: str, word: str, year: int, serial: int) -> str:
    """`莞公受字〔2020〕第000123号`: body, word of the kind, year, serial of body, word and year.

    Source: the manner of 党政机关公文格式 GB/T 9704-2012, 7.2.5: year in hexagonal brackets.
    """
    return f"{mark}{word}字〔{year}〕第{serial:06d}号"


def verification_code(random: bytes) -> str:
    """A code of sixty bits that nobody guesses, from eight random bytes."""
    return printed_codes.made(random)


def shown_code(code: str) -> str:
    """`7KQ4-9XWD-2MHT`, as it is printed."""
    return printed_codes.shown(code)


def checked_code(text: str) -> str:
    """A verification code as it is stored, however it was typed.

    Raises:
        BadNoticeCode: not twelve of the characters that codes are made of.
    """
    code = printed_codes.bare(text)
    if code is None:
        raise BadNoticeCode
    return code
