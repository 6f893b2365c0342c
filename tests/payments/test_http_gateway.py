"""The gateway over HTTP, against a server of its own."""

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from tests.builders import at
from yimen.devices import asking
from yimen.devices.gateways import (
    HttpGateway,
    Order,
    OrderStatus,
    PayDown,
    PayRefused,
    RefundStatus,
    Told,
)

ORDER = Order("Y1", 12_000, "普通护照工本费", at(15))


class Till(BaseHTTPRequestHandler):
    """Answers what it was told to, and remembers what it was asked."""

    answers: ClassVar[list[tuple[int, Any]]] = []
    asked: ClassVar[list[tuple[str, dict[str, Any], bool]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signed = asking.is_signed(body, dict(self.headers), secret="s", at=at(1))
        self.asked.append((self.path, json.loads(body), signed))
        status, said = self.answers.pop(0)
        if status == 0:
            self.close_connection = True
            self.connection.close()
            return
        text = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


@pytest.fixture
def till() -> Iterator[str]:
    Till.answers, Till.asked = [], []
    with HTTPServer(("127.0.0.1", 0), Till) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/api"
        server.shutdown()
        thread.join()


def gateway(url: str) -> HttpGateway:
    return HttpGateway(url, "s", timeout_seconds=2)


def test_an_order_is_sent_signed_and_its_code_comes_back(till: str) -> None:
    Till.answers.append((200, {"qr_text": "https://pay.example/q/1"}))

    text = gateway(till).create(ORDER, at=at(1))

    assert text == "https://pay.example/q/1"
    assert Till.asked == [
        (
            "/api/orders",
            {
                "order": "Y1",
                "amount_fen": 12_000,
                "subject": "普通护照工本费",
                "expires_at": at(15).isoformat(),
            },
            True,
        )
    ]


def test_a_broken_line_is_tried_once_more(till: str) -> None:
    Till.answers += [(0, None), (200, {"qr_text": "x"})]

    assert gateway(till).create(ORDER, at=at(1)) == "x"


def test_a_line_that_stays_broken_is_a_gateway_that_is_down(till: str) -> None:
    Till.answers += [(0, None), (0, None)]

    with pytest.raises(PayDown, match="no_answer"):
        gateway(till).create(ORDER, at=at(1))


@pytest.mark.parametrize(
    ("status", "said", "trouble", "code"),
    [
        (422, {"error": "bad_amount"}, PayRefused, "bad_amount"),
        (503, {}, PayDown, "http_503"),
        (200, {"qr_text": ""}, PayDown, "no_qr"),
        (200, [], PayDown, "no_qr"),
    ],
)
def test_other_answers_are_no_code(
    till: str, status: int, said: object, trouble: type[Exception], code: str
) -> None:
    Till.answers.append((status, said))

    with pytest.raises(trouble, match=code):
        gateway(till).create(ORDER, at=at(1))


def test_queries_refunds_and_statements_are_read(till: str) -> None:
    told = {
        "event": "e", "order": "Y1", "status": "succeeded", "amount_fen": 12_000,
        "transaction": "t", "happened_at": at(2).isoformat(),
    }  # fmt: skip
    line = {
        "kind": "payment", "number": "Y1", "amount_fen": 12_000, "happened_at": at(2).isoformat()
    }  # fmt: skip
    Till.answers += [
        (200, told),
        (200, {"status": "pending", "happened_at": at(3).isoformat()}),
        (200, {"lines": [line]}),
    ]
    asked = gateway(till)

    query = asked.query("Y1", at=at(1))
    refund = asked.refund("Y1", "R1", 5, at=at(1))
    [moved] = asked.statement(date(2019, 11, 5), at=at(1))

    assert query == Told("e", "Y1", OrderStatus.SUCCEEDED, 12_000, "t", at(2))
    assert refund.status is RefundStatus.PENDING
    assert (moved.kind, moved.number, moved.amount_fen) == ("payment", "Y1", 12_000)


@pytest.mark.parametrize("said", [{}, {"status": "succeeded"}, {"lines": [{"kind": "loan"}]}])
def test_nonsense_is_no_answer(till: str, said: dict[str, object]) -> None:
    Till.answers += [(200, said)] * 2
    asked = gateway(till)

    with pytest.raises(PayDown):
        asked.query("Y1", at=at(1))
    with pytest.raises(PayDown):
        asked.statement(date(2019, 11, 5), at=at(1))
