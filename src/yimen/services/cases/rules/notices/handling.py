"""The words of what is told while a case is handled: special procedures, longer limits, the end.

Source: Administrative Licensing Law (行政许可法) art. 42, 45.
"""

from collections.abc import Mapping
from typing import Final

from yimen.kernel.documents import Paragraph, Part
from yimen.services.cases.rules.clocks import StopReason
from yimen.services.cases.rules.notices.facts import Facts
from yimen.services.cases.rules.notices.words import LICENCE_LAW, case_rows, day, ended

#: Why clocks stand still, in words; by `rules.clocks.StopReason`.
PROCEDURES: Final[Mapping[str, str]] = {
    StopReason.HEARING.value: "听证",
    StopReason.TENDER.value: "招标",
    StopReason.AUCTION.value: "拍卖",
    StopReason.INSPECTION.value: "检验",
    StopReason.TESTING.value: "检测",
    StopReason.QUARANTINE.value: "检疫",
    StopReason.APPRAISAL.value: "鉴定",
    StopReason.EXPERT_REVIEW.value: "专家评审",
    StopReason.OTHER.value: "法律规定的其他程序",
}


def special(facts: Facts) -> list[Part]:
    """特别程序告知书."""
    procedure, days = facts.text("procedure"), facts.whole("days")
    return [
        Paragraph(
            f"本机关正在办理{facts.you}提出的“{facts.text('item')}”申请，依法需要进行{procedure}。"
            f"根据{facts.text('basis')}的规定，所需时间不计入办理期限，现予告知。"
        ),
        case_rows(
            facts,
            ("特别程序", procedure),
            ("所需时间", f"{days}个工作日"),
            ("起止日期", f"{day(facts.day('began_on'))}至{day(facts.day('until'))}"),
        ),
        Paragraph(f"原因：{ended(facts.text('reason'))}"),
        Paragraph(
            "起止两日均不计入办理期限。特别程序结束后，办理期限继续计算；提前结束的，从结束的次日起继续计算。"
        ),
    ]


def extension(facts: Facts) -> list[Part]:
    """延长审批期限告知书."""
    clause = "第二款" if facts.flag("joint") else "第一款"
    days = facts.whole("days")
    return [
        Paragraph(
            f"本机关正在办理{facts.you}提出的“{facts.text('item')}”申请，在法定期限内不能作出决定。"
            f"根据{LICENCE_LAW}第四十二条{clause}的规定，经{facts.text('approver')}批准，"
            f"办理期限延长{days}个工作日，现将延长期限的理由告知如下："
        ),
        Paragraph(f"{ended(facts.text('reason'))}"),
        case_rows(
            facts,
            ("延长时间", f"{days}个工作日"),
            ("延长后办结日期", f"{day(facts.day('due'))}前"),
        ),
    ]


def termination(facts: Facts) -> list[Part]:
    """终止办理通知书."""
    return [
        Paragraph(
            f"{facts.you}提出的“{facts.text('item')}”申请，因下列原因不能继续办理，本机关决定终止办理："
        ),
        Paragraph(f"{ended(facts.text('reason'))}"),
        case_rows(facts),
        Paragraph("申请材料随本通知书退还。备齐材料、符合条件后可以重新申请。"),
    ]
