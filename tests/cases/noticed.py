"""Facts of every kind of notice, as cases give them."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from yimen.kernel.documents import Document
from yimen.services.cases.rules.notices.composing import Identity, compose
from yimen.services.cases.rules.notices.facts import Facts, Value
from yimen.services.cases.rules.notices.kinds import Kind

ON: Final = date(2020, 1, 17)
CODE: Final = "7KQ49XWD2MHT"
IDENTITY: Final = Identity(
    "莞市监受字〔2020〕第000123号", CODE, "https://hall.example/v/7KQ4-9XWD-2MHT"
)

COMMON: Final[Mapping[str, Value]] = {
    "case_number": "441900202001170001231",
    "item": "食品经营许可（新办）",
    "licence": True,
    "applicant": "演示张三",
    "applicant_id": "441***********0016",
    "organisation": False,
    "agent": "",
    "department": "东莞市市场监督管理局",
    "law": "《食品经营许可管理办法》",
    "phone": "0769-12345",
    "review_body": "东莞市人民政府",
    "court": "",
    "hand_over": "window",
}
_MATERIALS: Final = [
    {"name": "食品经营许可申请书", "count": "原件1份", "state": "已收"},
    {"name": "营业执照或者其他主体资格证明文件", "count": "复印件1份", "state": "免提交"},
    {"name": "主要设备设施布局、操作流程等文件", "count": "原件1份、复印件1份", "state": "已收"},
    {
        "name": "食品安全自查、从业人员健康管理、进货查验记录等保证食品安全的规章制度",
        "count": "复印件1份",
        "state": "已承诺",
    },
]  # fmt: skip
_LATER: Final = [{"name": "食品安全管理人员培训合格证明", "form": "复印件1份"}]

OWN: Final[Mapping[Kind, Mapping[str, Value]]] = {
    Kind.RECEIPT: {
        "received_at": "2020年1月17日9时30分",
        "receiver": "工号1001",
        "window": "12号窗口",
        "query_code": "384021",
        "materials": _MATERIALS,
        "acceptance_due": "2020-02-03",
        "record_number": 4,
        "record_digest": "3f0c6c1b" * 8,
    },
    Kind.ACCEPTANCE: {
        "accepted_on": "2020-01-17",
        "promised_due": "2020-02-07",
        "promised_limit": "10个工作日",
        "statutory_due": "2020-02-21",
        "statutory_limit": "20个工作日",
        "materials": _MATERIALS,
    },
    Kind.NOT_COMPETENT: {
        "reason": "该场所位于广州市，食品经营许可由经营场所所在地的市场监督管理部门受理",
        "authority": "广州市市场监督管理局",
    },
    Kind.NOT_REQUIRED: {"reason": "销售预包装食品的，依法办理备案，不需要取得许可。"},
    Kind.SUPPLEMENT: {
        "flaws": [
            {
                "name": "食品经营许可申请书",
                "flaw": "第2页未填写经营面积，且法定代表人没有签字。请补填并签字。",
            },
            {
                "name": "设备设施布局图",
                "flaw": "图上没有标明㎡数和比例尺。请重新绘制，标明面积（㎡）。",
            },
        ],
        "due": "2020-02-10",
    },
    Kind.TOLERANT: {"later": _LATER, "due": "2020-02-07"},
    Kind.TOLERANT_PROMISE: {"later": _LATER, "due": "2020-02-07"},
    Kind.PROMISE: {
        "promised": [
            {"name": "经营场所使用权证明", "words": "本人对经营场所有合法使用权，租期不少于一年。"}
        ]
    },
    Kind.SPECIAL: {
        "procedure": "检验",
        "days": 15,
        "basis": "《行政许可法》第四十五条",
        "reason": "需要对送检的食品样品进行检验",
        "began_on": "2020-02-05",
        "until": "2020-02-25",
    },
    Kind.EXTENSION: {
        "days": 10,
        "reason": "现场核查需要两个部门共同进行，不能在法定期限内完成",
        "due": "2020-03-06",
        "approver": "本机关负责人",
    },
    Kind.GRANT: {
        "accepted_on": "2020-01-17",
        "results": "食品经营许可证",
        "delivery_due": "2020-02-21",
    },
    Kind.REFUSE: {
        "accepted_on": "2020-01-17",
        "reason": "经营场所与污染源的距离不足二十五米，不符合《食品安全法》第三十三条的规定",
    },
    Kind.DELIVERY: {
        "taker": "演示张三（申请人本人）",
        "identity_check": "读卡核验居民身份证",
        "way": "窗口当面送达",
        "delivered_at": "2020年2月10日10时5分",
        "deliverer": "工号2002",
        "papers": [
            {"name": "准予行政许可决定书", "number": "莞市监决字〔2020〕第000031号"},
            {"name": "食品经营许可证"},
        ],
        "signed_on": "2020-02-10",
    },
    Kind.TERMINATION: {"reason": "申请人在规定期限内没有补正申请材料"},
}  # fmt: skip


def facts(kind: Kind, **changes: Value) -> Facts:
    """Facts that a notice of a kind can be written from."""
    return Facts({**COMMON, **OWN[kind], **changes})


def composed(kind: Kind, **changes: Value) -> Document:
    """A notice of a kind with number and code."""
    return compose(kind, facts(kind, **changes), on=ON, identity=IDENTITY)
