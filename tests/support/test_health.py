"""Health and metrics as a load balancer and Prometheus see them."""

import pytest
from django.test import Client

from yimen.support.metrics import count_request


@pytest.mark.django_db
def test_health_answers_while_the_database_does(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.django_db
def test_metrics_hold_counters_and_what_the_database_says(client: Client) -> None:
    count_request("/kiosk/start", 200, 0.01)

    text = client.get("/metrics").content.decode()

    assert 'yimen_requests_total{door="kiosk",status="2xx"}' in text
    assert "yimen_jobs_waiting 0.0" in text


def test_metrics_are_not_for_those_behind_a_proxy(client: Client) -> None:
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="8.8.8.8").status_code == 404
