"""What a notice can change about files: how much one may be, how long what is not used stays."""

from typing import Final

from yimen.reference.policy.rules import Parameter, define
from yimen.support.files.limits import CEILING, MEGA

_SOURCE: Final = "产品建议值，可按本地规定调整"

MAX_MB: Final = "files.max_mb"
MAX_PAGES: Final = "files.max_pages"
MAX_FILES: Final = "files.max_files"
MAX_MEGAPIXELS: Final = "files.max_megapixels"
REFUSED_DAYS: Final = "files.refused_days"
DROPPED_DAYS: Final = "files.dropped_days"

define(
    Parameter(MAX_MB, 20, "MB", "单个文件最大", _SOURCE, 1, CEILING // MEGA),
    Parameter(MAX_PAGES, 200, "页", "PDF 最多页数", _SOURCE, 1, 2000),
    Parameter(MAX_FILES, 50, "个", "一份材料最多文件数", _SOURCE, 1, 500),
    Parameter(MAX_MEGAPIXELS, 50, "百万像素", "照片最多像素", _SOURCE, 5, 60),
    Parameter(REFUSED_DAYS, 30, "天", "检查不通过的文件隔离多久后删除", _SOURCE, 1, 365),
    Parameter(DROPPED_DAYS, 30, "天", "撤回的文件多久后删除", _SOURCE, 0, 365),
)
