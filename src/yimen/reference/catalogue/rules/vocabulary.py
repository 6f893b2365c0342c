"""The national field list (实施清单): names, Chinese headers, kinds and code lists.

Source: DOMAIN 1.5 and 1.6, read from schemas of the national platform. Values are stored under the
national names in one document, normalised by `values.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """How a field's value is written."""

    TEXT = "text"
    CODE = "code"  # one of a list
    CODES = "codes"  # several of a list, joined by ^
    NUMBER = "number"  # whole, not negative
    FLAG = "flag"  # 1/0, 是/否, yes/no
    WORDS = "words"  # free words joined by ^
    PART = "part"  # a JSON document: materials, steps …


@dataclass(frozen=True)
class Field:
    """One field of the list."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    longest: int = 4000
    codes: Mapping[str, str] | None = None


TASK_TYPES: Final[Mapping[str, str]] = {
    "01": "行政许可", "02": "行政处罚", "03": "行政强制", "04": "行政征收", "05": "行政给付",
    "06": "行政检查", "07": "行政确认", "08": "行政奖励", "09": "行政裁决", "10": "其他行政权力",
    "20": "公共服务",
}  # fmt: skip
PROJECT_TYPES: Final = {"1": "即办件", "2": "承诺件", "3": "上报件", "4": "联办件"}
UNITS: Final = {"1": "工作日", "2": "自然日"}
SERVER_TYPES: Final = {
    "1": "自然人", "2": "企业法人", "3": "事业法人", "4": "社会组织法人", "5": "非法人企业",
    "6": "行政机关", "9": "其他组织",
}  # fmt: skip
LEGAL_PERSONS: Final = frozenset("2345")
TASK_STATES: Final = {"1": "在用", "2": "暂停", "3": "取消"}
USE_LEVELS: Final = {"1": "国家级", "2": "省级", "3": "市级", "4": "县级", "5": "镇级", "6": "村级"}
HANDLE_TYPES: Final = {"1": "窗口办理", "2": "网上办理", "3": "快递申请"}
HANDLE_AREAS: Final = {"1": "全国", "2": "全省", "3": "全市", "4": "全县", "5": "全镇", "6": "跨村"}
ONLINE_DEPTHS: Final = {
    "1": "互联网咨询", "2": "互联网收件", "3": "互联网预审", "4": "互联网受理", "5": "互联网办理",
    "6": "互联网办理结果信息反馈", "7": "互联网电子证照反馈", "9": "其他",
}  # fmt: skip
#: National depths that make up level Ⅳ of the four-level scale, the whole process online.
WHOLE_ONLINE: Final = frozenset("567")
RESULT_TYPES: Final = {"10": "证照", "20": "批文", "90": "其他", "00": "无"}
NO_RESULT: Final = "00"
POWER_SOURCES: Final = {
    "1": "法定本级行使", "2": "上级下放", "3": "上级授权", "4": "同级授权", "5": "上级委托",
    "6": "同级委托",
}  # fmt: skip
DEPT_TYPES: Final = {"1": "法定机关", "2": "授权组织", "3": "受委托组织"}

LONGEST_NAME: Final = 1000

_FIELDS: Final = (
    Field("DEPT_NAME", "部门", longest=200),
    Field("MAIN_ITEM_NAME", "主项", longest=LONGEST_NAME),
    Field("TASK_NAME", "事项名称", longest=LONGEST_NAME),
    Field("TASK_TYPE", "事项类型", Kind.CODE, codes=TASK_TYPES),
    Field("TASK_CODE", "事项编码", longest=100),
    Field("AREA_CODE", "行政区划", longest=12),
    Field("DEPT_CODE", "部门编码", longest=40),
    Field("TASK_NAME_EN", "英文名称", longest=LONGEST_NAME),
    Field("TASK_NAME_HANT", "繁体名称", longest=LONGEST_NAME),
    Field("CATALOG_CODE", "基本编码", longest=36),
    Field("LOCAL_CATALOG_CODE", "地方基本编码", longest=100),
    Field("LOCAL_TASK_CODE", "地方实施编码", longest=100),
    Field("TASK_HANDLE_ITEM", "业务办理项编码", longest=100),
    Field("TASK_STATE", "事项状态", Kind.CODE, codes=TASK_STATES),
    Field("PLAN_EFFECTIVE_DATE", "计划生效日期", longest=30),
    Field("PLAN_CANCEL_DATE", "计划取消日期", longest=30),
    Field("BY_LAW", "设定依据"),
    Field("POWER_SOURCE", "权力来源", Kind.CODE, codes=POWER_SOURCES),
    Field("RIGHTS_AND_DUTIES", "权利义务"),
    Field("ADMINISTRATIVE_REVIEW", "行政复议"),
    Field("LITIGATION", "行政诉讼"),
    Field("DEPT_TYPE", "实施主体性质", Kind.CODE, codes=DEPT_TYPES),
    Field("ENTRUST_NAME", "委托部门", longest=200),
    Field("OTHER_DEPT", "联办机构"),
    Field("USE_LEVEL", "行使层级", Kind.CODE, codes=USE_LEVELS),
    Field("ANTICIPATE_DAY", "法定办结时限", Kind.NUMBER),
    Field("ANTICIPATE_TYPE", "法定办结时限单位", Kind.CODE, codes=UNITS),
    Field("ANTICIPATE_EXPLAIN", "法定办结时限说明"),
    Field("PROMISE_DAY", "承诺办结时限", Kind.NUMBER),
    Field("PROMISE_TYPE", "承诺办结时限单位", Kind.CODE, codes=UNITS),
    Field("PROMISE_EXPLAIN", "承诺办结时限说明"),
    Field("ACCEPT_CONDITION", "受理条件"),
    Field("HANDLE_FLOW", "办理流程"),
    Field("SPECIAL_PROCEDURE", "特别程序"),
    Field("SERVER_TYPE", "服务对象", Kind.CODES, codes=SERVER_TYPES),
    Field("PROJECT_TYPE", "办件类型", Kind.CODE, codes=PROJECT_TYPES),
    Field("HANDLE_TYPE", "办理形式", Kind.CODES, codes=HANDLE_TYPES),
    Field("HANDLE_AREA", "通办范围", Kind.CODES, codes=HANDLE_AREAS),
    Field("IS_ENTRY_CENTER", "进驻大厅", Kind.FLAG),
    Field("LIMIT_SCENE_NUM", "到办事现场次数", Kind.NUMBER),
    Field("LIMIT_SCENE_EXPLAIN", "到现场原因"),
    Field("LIMIT_EXPLAIN", "数量限制"),
    Field("IS_SCHEDULE", "预约办理", Kind.FLAG),
    Field("IS_PAY_ONLINE", "网上支付", Kind.FLAG),
    Field("IS_EXPRESS", "物流快递", Kind.FLAG),
    Field("IS_SERVICE_TERMINALS", "自助终端办理", Kind.FLAG),
    Field("IS_ONLINE", "网上办理", Kind.FLAG),
    Field("ONLINE_HANDLE_DEPTH", "网办深度", Kind.CODE, codes=ONLINE_DEPTHS),
    Field("MOBILE_TERMINAL_URL", "移动端地址", longest=500),
    Field("IS_FEE", "是否收费", Kind.FLAG),
    Field("FEE_BASIS", "收费依据"),
    Field("RESULT_TYPE", "审批结果类型", Kind.CODE, codes=RESULT_TYPES),
    Field("RESULT_NAME", "审批结果名称", longest=500),
    Field("USER_TOPIC_TYPE", "个人主题", Kind.WORDS, longest=500),
    Field("CORP_TOPIC_TYPE", "法人主题", Kind.WORDS, longest=500),
    Field("LINK_WAY", "咨询方式", longest=500),
    Field("SUPERVISE_WAY", "监督投诉方式", longest=500),
    Field("TRANSACT_ADDR", "办理地点", longest=1000),
    Field("TRANSACT_TIME", "办理时间", longest=500),
    Field("TRAFFIC_GUIDE", "交通指引"),
    Field("REMARK", "备注"),
    Field("QUEUE_CODE", "叫号队列", longest=20),
    Field("ALIASES", "别名", Kind.WORDS, longest=500),
    Field("QUESTIONS", "情形", Kind.PART, longest=200_000),
    Field("MATERIALS", "材料", Kind.PART, longest=200_000),
    Field("FEES", "收费项目", Kind.PART, longest=200_000),
    Field("STEPS", "办理环节", Kind.PART, longest=200_000),
    Field("RESULTS", "办理结果", Kind.PART, longest=200_000),
    Field("FAQS", "常见问题", Kind.PART, longest=200_000),
    Field("FORM", "表单", Kind.PART, longest=200_000),
)
FIELDS: Final[Mapping[str, Field]] = {field.name: field for field in _FIELDS}
#: Without these no item can be made.
REQUIRED: Final = ("DEPT_NAME", "TASK_NAME", "TASK_TYPE", "TASK_CODE")
#: Kept beside the fields, not among them.
BESIDE: Final = frozenset({"QUEUE_CODE", "TASK_STATE"})
#: Other words people write in line 1.
_ALSO: Final = {
    "部门名称": "DEPT_NAME",
    "实施主体": "DEPT_NAME",
    "主项名称": "MAIN_ITEM_NAME",
    "实施编码": "TASK_CODE",
    "事项类型代码": "TASK_TYPE",
    "区划": "AREA_CODE",
    "法定时限": "ANTICIPATE_DAY",
    "承诺时限": "PROMISE_DAY",
}
_BY_HEADER: Final[Mapping[str, str]] = {
    **{field.name: field.name for field in _FIELDS},
    **{field.label: field.name for field in _FIELDS},
    **_ALSO,
}


def field_of_header(header: str) -> str | None:
    """The national name a column means; None when it means nothing here."""
    tidy = "".join(header.split()).strip("\ufeff\"'")
    return _BY_HEADER.get(tidy) or _BY_HEADER.get(tidy.upper())
