"""一次性告知单: everything an item asks of somebody in their situation, told once, on paper.

Printed when people ask before they apply; no case stands behind it, so it has no number. It is in
Simplified Chinese whatever the reader's language: the authority is bound by its own words.
"""

from collections.abc import Iterator
from datetime import date

from django.utils import translation

from yimen.channels.doorway import guides
from yimen.channels.doorway.guides import Opened, Thing
from yimen.kernel.documents import Column, Document, Heading, Paragraph, Part, Rows, Table

_COLUMNS = (
    Column("序号", 1, centred=True),
    Column("材料名称", 4.4),
    Column("形式与份数", 2.4),
    Column("要求", 3.4),
)


def slip(opened: Opened, *, on: date) -> Document:
    """The slip for the answers given."""
    with translation.override("zh-hans"):
        return Document(
            title="一次性告知单",
            issuer=opened.guide.department,
            on=on,
            parts=tuple(_parts(opened)),
            copies="本告知单交申请人留存。办理要求以提交申请时公布的办事指南为准。",
        )


def _parts(opened: Opened) -> Iterator[Part]:
    guide = opened.guide
    yield Paragraph(f"您咨询办理“{guide.name}”，按您的情况，需要的条件、材料和手续一次性告知如下：")
    yield _rows(opened)
    if guide.conditions:
        yield Heading("办理条件")
        yield Paragraph(guide.conditions)
    yield Heading("需要的材料")
    things = [thing for group in opened.groups for thing in group.things]
    rows = tuple(
        (str(number), thing.name, thing.count or "免提交", _demand(thing))
        for number, thing in enumerate(things, start=1)
    )
    yield Table(_COLUMNS, rows, empty="不用交材料")
    if guide.unanswered:
        asked = "、".join(question.text for question in guide.unanswered)
        yield Paragraph(f"以下问题尚未回答，所列材料以全部情形计：{asked}")
    yield Paragraph("材料备齐后可以到窗口办理，也可以在网上提交；需要预约的，以公布的时间为准。")


def _rows(opened: Opened) -> Rows:
    guide = opened.guide
    chosen = {
        question.text: option.text
        for question in guide.questions
        for option in question.options
        if opened.answers.get(question.key) == option.key
    }
    given = (
        ("事项编码", guide.code),
        *chosen.items(),
        ("承诺办结", "当场办结" if guide.instant else guides.days(guide.promised)),
        ("法定办结", guides.days(guide.statutory)),
        ("费用", guides.money(guide.cost)),
        ("办理地点", guide.address),
        ("办理时间", guide.hours),
        ("咨询电话", guide.phone),
    )
    return Rows(tuple((name, value) for name, value in given if value))


def _demand(thing: Thing) -> str:
    """What makes a material good, and whether it may be left out or come later."""
    said = [thing.accept, thing.file_limit, thing.note]
    if thing.optional:
        said.append("可不交")
    if thing.later:
        said.append("可以容缺后补")
    if not thing.certain and thing.because:
        said.append(f"仅“{thing.because}”时需要")
    return "；".join(word for word in said if word)
