"""The words of tolerant acceptance and of promises in place of proofs.

Source: 国办发〔2020〕42号 (告知承诺制); cities' rules on tolerant acceptance (容缺受理).
"""

from yimen.kernel.documents import Heading, Paragraph, Part, Signing
from yimen.services.cases.rules.notices.facts import Facts
from yimen.services.cases.rules.notices.words import case_rows, day, listed


def tolerant(facts: Facts) -> list[Part]:
    """容缺受理告知书."""
    due = day(facts.day("due"))
    return [
        Paragraph(
            f"{facts.you}提出的“{facts.text('item')}”申请，主要申请材料齐全、符合法定形式，下列次要材料"
            f"暂缺。经{facts.you}书面承诺，本机关容缺受理，现将需要补交的材料、期限和后果一次性告知如下："
        ),
        case_rows(facts),
        Heading("需要补交的材料"),
        listed(facts.rows("later"), "形式和要求", "form"),
        Heading("补交期限和后果"),
        Paragraph(f"请在{due}前补交。补交期间本机关同步审查，补交齐全后作出决定。"),
        Paragraph(
            "逾期没有补交的，本机关将终止办理、退回申请材料，并记为未履行承诺；在规定期间内再次申请的，"
            "不适用容缺受理。"
        ),
    ]


def tolerant_promise(facts: Facts) -> list[Part]:
    """容缺受理承诺书: the applicant speaks."""
    due = day(facts.day("due"))
    me = "本单位" if facts.flag("organisation") else "本人"
    return [
        Paragraph(
            f"{me}申请办理“{facts.text('item')}”，已知悉《容缺受理告知书》的内容，自愿申请容缺受理，"
            "并作出如下承诺："
        ),
        case_rows(facts),
        Paragraph(f"一、已提交的申请材料真实、合法、有效，{me}对其真实性负责；"),
        Paragraph(f"二、在{due}前补交下列材料，其内容符合法定条件和形式：", indent=True),
        listed(facts.rows("later"), "形式和要求", "form"),
        Paragraph("三、补交之前不要求领取办理结果；"),
        Paragraph(f"四、逾期没有补交或者补交材料不符合要求的，{me}愿意承担终止办理等后果。"),
        _signed(facts, "承诺人（签字或盖章）"),
    ]


def promise(facts: Facts) -> list[Part]:
    """告知承诺书: the authority tells, the applicant promises."""
    me = "本单位" if facts.flag("organisation") else "本人"
    law = facts.text("law")
    return [
        case_rows(facts),
        Heading("一、行政机关告知"),
        Paragraph(
            f"办理“{facts.text('item')}”"
            + (f"（依据：{law}）" if law else "")
            + "，需要证明下列事项。申请人可以书面承诺代替证明，也可以选择提交证明材料："
        ),
        listed(facts.rows("promised"), "证明的内容和要求", "words"),
        Paragraph(
            "承诺的内容应当真实。本机关将通过数据核验、现场核查等方式核实；承诺不实的，终止办理、责令改正"
            "或者撤销决定，依法处理，并记入信用记录。在作出决定之前，申请人可以撤回承诺、改为提交证明。"
        ),
        Heading("二、申请人承诺"),
        Paragraph(
            f"{me}已知悉上述告知内容，承诺：（一）所填写的信息真实、准确；（二）已符合告知的条件、标准和要求；"
            "（三）愿意接受核查；（四）愿意承担不实承诺的法律责任；（五）上述陈述是真实意思的表示。"
        ),
        Paragraph(
            "本承诺书" + ("依法公开。" if facts.flag("public") else "不对外公开。"), indent=True
        ),
        _signed(facts, "承诺人（签字或盖章）"),
    ]


def _signed(facts: Facts, who: str) -> Signing:
    return Signing(who, on=facts.day("signed_on"))
