"""Is it up, and how is it doing: `/healthz` for load balancers, `/metrics` for Prometheus.

Several worker processes answer, so no figure may be one worker's own: counters live in files that
all workers of this machine share (`PROMETHEUS_MULTIPROC_DIR`, set by the supervisor), gauges are
asked of the database at the moment of the question. `/metrics` is for the machine's own network: a
request that came through a proxy gets 404.
"""

import ipaddress
import os
from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

#: One round trip; sizes and counts that the database knows without reading the tables.
GAUGES = """
SELECT pg_database_size(current_database()),
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')
"""
NAMES = (
    ("yimen_database_bytes", "Size of the database"),
    ("yimen_database_sessions", "Sessions in the database"),
    ("yimen_jobs_waiting", "Background jobs waiting"),
    ("yimen_jobs_failed", "Background jobs that failed"),
)


class DatabaseGauges(Collector):
    """What the database says when it is asked."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with connection.cursor() as cursor:
            cursor.execute(GAUGES)
            values = cursor.fetchone() or ()
        for (name, meaning), value in zip(NAMES, values, strict=True):
            yield GaugeMetricFamily(name, meaning, value=float(value))


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when this process can ask the database, 503 when it cannot."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database_unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """All figures in Prometheus' text format."""
    if not _asked_directly(request):
        raise Http404
    return HttpResponse(
        generate_latest(_counters()) + _gauges(),
        content_type=CONTENT_TYPE_LATEST,
    )


def _counters() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # upstream lacks the annotation
    return registry


def _gauges() -> bytes:
    registry = CollectorRegistry()
    registry.register(DatabaseGauges())
    return generate_latest(registry)


def _asked_directly(request: HttpRequest) -> bool:
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback or address.is_private


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
]
