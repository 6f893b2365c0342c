"""The clients of the measuring count what really happened; the made-up day replays."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.utils import timezone

from tests.builders import build_hall
from tests.databases import database_url
from yimen.cli.bench.bare import Work
from yimen.cli.bench.bare import run as run_bare
from yimen.cli.bench.day import TICKETS, write_day
from yimen.cli.bench.load import Plan
from yimen.cli.bench.load import run as run_load
from yimen.cli.bench.stage import RULE
from yimen.services.hall import queries
from yimen.services.hall.models import Ticket
from yimen.services.hall.replay.policies import Policy
from yimen.services.hall.replay.reader import read_day
from yimen.services.hall.replay.result import replay
from yimen.services.hall.rules.dispatch import TicketClass


class Counting(BaseHTTPRequestHandler):
    """Answers with a number, every fifth time with a refusal, in two pieces."""

    protocol_version = "HTTP/1.1"
    answered = 0
    lock = threading.Lock()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        with self.lock:
            Counting.answered += 1
            place = Counting.answered
        body = f'{{"id": {place}, "number": "A{place:03d}"}}'.encode()
        self.send_response(409 if place % 5 == 0 else 201)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:5])
        self.wfile.flush()
        self.wfile.write(body[5:])

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_one_round_sends_each_request_once_and_counts_refusals() -> None:
    Counting.answered = 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    outcome = run_load(Plan(server.server_port, "key", 4, [("/x", "{}")] * 20))
    server.shutdown()
    server.server_close()

    assert Counting.answered == 20
    assert outcome.statuses == {"201": 16, "409": 4}
    assert (outcome.good, len(outcome.latencies)) == (16, 20)
    assert sorted(outcome.numbers) == [f"A{n:03d}" for n in range(1, 21) if n % 5]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_bare_run_gives_and_calls_each_number_once() -> None:
    hall = build_hall()
    hall.open(1, 2)
    day = queries.business_day(hall.centre_id, timezone.now()).isoformat()
    given = {
        "public_id": "", "centre_id": hall.centre_id, "day": day, "series": "A",
        "queue_id": hall.queues["HZ"], "queue_code": "HZ", "quota": None,
        "ticket_class": "ordinary", "slot_start": None, "channel": "api", "holder_index": None,
        "holder_id_sealed": "", "holder_name_sealed": "", "phone_sealed": "", "issue_key": None,
        "ahead_limit": 300, "actor": "system:bench",
    }  # fmt: skip
    calling = [
        {
            "window_id": hall.windows[number], "window_number": number, "area": "A",
            "staff_id": None, "day": day, "call_key": None, "actor": "system:bench", **RULE,
        }
        for number in (1, 2)
    ]  # fmt: skip

    issued = run_bare(Work(database_url(), "issue_ticket", [given] * 20, 4))
    called = run_bare(Work(database_url(), "claim_next_ticket", calling, 2))

    assert sorted(issued.numbers) == [f"A{n:03d}" for n in range(1, 21)]
    at_windows = Ticket.objects.filter(state="called").order_by("number")
    assert sorted(called.numbers) == list(at_windows.values_list("number", flat=True))
    assert len(called.numbers) == 2


def test_the_rule_of_the_bare_run_has_every_class() -> None:
    assert {f"rate_{item.value}" for item in TicketClass} <= set(RULE)


def test_the_made_up_day_replays_whole(tmp_path: Path) -> None:
    day = read_day(write_day(tmp_path), tmp_path / "queues.csv")

    figures = replay(day, Policy.SKILLS, estimate=False).figures()

    assert (figures["tickets"], figures["served"]) == (TICKETS, TICKETS)
