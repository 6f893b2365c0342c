"""Draws the design page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.channels.office.design import palette, samples
from yimen.support.context import look

#: The order in which the swatches stand: ink, grounds, meaning.
SWATCHES = (
    ("墨与纸", ("ink", "ink-2", "ink-3", "paper", "ground", "sunk", "line", "edge")),
    (
        "意思",
        ("blue", "blue-soft", "warm", "warm-soft", "good", "good-soft", "wait", "wait-soft"),
    ),
    ("警示与深处", ("bad", "bad-soft", "night", "blue-deep", "good-deep", "bad-deep")),
)
SCALE = (
    ("8", "80", "A012", "号码"),
    ("7", "40", "您好，请放身份证", "机器上的一句话"),
    ("6", "30", "今天的大厅", "页名"),
    ("5", "24", "约 8–15 分钟", "大数字"),
    ("4", "20", "灵活就业人员社保登记", "段名"),
    ("3", "17", "请补交身份证背面照片", "强调"),
    ("2", "15", "窗口叫到您的号码时，请带好全部材料。", "正文"),
    ("1", "13", "取号 09:31 · 前面还有 3 位", "注释"),
)
LOOK_NAMES = {
    "light": "浅色",
    "dark": "深色",
    "light, high contrast": "浅色，高对比",
    "dark, high contrast": "深色，高对比",
}
SPACES = ("1", "2", "3", "4", "5", "6", "7", "8")
LOOKS = (
    ("浅色", "office", "light", "", False),
    ("深色 · 大屏与数据屏", "office", "dark", "", False),
    ("高对比", "office", "light", "high", False),
    ("长辈版", "phone", "light", "", True),
    ("自助机 × 1.75", "kiosk", "light", "", False),
)


def design(request: HttpRequest) -> HttpResponse:
    """Everything a page may use, alive."""
    menu = [
        {"label": label, "icon": icon, "url": f"#{anchor}"}
        for anchor, label, icon in samples.SECTIONS
    ]
    chosen = look(request)["look"]
    colours = palette.colours(f"{chosen.theme}{', high contrast' if chosen.high else ''}")
    return render(
        request,
        "office/design/page.html",
        {
            "menu": menu,
            "swatches": [
                (name, [(token, colours[token]) for token in tokens]) for name, tokens in SWATCHES
            ],
            "contrasts": [(name, _summary(key)) for key, name in LOOK_NAMES.items()],
            "scale": SCALE,
            "spaces": SPACES,
            "looks": LOOKS,
            "form": samples.sample_form(),
            "figures": samples.FIGURES,
            "line": samples.LINE,
            "steps": samples.STEPS,
            "departments": samples.DEPARTMENTS,
            "calls": samples.CALLS,
            "queues": samples.QUEUES,
            "tabs": samples.TABS,
            "launcher": samples.LAUNCHER,
            "crumbs": [{"label": "办件", "url": "#data"}, {"label": "户口迁入（夫妻投靠）"}],
            "written": samples.words_and_figures(),
        },
    )


def _summary(key: str) -> dict[str, object]:
    pairs = palette.pairs(key)
    text = [pair for pair in pairs if pair.needed != palette.EDGE_RATIO]
    return {
        "count": len(pairs),
        "lowest": min(text, key=lambda pair: pair.ratio),
        "all_readable": all(pair.readable for pair in pairs),
    }
