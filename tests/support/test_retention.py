"""Old events go, younger ones stay."""

from datetime import UTC, datetime, timedelta

import pytest

from yimen.support import retention
from yimen.support.events import Announcement, publish
from yimen.support.models import Event

NOW = datetime(2020, 1, 17, 9, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_only_events_older_than_the_limit_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_BATCH", 2)
    for days in range(6):
        publish(Announcement("ticket.called", NOW - timedelta(days=days), ["centre:1"]))

    dropped = retention.drop_old_events(NOW - timedelta(days=2))

    assert dropped == 3
    assert [event.at for event in Event.objects.order_by("-at")] == [
        NOW - timedelta(days=days) for days in range(3)
    ]
