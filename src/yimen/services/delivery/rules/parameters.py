"""Numbers of parcels and lockers that a notice can change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from yimen.reference.policy.rules import Parameter, Value, define
from yimen.services.delivery.rules.alarms import Patience

_CONTRACT = "寄递服务合同，按合同调整"
_PRACTICE = "各地取件柜通行做法"
_CITY = "本地出件窗口的地址和电话，启用前改成实际内容"
_PROPOSAL = "产品建议值，可按本地规定调整"

PARAMETERS = (
    Parameter("delivery.book_tries", 8, "次", "向快递公司下单最多试几次", _PROPOSAL, 1, 30),
    Parameter("delivery.book_hours", 2.0, "小时", "下单多久没有成功报警", _PROPOSAL, 0.1, 72),
    Parameter("delivery.pick_up_hours", 24.0, "小时", "下单后多久未揽收报警", _CONTRACT, 1, 240),
    Parameter("delivery.silent_days", 3.0, "天", "邮件多久没有轨迹报警", _CONTRACT, 0.5, 30),
    Parameter("delivery.poll_minutes", 30.0, "分钟", "多久查询一次轨迹", _PROPOSAL, 1, 1440),
    Parameter("delivery.kept_days", 180, "天", "寄递地址保留天数（完成后）", _PROPOSAL, 30, 3660),
    Parameter("delivery.sender_name", "市民服务中心出件窗口", "", "寄件人（窗口）", _CITY),
    Parameter("delivery.sender_phone", "076900000000", "", "寄件电话（窗口）", _CITY),
    Parameter("delivery.sender_region", "441900004000", "", "寄件地区代码", _CITY),
    Parameter("delivery.sender_street", "市民服务中心一楼出件窗口", "", "寄件地址", _CITY),
    Parameter("delivery.locker_days", 30, "天", "取件柜最多存放天数", _PRACTICE, 1, 90),
    Parameter("delivery.locker_tries", 5, "次", "取件码最多输错几次", _PROPOSAL, 1, 20),
)
define(*PARAMETERS)


@dataclass(frozen=True)
class DeliveryRules:
    """What holds on one day."""

    book_tries: int
    patience: Patience
    poll_every: timedelta
    kept_days: int
    locker_days: int
    locker_tries: int
    sender: tuple[str, str, str, str]


def delivery_rules(values: Mapping[str, Value]) -> DeliveryRules:
    """The rules of a day from its parameter values by key."""

    def number(key: str) -> float:
        return float(values[f"delivery.{key}"])

    def text(part: str) -> str:
        return str(values[f"delivery.sender_{part}"])

    return DeliveryRules(
        book_tries=int(number("book_tries")),
        patience=Patience(
            booked_within=timedelta(hours=number("book_hours")),
            picked_up_within=timedelta(hours=number("pick_up_hours")),
            news_within=timedelta(days=number("silent_days")),
        ),
        poll_every=timedelta(minutes=number("poll_minutes")),
        kept_days=int(number("kept_days")),
        locker_days=int(number("locker_days")),
        locker_tries=int(number("locker_tries")),
        sender=(text("name"), text("phone"), text("region"), text("street")),
    )
