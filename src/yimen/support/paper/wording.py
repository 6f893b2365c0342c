"""What paper says by itself, and every character that a document will show.

Kept together so that fonts can be made ready for all of it at one go.
"""

from typing import Final

from yimen.kernel.documents import Document, Heading, Paragraph, Part, Rows, Signing

DEMO_REMARK: Final = "本文书由演示系统生成，印章与签名均为演示，无法律效力。"
PAGE: Final = "第 {page} 页　共 {pages} 页"
MISSING: Final = "“〓”处为字库未收录的字，编码为 {codes}。"
#: Said beside a QR code.
CHECK_WORDS: Final = (
    "扫描左侧二维码，或打开下列网址，可核对本文书的真伪和内容。",
    "核验网址：",
    "核验码：",
)
#: What a demo seal says in its middle.
DEMO_WORDS: Final = ("演示章", "无法律效力")


def words(document: Document) -> str:
    """Every character that may be printed, for fonts to be made ready at one go."""
    texts = [
        document.title, document.issuer, document.number, document.addressee, document.copies,
        document.watermark, document.barcode,
        DEMO_REMARK, PAGE, MISSING, *CHECK_WORDS, *DEMO_WORDS,
    ]  # fmt: skip
    if document.seal is not None:
        texts += [document.seal.body, document.seal.purpose]
    if document.check is not None:
        texts.append(document.check.code)
    for part in document.parts:
        texts += _words_of(part)
    return "".join(texts)


def _words_of(part: Part) -> list[str]:
    if isinstance(part, Paragraph | Heading):
        return [part.text]
    if isinstance(part, Signing):
        return [part.who]
    if isinstance(part, Rows):
        return [word for row in part.rows for word in row]
    return [
        *(column.name for column in part.columns),
        *(word for row in part.rows for word in row),
        part.empty,
    ]
