"""What the process environment says, read once. Bad values stop the start, all named at once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from yimen.support.logs import configuration

#: Stands in until `./yimen` or the operator sets a key; production checks refuse it.
NO_KEY = "0" * 32


class BadEnvironment(SystemExit):
    """Names every variable that is missing or malformed, one a line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("环境变量有误 / bad environment:\n" + "\n".join(f"  {f}" for f in faults))


@dataclass(frozen=True)
class Environment:
    """Everything a deployment decides. Field names are the variables' without `YIMEN_`."""

    database: dict[str, Any]
    home: Path
    secret_key: str
    data_key: bytes
    index_key: bytes
    demo: bool
    demo_life: bool
    debug: bool
    https: bool
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    live_url: str
    live_port: int
    public_url: str
    printer: str
    reader: str
    sms: str
    sms_secret: str = field(repr=False)
    seal_p12: str
    seal_password: str = field(repr=False)
    carriers: dict[str, str]
    carrier_secrets: dict[str, str] = field(repr=False)
    clamd: str
    pay: str
    pay_secrets: tuple[str, ...] = field(repr=False)
    log_level: str

    @property
    def live_sources(self) -> list[str]:
        """Where pages may open the live stream, for the content security policy."""
        return [self.live_url] if self.live_url else ["*:" + str(self.live_port)]

    @property
    def logging(self) -> dict[str, Any]:
        """Structured lines on standard error; never a body, a query string or a token."""
        return configuration(self.log_level)


def read_environment(env: Mapping[str, str] = os.environ) -> Environment:
    """The deployment's decisions.

    Raises:
        BadEnvironment: lists every variable that cannot be used.
    """
    faults: list[str] = []
    database = _database(env.get("DATABASE_URL", ""), faults)
    demo = _flag(env, "YIMEN_DEMO", faults)
    environment = Environment(
        database=database,
        home=Path(env.get("YIMEN_HOME") or ".yimen").absolute(),
        secret_key=env.get("YIMEN_SECRET_KEY", "") or NO_KEY,
        data_key=_key(env, "YIMEN_DATA_KEY", faults),
        index_key=_key(env, "YIMEN_INDEX_KEY", faults),
        demo=demo,
        demo_life=env.get("YIMEN_DEMO_LIFE", "1") != "0",
        debug=_flag(env, "YIMEN_DEBUG", faults),
        https=_flag(env, "YIMEN_HTTPS", faults),
        hosts=_words(env.get("YIMEN_HOSTS", "localhost 127.0.0.1 [::1]")),
        origins=_words(env.get("YIMEN_ORIGINS", "")),
        live_url=env.get("YIMEN_LIVE_URL", ""),
        live_port=_port(env, faults),
        public_url=env.get("YIMEN_PUBLIC_URL", "").rstrip("/"),
        printer=env.get("YIMEN_PRINTER", "sim:"),
        reader=env.get("YIMEN_READER", "sim:" if demo else ""),
        sms=_sms(env.get("YIMEN_SMS", "console:" if demo else ""), faults),
        sms_secret=env.get("YIMEN_SMS_SECRET", ""),
        seal_p12=_file(env, "YIMEN_SEAL_P12", faults),
        seal_password=env.get("YIMEN_SEAL_PASSWORD", ""),
        carriers=_carriers(env.get("YIMEN_CARRIERS", "ems=sim:" if demo else ""), faults),
        carrier_secrets=_named(env.get("YIMEN_CARRIER_SECRETS", "")),
        clamd=_clamd(env, faults),
        pay=_pay(env.get("YIMEN_PAY", "sim:" if demo else ""), faults),
        pay_secrets=_pay_secrets(env, demo=demo),
        log_level=env.get("YIMEN_LOG_LEVEL", "INFO").upper(),
    )
    if faults:
        raise BadEnvironment(faults)
    return environment


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _flag(env: Mapping[str, str], name: str, faults: list[str]) -> bool:
    value = env.get(name, "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no", ""}:
        faults.append(f"{name}={value!r}: 1 or 0 is needed")
    return value in {"1", "true", "yes"}


def _key(env: Mapping[str, str], name: str, faults: list[str]) -> bytes:
    text = env.get(name) or NO_KEY
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 16:
        faults.append(f"{name}: 32 hexadecimal digits are needed (16 bytes)")
    return key


def _sms(address: str, faults: list[str]) -> str:
    parts = urlsplit(address)
    if (
        address
        and parts.scheme != "console"
        and (parts.scheme not in {"http", "https"} or not parts.hostname)
    ):
        faults.append("YIMEN_SMS: https://host/path or console: is needed")
    return address


def _pay(address: str, faults: list[str]) -> str:
    if address and not address.startswith(("https://", "http://", "sim:")):
        faults.append("YIMEN_PAY: https://host/path or sim: is needed")
    return address


def _pay_secrets(env: Mapping[str, str], *, demo: bool) -> tuple[str, ...]:
    """What callbacks may be signed with: the present secret first, then the former one.

    The demonstration's cashier is this house itself and signs with the house's own key.
    """
    own = env.get("YIMEN_SECRET_KEY", "") if demo else ""
    present = env.get("YIMEN_PAY_SECRET", "") or own
    former = env.get("YIMEN_PAY_SECRET_FORMER", "")
    return (present, former) if former else (present,)


def _file(env: Mapping[str, str], name: str, faults: list[str]) -> str:
    path = env.get(name, "")
    if path and not Path(path).is_file():
        faults.append(f"{name}={path!r}: no such file")
    return path


def _carriers(text: str, faults: list[str]) -> dict[str, str]:
    found = _named(text)
    if len(found) != len(_words(text)) or not all(
        code.isalnum() and address.startswith(("https://", "http://", "sim:"))
        for code, address in found.items()
    ):
        faults.append("YIMEN_CARRIERS: ems=https://host/path sf=https://… is needed")
    return found


def _named(text: str) -> dict[str, str]:
    """`a=1 b=2` by name."""
    return dict(word.split("=", 1) for word in _words(text) if "=" in word)


def _clamd(env: Mapping[str, str], faults: list[str]) -> str:
    """`host:port` or the path of a socket; empty: there is no virus scanner."""
    text = env.get("YIMEN_CLAMD", "").strip().removeprefix("unix:")
    host, _, port = text.rpartition(":")
    if text and not text.startswith("/") and not (host and port.isdecimal()):
        faults.append(f"YIMEN_CLAMD={text!r}: host:port or the path of a socket is needed")
    return text


def _port(env: Mapping[str, str], faults: list[str]) -> int:
    text = env.get("YIMEN_LIVE_PORT", "8001")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        faults.append(f"YIMEN_LIVE_PORT={text!r}: a port from 1 to 65535 is needed")
        return 8001
    return int(text)


def _database(url: str, faults: list[str]) -> dict[str, Any]:
    """Django's settings of one PostgreSQL, from its URL; no URL: the local server's `yimen`."""
    parts = urlsplit(url or "postgresql:///yimen")
    if parts.scheme not in {"postgres", "postgresql"}:
        faults.append("DATABASE_URL: postgresql://user:password@host:port/name is needed")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": query.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "application_name": "yimen",
            "prepare_threshold": 3,
            "options": "-c lock_timeout=5s -c statement_timeout=60s -c timezone=UTC",
            **query,
        },
    }
