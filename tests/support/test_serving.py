"""The supervisor: readiness, restarts, an ordered end, no orphans."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from yimen.support.serving import output, programs
from yimen.support.serving.errors import NotReady, PortTaken
from yimen.support.serving.output import Output
from yimen.support.serving.ports import demand_free, free_pair
from yimen.support.serving.programs import Program
from yimen.support.serving.ready import answers
from yimen.support.serving.supervisor import Supervisor


@pytest.fixture(autouse=True)
def _keep_signal_handlers() -> object:
    """`stop` lets signals be ignored, which the test runner must not inherit."""
    kept = {
        number: signal.getsignal(number)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def web_server(folder: Path) -> tuple[Program, str]:
    port = free_pair("127.0.0.1")
    url = f"http://127.0.0.1:{port}"
    words = (
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "-d",
        str(folder),
    )
    return Program("pages", words, ready=url + "/"), url


def python(name: str, code: str, ready: str = "") -> Program:
    return Program(name, (sys.executable, "-u", "-c", code), ready=ready)


def test_start_returns_when_the_program_answers_and_stop_ends_it(tmp_path: Path) -> None:
    program, url = web_server(tmp_path)
    supervisor = Supervisor([program], os.environ, logs=tmp_path)

    supervisor.start(timeout=20)
    answered = answers(url)
    began = time.monotonic()
    supervisor.stop()

    assert answered
    assert not answers(url)
    assert time.monotonic() - began < 5


def test_a_dead_program_is_started_again(tmp_path: Path) -> None:
    mark = tmp_path / "starts"
    code = f"import time; open({str(mark)!r}, 'a').write('x'); time.sleep(0.2)"
    supervisor = Supervisor([python("short", code)], os.environ, logs=tmp_path)

    supervisor.start(timeout=5)
    give_up = time.monotonic() + 20
    supervisor.watch(
        until=lambda: time.monotonic() > give_up or (mark.exists() and mark.stat().st_size >= 2)
    )
    supervisor.stop()

    assert mark.stat().st_size >= 2


def test_a_program_that_dies_before_it_is_ready_fails_the_start(
    tmp_path: Path,
) -> None:
    program = python("bad", "raise SystemExit('没有密钥')", ready="http://127.0.0.1:1/")
    supervisor = Supervisor([program], os.environ, logs=tmp_path)

    with pytest.raises(NotReady) as refused:
        supervisor.start(timeout=20)
    supervisor.stop()

    assert refused.value.facts == {"program": "bad", "said": "没有密钥"}


def test_a_silent_program_fails_the_start_after_the_timeout(tmp_path: Path) -> None:
    program = python("silent", "import time; time.sleep(60)", ready="http://127.0.0.1:1/")
    supervisor = Supervisor([program], os.environ, logs=tmp_path)

    with pytest.raises(NotReady):
        supervisor.start(timeout=0.5)
    supervisor.stop()


def test_a_program_that_will_not_end_is_made_to_with_its_children(tmp_path: Path) -> None:
    mark = tmp_path / "child"
    code = (
        "import signal, subprocess, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"open({str(mark)!r}, 'w').write(str(subprocess.Popen(['sleep', '60']).pid));"
        "time.sleep(60)"
    )
    supervisor = Supervisor([python("stubborn", code)], os.environ, logs=tmp_path)
    supervisor.start(timeout=5)
    supervisor.watch(until=lambda: mark.exists() and mark.read_text() != "")

    supervisor.stop()

    _wait_for(lambda: not _runs(int(mark.read_text())))  # a signal takes its moment


def test_a_killed_supervisor_leaves_no_orphan(tmp_path: Path) -> None:
    mark = tmp_path / "child"
    child = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    code = (
        "import os, sys; from yimen.support.serving.programs import Program;"
        "from yimen.support.serving.supervisor import Supervisor;"
        f"s = Supervisor([Program('p', (sys.executable, '-c', {child!r}))], os.environ, logs=None);"
        "s.start(timeout=5); s.watch()"
    )
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    supervisor = subprocess.Popen([sys.executable, "-c", code], env=variables)
    _wait_for(lambda: mark.exists() and mark.read_text() != "")

    supervisor.kill()
    supervisor.wait()

    _wait_for(lambda: not _runs(int(mark.read_text())))


def test_a_taken_port_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(PortTaken) as refused:
            demand_free("127.0.0.1", port)

    assert refused.value.facts["port"] == port
    demand_free("127.0.0.1", port)


def test_a_log_file_turns_over_and_the_oldest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "LARGEST_FILE", 5)
    words = Output("web", tmp_path)

    for number in range(7):
        words.write(f"line {number}\n".encode())

    words.close()
    files = {path.name: path.read_text() for path in sorted(tmp_path.iterdir())}
    assert files == {
        "web.log": "",
        "web.log.1": "line 6\n",
        "web.log.2": "line 5\n",
        "web.log.3": "line 4\n",
        "web.log.4": "line 3\n",
    }
    assert words.last_words() == "line 4\nline 5\nline 6"


def test_the_address_of_a_listener_on_all_networks_is_this_machine() -> None:
    assert programs.address("0.0.0.0", 8000) == "http://127.0.0.1:8000"  # noqa: S104
    assert programs.address("::", 8000) == "http://[::1]:8000"
    assert programs.address("192.168.1.5", 80) == "http://192.168.1.5:80"


def _runs(pid: int) -> bool:
    """Whether the process runs; a dead one that nobody has reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def _wait_for(condition: object) -> None:
    assert callable(condition)
    give_up = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.05)
