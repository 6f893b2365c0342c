"""What a production start demands of the environment; `serve` and `doctor` go by it."""

from collections.abc import Mapping

from yimen.support.environment import NO_KEY

KEYS = ("YIMEN_SECRET_KEY", "YIMEN_DATA_KEY", "YIMEN_INDEX_KEY")
SHORTEST_SECRET = 32
TRUE = frozenset({"1", "true", "yes"})


def faults(env: Mapping[str, str]) -> list[str]:
    """Everything that must not be so in production, one sentence each; empty when all is well."""

    def on(name: str) -> bool:
        return env.get(name, "").lower() in TRUE

    found = [f"{name} 没有设置。" for name in KEYS if (env.get(name) or NO_KEY) == NO_KEY]
    if 0 < len(env.get("YIMEN_SECRET_KEY", "")) < SHORTEST_SECRET:
        found.append(f"YIMEN_SECRET_KEY 太短，至少 {SHORTEST_SECRET} 个字符。")
    if on("YIMEN_DEBUG"):
        found.append("YIMEN_DEBUG 必须关闭。")
    if on("YIMEN_DEMO"):
        found.append("YIMEN_DEMO 必须关闭：它显示演示账号。")
    if not on("YIMEN_HTTPS"):
        found.append("YIMEN_HTTPS=1 没有设置：登录信息只能经 HTTPS 传送。")
    if env.get("YIMEN_READER", "").startswith("sim:"):
        found.append("YIMEN_READER 不能是 sim:：模拟读卡器会读出演示身份证。")
    if env.get("YIMEN_SMS", "").startswith("console:"):
        found.append("YIMEN_SMS 不能是 console:：短信内容会写进日志。")
    elif env.get("YIMEN_SMS") and not env.get("YIMEN_SMS_SECRET"):
        found.append("YIMEN_SMS_SECRET 没有设置：短信网关无法确认请求来自本系统。")
    found += _carrier_faults(env) + _pay_faults(env)
    hosts = env.get("YIMEN_HOSTS", "").replace(",", " ").split()
    if not hosts or "*" in hosts:
        found.append("YIMEN_HOSTS 必须写明对外的域名。")
    return found


def _pay_faults(env: Mapping[str, str]) -> list[str]:
    if env.get("YIMEN_PAY", "").startswith("sim:"):
        return ["YIMEN_PAY 不能是 sim:：模拟收银台不会收到任何款项。"]
    if env.get("YIMEN_PAY") and not env.get("YIMEN_PAY_SECRET"):
        return ["YIMEN_PAY_SECRET 没有设置：无法确认缴款结果来自支付网关。"]
    return []


def _carrier_faults(env: Mapping[str, str]) -> list[str]:
    secrets = {word.partition("=")[0] for word in env.get("YIMEN_CARRIER_SECRETS", "").split()}
    named = [word.partition("=") for word in env.get("YIMEN_CARRIERS", "").split()]
    found = [
        f"YIMEN_CARRIERS 里的 {code} 不能是 sim:：模拟快递不会送达任何邮件。"
        for code, _, address in named
        if address.startswith("sim:")
    ]
    return found + [
        f"YIMEN_CARRIER_SECRETS 里没有 {code}：无法确认轨迹推送来自该快递公司。"
        for code, _, address in named
        if code not in secrets and not address.startswith("sim:")
    ]
