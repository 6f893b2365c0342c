"""What the samples on the design page say: people, numbers and forms that exist nowhere else."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from django import forms

AT: Final = datetime(2020, 1, 17, 1, 31, tzinfo=UTC)

SECTIONS: Final = (
    ("colour", "颜色", "palette"),
    ("type", "文字", "a-large-small"),
    ("buttons", "按钮", "square-mouse-pointer"),
    ("forms", "表单", "text-cursor-input"),
    ("data", "数据", "table-2"),
    ("feedback", "反馈", "message-square"),
    ("flow", "流程", "list-checks"),
    ("looks", "五种样子", "contrast"),
    ("doors", "各道门", "door-open"),
)

FIGURES: Final = (
    {
        "label": "窗口办件",
        "value": "155,631",
        "note": "日均 2,635 件",
        "formula": "2019-10-08 至 12-31 在窗口办结的件数",
    },
    {
        "label": "平均等候（不含税务）",
        "value": "11.45",
        "unit": "分",
        "note": "较上月 −1.8 分",
        "note_tone": "good",
        "formula": "叫号时间 − 取号时间，窗口办结的件，求平均；不去掉极端值",
    },
    {
        "label": "五星好评率",
        "value": "99.895%",
        "note": "主动评价 101,160 次",
        "formula": "五星 ÷ 主动评价；默认好评不计入",
    },
    {
        "label": "等候超过 30 分钟",
        "value": "4",
        "unit": "位",
        "note": "不动产登记",
        "note_tone": "bad",
        "alarm": True,
    },
)

LINE: Final = (
    {"number": "A013", "item": "公安户政", "note": "09:33 取号", "kind": "ordinary", "label": ""},
    {"number": "A014", "item": "公安户政", "note": "09:34 取号", "kind": "priority", "label": ""},
    {
        "number": "Y021",
        "item": "公安车管",
        "note": "09:45 取号",
        "kind": "booked",
        "label": "预约 09:30",
    },
)

STEPS: Final = (
    {"title": "核对身份", "note": "居民身份证，有效至 2031-04-02", "end": "09:35", "state": "done"},
    {"title": "核对材料", "note": "5 份，已收 3 份，1 份免提交", "end": "进行中", "state": "now"},
    {"title": "群众确认并签名", "state": "todo"},
)

DEPARTMENTS: Final = (
    ("不动产登记中心", "17,204", "16.2 分", "18.4 分", "99.87%"),
    ("公安局（户政）", "15,980", "14.8 分", "11.2 分", "99.91%"),
    ("市场监督管理局", "14,115", "12.1 分", "15.0 分", "99.90%"),
    ("住房公积金管理中心", "13,822", "10.9 分", "11.4 分", "99.93%"),
)

CALLS: Final = (
    ("C107", "31", "C 区"),
    ("E033", "7", "A 区"),
    ("G015", "52", "D 区"),
    ("F021", "46", "D 区"),
)
QUEUES: Final = (
    ("公安户政", 23, "15–25"),
    ("公安车管", 14, "8–12"),
    ("社会保险", 9, "5–10"),
    ("住房公积金", 12, "10–15"),
    ("不动产登记", 17, "15–20"),
    ("税务", 31, "10–15"),
)

TABS: Final = (
    {"label": "首页", "icon": "house", "url": "#doors", "current": True},
    {"label": "服务", "icon": "layout-grid", "url": "#doors"},
    {"label": "专区", "icon": "compass", "url": "#doors"},
    {"label": "我的", "icon": "user", "url": "#doors"},
)
LAUNCHER: Final = (
    ("我的证照", "id-card"),
    ("社保", "shield-check"),
    ("公积金", "piggy-bank"),
    ("交管", "car"),
    ("出入境", "plane"),
    ("户政", "house"),
    ("挂号", "stethoscope"),
    ("全部", "layout-grid"),
)


class SampleForm(forms.Form):
    """One field of each kind; its checks are those of Django alone."""

    phone = forms.CharField(label="手机号码", help_text="叫到前 2 位时给您发短信", max_length=11)
    ident = forms.RegexField(
        label="公民身份号码",
        regex=r"^\d{17}[\dX]$",
        error_messages={"invalid": "身份证号码是 18 位，您填了 17 位。请对照证件再看一遍。"},
    )
    way = forms.ChoiceField(
        label="怎么取证",
        choices=[("window", "窗口自取"), ("post", "邮寄到家"), ("locker", "自助柜 24 小时取")],
        widget=forms.RadioSelect,
    )
    area = forms.ChoiceField(
        label="镇街", choices=[("nc", "南城街道"), ("dc", "东城街道"), ("ha", "虎门镇")]
    )
    words = forms.CharField(label="补充说明", required=False, widget=forms.Textarea({"rows": 3}))
    agree = forms.BooleanField(label="我已阅读并同意《办事须知》")


def sample_form() -> SampleForm:
    """A form with one mistake in it."""
    return SampleForm(
        {
            "phone": "13800000000",
            "ident": "44190019900101234",
            "way": "post",
            "area": "nc",
            "agree": "on",
        },
        auto_id="sample_%s",
    )


def words_and_figures() -> dict[str, object]:
    """Values that the page writes through the filters."""
    return {
        "at": AT,
        "fee": Decimal(20),
        "low": timedelta(minutes=8),
        "high": timedelta(minutes=15),
        "handled": timedelta(minutes=8, seconds=10),
        "ident": "44190019900101234X",
        "cases": 155_631,
        "stars": 0.99895,
    }
