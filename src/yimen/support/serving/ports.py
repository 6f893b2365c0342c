"""Looking whether a port is free before anything is started on it."""

import socket
import time

from yimen.support.serving.errors import PortTaken


def demand_free(host: str, port: int, *, patience: float = 0.0) -> None:
    """Do nothing if we could listen there; wait some seconds for a process on its way out.

    Raises:
        PortTaken: somebody else does, or we may not.
    """
    give_up = time.monotonic() + patience
    while True:
        try:
            return _bind_once(host, port)
        except PortTaken:
            if time.monotonic() >= give_up:
                raise
        time.sleep(0.1)


def _bind_once(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refused:
            raise PortTaken(host=host, port=port, why=refused.strerror) from refused


def free_pair(host: str) -> int:
    """A port that is free together with the next one."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.bind((host, 0))
            port: int = probe.getsockname()[1]
        try:
            demand_free(host, port)
            demand_free(host, port + 1)
        except (PortTaken, OverflowError):
            continue
        return port
