"""What a command finds around it: source folder, home folder, keys, database, an up-to-date schema.

`database()` is what every command uses that needs data: it takes `DATABASE_URL`, or starts (or
joins) the embedded server of this home and sets `DATABASE_URL` for Django and for child processes.
"""

import hashlib
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from yimen.cli.errors import HomeUnusable, StepFailed
from yimen.support.postgres.place import make_home
from yimen.support.postgres.server import start

SOURCE = Path(__file__).resolve().parent.parent
ROOT = SOURCE.parent.parent


def home() -> Path:
    """The folder of this installation's data, made if need be and set for child processes.

    Raises:
        HomeUnusable: it cannot be made or written to.
    """
    folder = Path(os.environ.get("YIMEN_HOME") or ROOT / ".yimen").absolute()
    try:
        folder = make_home(folder)
        for part in ("files", "static"):
            (folder / part).mkdir(mode=0o700, exist_ok=True)
    except OSError as refused:
        raise HomeUnusable(home=str(folder), why=refused.strerror) from refused
    if not os.access(folder, os.W_OK | os.X_OK):
        raise HomeUnusable(home=str(folder), why="没有写入权限")
    os.environ["YIMEN_HOME"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.settings")
    return folder


def provide_keys(folder: Path) -> None:
    """Give this home its own keys, made once, unless the environment names them."""
    file = folder / "keys.json"
    if not file.exists():
        keys = {
            "YIMEN_SECRET_KEY": secrets.token_urlsafe(48),
            "YIMEN_DATA_KEY": secrets.token_hex(16),
            "YIMEN_INDEX_KEY": secrets.token_hex(16),
        }
        draft = folder / "keys.new"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(keys, indent=1))
        draft.replace(file)
    for name, key in json.loads(file.read_text()).items():
        os.environ.setdefault(name, key)


@contextmanager
def database(*, fast: bool = False) -> Iterator[str]:
    """The address of the database while the command runs; also in `DATABASE_URL`.

    Args:
        fast: the server for tests instead of the real one.
    """
    folder = home()
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    if not fast:
        provide_keys(folder)
    with start(folder, fast=fast) as server:
        # A test run makes a database of its own, named after this one: two runs may go on at once.
        url = server.url(f"yimen_{os.getpid()}" if fast else "yimen")
        if fast:
            _drop_leftovers(server.url())
        os.environ["DATABASE_URL"] = url
        try:
            yield url
        finally:
            del os.environ["DATABASE_URL"]


def _drop_leftovers(url: str) -> None:
    """Drop the test databases of runs that were killed."""
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [r"test\_yimen\_%"]
        )
        for (name,) in rows.fetchall():
            pid = name.split("_")[2]
            if pid.isdecimal() and not Path("/proc", pid).exists():
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                connection.execute(drop.format(sql.Identifier(name)))


@contextmanager
def prepared_database() -> Iterator[str]:
    """The same with the schema of this version: for commands that read or write data."""
    with database() as url:
        migrate_if_needed(url)
        yield url


def migrate_if_needed(url: str) -> bool:
    """Migrate unless the database says that it has been by this very source. True when it ran."""
    return _once(url, "schema", _schema_digest(), _migrate)


def schema_is_current(url: str) -> bool:
    """Whether the database has all migrations of this source.

    A database of a deployment carries no remark: Django is asked when the remark says nothing.
    """
    try:
        with psycopg.connect(url) as connection:
            if _remark(connection).get("schema") == _schema_digest():
                return True
        run_step("核对数据库结构", "yimen", "manage", "migrate", "--check")
    except StepFailed:
        return False
    return True


def load_demo_if_needed(url: str) -> bool:
    """Load the demonstration city once, and again when its source has changed. True when it ran."""
    return _once(url, "demo", _digest([*_migrations(), *_demo_files()]), _load_demo)


def run_step(step: str, *words: str) -> None:
    """Run a module of the product in a process of its own; name the step on standard error.

    Raises:
        StepFailed: the facts hold its last words.
    """
    print(f"{step}……", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", *words], check=False, capture_output=True, text=True, cwd=ROOT
    )
    if done.returncode != 0:
        logs = home() / "logs"
        logs.mkdir(mode=0o700, exist_ok=True)
        output = (done.stdout + done.stderr).strip()
        (logs / "step.log").write_text(output + "\n")
        said = (output.splitlines() or [""])[-1]
        raise StepFailed(step=step, code=done.returncode, said=said, log=str(logs / "step.log"))


def _migrate() -> None:
    run_step("数据库迁移", "yimen", "manage", "migrate", "--noinput", "-v", "0")


def _load_demo() -> None:
    run_step("载入演示城市", "yimen.cli.demo_city")


def _migrations() -> Iterator[Path]:
    return SOURCE.rglob("migrations/*.py")


def _schema_digest() -> str:
    return _digest([*_migrations(), ROOT / "requirements.lock"])


def _demo_files() -> Iterator[Path]:
    found = (SOURCE / "demo").rglob("*")
    return (file for file in found if file.is_file() and "__pycache__" not in file.parts)


def _digest(files: Iterable[Path]) -> str:
    """One short value for the contents of the files."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _parse(remark: str | None) -> dict[str, str]:
    try:
        found = json.loads(remark or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _once(url: str, what: str, digest: str, do: Callable[[], None]) -> bool:
    """Do it unless the database's own remark says that it was done for this digest.

    The remark is a comment on the database: it comes and goes with it, and asking takes
    milliseconds where Django needs a second.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        remark = _remark(connection)
        if remark.get(what) == digest:
            return False
        do()
        text = json.dumps({**remark, what: digest})
        query = sql.SQL("COMMENT ON DATABASE {} IS {}")
        name = sql.Identifier(connection.info.dbname)
        connection.execute(query.format(name, sql.Literal(text)))
    return True


def _remark(connection: psycopg.Connection) -> dict[str, str]:
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        "WHERE datname = current_database()"
    ).fetchone()
    return _parse(row[0] if row else None)
