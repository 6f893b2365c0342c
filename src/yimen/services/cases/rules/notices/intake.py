"""The words of what is told when an application comes in. A receipt is not yet an acceptance.

Source: Administrative Licensing Law (行政许可法) art. 32.
"""

from yimen.kernel.documents import Heading, Paragraph, Part
from yimen.services.cases.rules.notices.facts import Facts
from yimen.services.cases.rules.notices.words import (
    by_law,
    case_rows,
    day,
    ended,
    listed,
    materials,
    pick_up,
)


def receipt(facts: Facts) -> list[Part]:
    """收件回执."""
    due = day(facts.day("acceptance_due"))
    return [
        Paragraph(
            f"{facts.you}提交的“{facts.text('item')}”申请材料已于{facts.text('received_at')}收到，"
            "清单如下。本回执只证明收到申请材料，不表示申请已被受理。"
        ),
        case_rows(
            facts,
            ("查询码", facts.text("query_code")),
            ("收件窗口", facts.text("window")),
            ("收件人", facts.text("receiver")),
            ("记录校验值", facts.text("record_digest")),
        ),
        Heading("已收到的材料"),
        materials(facts.rows("materials")),
        Paragraph(
            f"是否受理，本机关将在{due}前告知{facts.you}。需要补正的，将一次性告知全部内容；逾期不告知的，"
            "自收到申请材料之日起即为受理。"
        ),
        Paragraph(
            "凭办件编号和查询码可以在政务服务网站、自助终端查询办理进度。查询码相当于口令，请勿告诉他人。"
            f"记录校验值是收件记录的SM3摘要（第{facts.text('record_number')}条），"
            "日后可据此核对记录未被改动。"
        ),
    ]


def acceptance(facts: Facts) -> list[Part]:
    """受理通知书."""
    accepted = day(facts.day("accepted_on"))
    return [
        Paragraph(_why_accepted(facts)),
        case_rows(
            facts,
            ("受理日期", accepted),
            ("承诺办结", _limit(facts, "promised")),
            ("法定办结", _limit(facts, "statutory")),
            ("结果领取", pick_up(facts)),
        ),
        Heading("已接收的材料"),
        materials(facts.rows("materials")),
        Paragraph(
            "办理期限从受理的次日起按工作日计算，法定节假日、休息日不计入；依法需要听证、检验、检测、"
            "检疫、鉴定、专家评审的，所需时间不计入，本机关将另行书面告知。"
        ),
        Paragraph(
            f"{facts.you}可以凭办件编号和查询码查询办理进度；本机关逾期未作出决定的，可以依法申请行政"
            "复议或者提起行政诉讼。"
        ),
    ]


def _why_accepted(facts: Facts) -> str:
    begin = f"{facts.you}提出的“{facts.text('item')}”申请收悉。"
    if facts.flag("deemed"):
        return begin + (
            "本机关未在规定期限内告知需要补正的内容，"
            f"{by_law(facts, '第四项')}，自收到申请材料之日起即为受理。"
        )
    if facts.flag("tolerant"):
        return begin + (
            "经审查，主要申请材料齐全、符合法定形式，次要材料暂缺，"
            f"{facts.you}已书面承诺按期补交，本机关决定容缺受理。待补材料和期限见《容缺受理告知书》。"
        )
    promised = "部分证明材料以书面承诺代替，见《告知承诺书》。" if facts.flag("promised") else ""
    return begin + (
        "经审查，申请事项属于本机关职权范围，申请材料齐全、符合法定形式，"
        f"{by_law(facts, '第五项')}，本机关决定予以受理。{promised}"
    )


def _limit(facts: Facts, kind: str) -> str:
    due = day(facts.day(f"{kind}_due"))
    if not due:
        return ""
    length = facts.text(f"{kind}_limit")
    note = "，日历尚未公布，日期暂定" if facts.flag("provisional") else ""
    return f"{due}前" + (f"（{length}{note}）" if length or note else "")


def not_competent(facts: Facts) -> list[Part]:
    """不予受理通知书."""
    authority = facts.text("authority")
    return [
        Paragraph(
            f"{facts.you}提出的“{facts.text('item')}”申请收悉。经审查，该申请事项依法不属于本机关职权"
            f"范围。{by_law(facts, '第二项')}，本机关决定不予受理。"
        ),
        case_rows(facts),
        Paragraph(f"具体理由：{ended(facts.text('reason'))}"),
        Paragraph(f"请{facts.you}向{authority}提出申请。申请材料随本通知书退还。"),
    ]


def not_required(facts: Facts) -> list[Part]:
    """不受理告知书."""
    what = "依法不需要取得行政许可" if facts.flag("licence") else "依法不需要办理"
    return [
        Paragraph(
            f"{facts.you}提出的“{facts.text('item')}”申请收悉。经审查，该申请事项{what}。"
            f"{by_law(facts, '第一项')}，本机关不受理该申请，现予告知。"
        ),
        case_rows(facts),
        Paragraph(f"具体理由：{ended(facts.text('reason'))}"),
        Paragraph("申请材料随本告知书退还。"),
    ]


def supplement(facts: Facts) -> list[Part]:
    """补正材料一次性告知书."""
    due = day(facts.day("due"))
    return [
        Paragraph(
            f"{facts.you}提出的“{facts.text('item')}”申请收悉。经审查，申请材料不齐全或者不符合法定"
            f"形式。{by_law(facts, '第四项')}，现将需要补正的全部内容一次性告知如下："
        ),
        case_rows(facts),
        Heading("需要补正的材料"),
        listed(facts.rows("flaws"), "存在的问题和补正要求", "flaw"),
        Paragraph(
            f"请{facts.you}在{due}前补正。补正齐全后，本机关继续审查是否受理，补正所用时间不计入受理期限。"
        ),
        Paragraph(
            "逾期没有补正的，本机关将终止办理并退回申请材料；备齐材料后可以重新申请，不影响今后的办理。"
        ),
    ]
