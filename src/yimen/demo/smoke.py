"""One citizen through each door, over HTTP, a printed line per step: `demo --smoke`."""

import sys
import time
from collections.abc import Callable

from yimen.demo.appointment_walk import AppointmentWalk
from yimen.demo.bundle_walk import BundleWalk
from yimen.demo.case_walk import CaseWalk
from yimen.demo.paid_walk import PaidWalk
from yimen.demo.people import Logins, read_logins
from yimen.demo.visitor import Api, SmokeFailed
from yimen.demo.walks import ApiWalk, PageWalk

Step = tuple[str, Callable[[], str]]


def walk(base_url: str) -> bool:
    """Walk; print a line a step. False as soon as one fails."""
    logins = read_logins()
    began = time.monotonic()
    try:
        for name, step in _steps(base_url.rstrip("/"), logins):
            started = time.monotonic()
            said = step()
            _say(f"✓ {name}：{said}（{(time.monotonic() - started) * 1000:.0f} 毫秒）")
    except SmokeFailed as failure:
        _say(f"✗ {failure}")
        return False
    _say(f"全部走通，用时 {time.monotonic() - began:.1f} 秒")
    return True


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _steps(base: str, logins: Logins) -> list[Step]:
    system, machine = (Api(base, logins.keys[name]) for name in ("演示系统", "取号机 1"))
    api = ApiWalk(system, machine, logins.window_id)
    pages = PageWalk(base, logins)
    later = AppointmentWalk(base, logins, system, machine)
    case = CaseWalk(base, logins)
    whole = BundleWalk(case)
    money = PaidWalk(case)
    return [
        ("取号机取号", pages.take_number),
        ("手机看号", pages.look_at_ticket),
        ("窗口登录", pages.log_in),
        ("窗口叫号", pages.call),
        ("综合屏显示", pages.board_shows),
        ("窗口开始办理", pages.start),
        ("窗口办结", pages.finish),
        ("手机评价", pages.rate),
        ("窗口签退", pages.log_out),
        ("接口取号", api.take),
        ("接口开窗", api.open_window),
        ("接口叫号", api.call),
        ("接口开始办理", api.start),
        ("接口办结", api.finish),
        ("接口评价", api.rate),
        ("接口关窗", api.close_window),
        ("预约", later.book),
        ("预约签到", later.check_in),
        ("找到窗口", later.find_way),
        ("预约办理并评二星", later.serve_badly),
        ("差评整改", later.repair),
        ("窗口收件", case.begin),
        ("副屏签名", case.sign),
        ("受理", case.accept),
        ("手机查进度", case.follow),
        ("手机缴费", money.pay),
        ("承办、审核、审批", case.review),
        ("办件页", case.look),
        ("出件", case.issue),
        ("卡包和核验", money.verify),
        ("短信", case.told),
        ("文书", case.notices),
        ("第二件收件", case.begin_again),
        ("第二件签名", case.sign),
        ("第二件补正", case.supplement),
        ("第二件特别程序", case.special),
        ("第二件延期并办结", case.extension),
        ("第二件文书", case.notices),
        ("一件事收件", whole.begin),
        ("一件事签名提交", whole.file),
        ("一件事进度", whole.follow),
        ("各部门办理", whole.decide),
        ("一次出件", whole.issue),
        ("收件窗口签退", case.log_out),
    ]
