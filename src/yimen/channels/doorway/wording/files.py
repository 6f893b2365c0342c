"""Refusals of files as sentences, and the codes in their facts as words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHRASES: Final[Mapping[str, str | Promise]] = {
    "files.empty": _("这个文件是空的。请重新选择文件。"),
    "files.too_large": _("文件太大，最多 %(limit_mb)s MB。请压缩后再传，或把照片拍小一些。"),
    "files.kind_not_allowed": _(
        "%(found)s不能上传。请上传照片（JPG、PNG、HEIC）或 PDF；其他文件请先另存为 PDF。"
    ),
    "files.broken": _("文件打不开，可能没有传完或已损坏。请打开看一看，再重新上传。"),
    "files.too_many_pixels": _("照片尺寸太大，最多 %(limit_megapixels)s 百万像素。请缩小后再传。"),
    "files.too_many_pages": _("文件页数太多，最多 %(limit)s 页。请分成几个文件上传。"),
    "files.too_many_files": _("一份材料最多 %(limit)s 个文件。请合成一个 PDF，或撤回后重新交。"),
    "files.encrypted": _("这个 PDF 设了密码，我们打不开。请取消密码后再传。"),
    "files.script_in_pdf": _("这个文件里有可以运行的程序，不能上传。请拍照或扫描成 PDF 后再传。"),
    "files.action_in_pdf": _(
        "这个 PDF 打开时会启动程序或连接外部，不能上传。请重新打印成 PDF 后再传。"
    ),
    "files.attachment_in_pdf": _(
        "这个 PDF 里还夹带着别的文件，不能上传。请把需要的内容打印成 PDF，分开上传。"
    ),
    "files.dynamic_form": _("这是动态表单，内容要靠程序生成，不能上传。请打印成 PDF 后再传。"),
    "files.media_in_pdf": _("这个 PDF 里有音频、视频或三维内容，不能上传。请打印成 PDF 后再传。"),
    "files.too_hard": _("这个文件太复杂，检查不了。请拍照或重新扫描后再传。"),
    "files.infected": _("查出这个文件带有病毒，不能使用。请先给您的设备杀毒，再换一个文件上传。"),
    "files.not_found": _("没有找到这个文件，可能已经撤回。"),
    "files.not_ready": _("文件已收到，正在检查，暂时不能打开。请过一会儿再看。"),
    "files.unreadable": _("文件暂时读不出来。请稍后再试；如果一直这样，请告诉工作人员。"),
}

WORDS: Final[Mapping[str, str | Promise]] = {
    "found.program": _("程序"),
    "found.script": _("脚本"),
    "found.macro": _("带宏的 Office 文档"),
    "found.office": _("Office 文档"),
    "found.ofd": _("OFD 文件"),
    "found.archive": _("压缩包"),
    "found.picture": _("这种格式的图片（如 GIF、TIFF、BMP、WebP）"),
    "found.web_page": _("网页文件"),
    "found.media": _("音频或视频"),
    "found.text": _("文本文件"),
    "found.unknown": _("这种文件"),
}

#: Beside a file that was signed (`FileView.was_signed`).
SIGNATURE_GONE: Final = _("原文件带有电子签名，安全检查后已不保留；需要验签请查原件或登记系统。")
