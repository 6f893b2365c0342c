"""The words of decisions and of their delivery.

Source: Administrative Licensing Law (行政许可法) art. 38, 39, 44.
"""

from yimen.kernel.documents import Column, Heading, Paragraph, Part, Rows, Signing, Table
from yimen.services.cases.rules.notices.facts import Facts
from yimen.services.cases.rules.notices.words import (
    LICENCE_LAW,
    case_rows,
    day,
    ended,
    pick_up,
)


def grant(facts: Facts) -> list[Part]:
    """准予行政许可决定书, or 准予办理决定书 where the item is no licence."""
    return [
        Paragraph(
            f"{facts.you}提出的“{facts.text('item')}”申请，本机关于{day(facts.day('accepted_on'))}"
            f"受理。经审查，申请符合法定条件、标准，{_basis(facts, '第一款')}{_decision(facts)}。"
        ),
        case_rows(
            facts,
            ("办理结果", facts.text("results")),
            ("结果领取", pick_up(facts)),
            (
                "送达期限",
                f"{day(facts.day('delivery_due'))}前" if facts.day("delivery_due") else "",
            ),
        ),
        *_opinion(facts),
        Paragraph(
            f"{facts.you}应当在准予的范围内从事有关活动，并依法接受监督检查。"
            if facts.flag("licence")
            else f"请{facts.you}按期领取办理结果。"
        ),
    ]


def refuse(facts: Facts) -> list[Part]:
    """不予行政许可决定书, or 不予办理决定书 where the item is no licence."""
    no = "不予行政许可" if facts.flag("licence") else "不予办理"
    return [
        Paragraph(
            f"{facts.you}提出的“{facts.text('item')}”申请，本机关于{day(facts.day('accepted_on'))}"
            f"受理。经审查，{_basis(facts, '第二款')}本机关决定{no}。"
        ),
        case_rows(facts),
        Heading("理由"),
        Paragraph(ended(facts.text("reason"))),
    ]


def delivery(facts: Facts) -> list[Part]:
    """送达回证."""
    papers = tuple(
        (str(number), row["name"], row.get("number", ""))
        for number, row in enumerate(facts.rows("papers"), start=1)
    )
    columns = (Column("序号", 1, centred=True), Column("送达的文书、证照", 5), Column("编号", 4.4))
    return [
        Rows(
            tuple(
                (name, value)
                for name, value in (
                    ("办件编号", facts.text("case_number")),
                    ("申请事项", facts.text("item")),
                    ("受送达人", facts.text("applicant")),
                    ("领取人", facts.text("taker")),
                    ("身份核验", facts.text("identity_check")),
                    ("送达方式", facts.text("way")),
                    ("送达时间", facts.text("delivered_at")),
                    ("送达人", facts.text("deliverer")),
                )
                if value
            )
        ),
        Table(columns, papers),
        Paragraph("上列文书、证照已经送达，受送达人或者其代领人核对无误。"),
        Signing("领取人（签字或盖章）", on=facts.day("signed_on")),
    ]


def _basis(facts: Facts, clause: str) -> str:
    """The law behind a decision. The licensing law speaks of licences only."""
    laws = [f"{LICENCE_LAW}第三十八条{clause}"] if facts.flag("licence") else []
    if law := facts.text("law"):
        laws.append(law)
    return f"根据{'和'.join(laws)}的规定，" if laws else ""


def _decision(facts: Facts) -> str:
    return "本机关决定准予行政许可" if facts.flag("licence") else "本机关决定准予办理"


def _opinion(facts: Facts) -> list[Part]:
    text = facts.text("opinion")
    return [Paragraph(f"附带说明：{ended(text)}")] if text else []
