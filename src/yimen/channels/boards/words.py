"""Words of walls and window screens for what the rules name by code."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yimen.services.hall.rules.states import PauseReason

PAUSED: Final[Mapping[str, str | Promise]] = {
    PauseReason.MEAL.value: _("工作人员用餐，稍后回来"),
    PauseReason.MEETING.value: _("工作人员开会，稍后回来"),
    PauseReason.SYSTEM.value: _("系统故障，正在修复"),
    PauseReason.REST.value: _("工作人员短暂离开，马上回来"),
    PauseReason.OTHER.value: _("请稍候，或到旁边窗口"),
}

KINDS: Final[Mapping[str, str | Promise]] = {
    "comprehensive": _("综合窗口"),
    "dedicated": _("专窗"),
}
