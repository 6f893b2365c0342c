"""Labels of 80 mm paper."""

import io

import pikepdf

from tests.paper.builders import bare, text_of
from yimen.kernel.documents import Label
from yimen.support.paper import pdf


def test_each_label_is_a_page_as_long_as_it_needs() -> None:
    short = Label("材料标签", ("营业执照原件",), "M4419002020011700")
    long = Label(
        "材料标签", tuple(f"第{n}行" for n in range(12)), "M1", "https://x.example", "勿撕"
    )

    made = pdf.labels([short, long])

    with pikepdf.open(io.BytesIO(made)) as opened:
        sizes = [
            (round(float(page.mediabox[2])), round(float(page.mediabox[3])))
            for page in opened.pages
        ]
    assert [width for width, _ in sizes] == [227, 227]
    assert sizes[0][1] < sizes[1][1]


def test_a_label_is_readable_by_eyes_too() -> None:
    made = pdf.labels(
        [Label("材料标签", ("营业执照原件 1 份",), "M4419002020011700", foot="请勿撕毁")]
    )

    page = bare(text_of(made))
    assert [
        word
        for word in ("材料标签", "营业执照原件1份", "M4419002020011700", "请勿撕毁")
        if word not in page
    ] == []
