"""Words of parcels, lockers and messages that only staff see."""

from collections.abc import Mapping
from typing import Final

from yimen.devices.lockers import Fault as LockerFault
from yimen.devices.simulated_carrier import Fault as CarrierFault
from yimen.devices.simulated_carrier import Plan
from yimen.services.delivery.queries import Content, Direction, Payer
from yimen.services.delivery.rules.alarms import Alarm

DIRECTIONS: Final[Mapping[Direction, str]] = {
    Direction.TO_CITIZEN: "寄结果",
    Direction.FROM_CITIZEN: "寄材料",
}
CONTENTS: Final[Mapping[Content, str]] = {
    Content.CERTIFICATE: "证照",
    Content.DOCUMENTS: "文书",
    Content.MATERIALS: "申请材料",
    Content.OTHER: "其他",
}
PAYERS: Final[Mapping[Payer, str]] = {
    Payer.SENDER: "寄付",
    Payer.RECEIVER: "到付",
    Payer.GOVERNMENT: "政府付费",
}
ALARMS: Final[Mapping[Alarm, str]] = {
    Alarm.NONE: "",
    Alarm.NOT_BOOKED: "还没有下单成功",
    Alarm.NOT_PICKED_UP: "超时未揽收",
    Alarm.SILENT: "长时间没有轨迹",
}
ONLY: Final[Mapping[str, str]] = {
    "": "全部",
    "trouble": "要处理的",
    "under_way": "在途",
    "over": "已结束",
}
SIZES: Final[Mapping[str, str]] = {"small": "小", "medium": "中", "large": "大"}
PLANS: Final[Mapping[Plan, str]] = {
    Plan.NORMAL: "正常送达",
    Plan.REFUSED: "收件人拒收，退回",
    Plan.UNREACHABLE: "联系不上，退回",
    Plan.DAMAGED: "途中破损",
    Plan.VANISHED: "没有下文（遗失）",
    Plan.DELAYED: "慢五倍",
    Plan.LOCKER: "放快递柜，之后取走",
}
CARRIER_FAULTS: Final[Mapping[CarrierFault, str]] = {
    CarrierFault.NONE: "正常",
    CarrierFault.DOWN: "没有回应",
    CarrierFault.REFUSES: "拒绝一切",
}
LOCKER_FAULTS: Final[Mapping[LockerFault, str]] = {
    LockerFault.NONE: "正常",
    LockerFault.JAM: "柜门打不开",
    LockerFault.LEFT_OPEN: "开门后没人关",
    LockerFault.UNSURE: "打开了但没有回应",
    LockerFault.OFFLINE: "没有连接",
}
