"""What goes in time: refused and dropped files, and what lies in the vault without a row."""

import os
from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from tests.support.files.builders import NOW, picture, send
from tests.support.files.test_receiving import lying
from yimen.journeys import files as journey
from yimen.journeys import files_clock
from yimen.journeys.file_parameters import MAX_MB, MAX_PAGES
from yimen.reference.policy import actions as policy
from yimen.support.files import actions, vault
from yimen.support.files.errors import FilesError
from yimen.support.files.limits import MEGA
from yimen.support.files.models import StoredFile
from yimen.support.files.states import State

pytestmark = pytest.mark.django_db


def refused(at: datetime) -> StoredFile:
    with pytest.raises(FilesError):
        send(b"MZ", at=at)
    return StoredFile.objects.latest("pk")


def dropped(at: datetime) -> StoredFile:
    sent = send(picture(), at=at)
    actions.drop(sent.id, actor_label="citizen:7", at=at)
    return StoredFile.objects.get(public_id=sent.id)


def test_refused_and_dropped_files_go_when_their_days_are_over() -> None:
    day = timedelta(days=1)
    old = [refused(NOW - 31 * day), dropped(NOW - 8 * day)]
    young = [refused(NOW - 29 * day), dropped(NOW - 6 * day)]
    kept = send(picture(), at=NOW - 999 * day)

    gone = actions.forget(refused_before=NOW - 30 * day, dropped_before=NOW - 7 * day, at=NOW)

    left = set(StoredFile.objects.values_list("public_id", flat=True))
    assert gone == len(old)
    assert left == {kept.id, *(row.public_id for row in young)}
    assert lying("quarantine") == [young[0].quarantine]
    assert len(lying("kept")) == 2


def test_a_refused_file_cannot_be_dropped_before_its_days_are_over() -> None:
    row = refused(NOW)

    actions.drop(row.public_id, actor_label="citizen:7", at=NOW)

    assert StoredFile.objects.get().state == State.REFUSED


def test_what_lies_in_the_vault_without_a_row_goes_after_a_day() -> None:
    sent = send(picture())
    orphans = [vault.put(place, [b"x"]) for place in (vault.QUARANTINE, vault.KEPT)]
    young = vault.put(vault.KEPT, [b"x"])
    now = timezone.now()
    for name in (*orphans, StoredFile.objects.get(public_id=sent.id).kept):
        before = (now - timedelta(days=2)).timestamp()
        os.utime(default_storage.path(name), (before, before))

    actions.forget(refused_before=NOW, dropped_before=NOW, at=now)

    assert lying("quarantine") == []
    assert set(lying("kept")) == {young, StoredFile.objects.get(public_id=sent.id).kept}


def test_the_clock_asks_policy_for_the_days() -> None:
    now = timezone.now()
    for days in (29, 31):
        refused(now - timedelta(days=days))

    files_clock.forget(timestamp=0)

    assert StoredFile.objects.count() == 1


def test_a_material_may_ask_for_less_than_the_house_and_not_for_more() -> None:
    today = NOW.date()
    policy.set_value(MAX_MB, 30, effective_from=today, source="通知", staff_id=None)
    policy.set_value(MAX_PAGES, 50, effective_from=today, source="通知", staff_id=None)

    house = journey.limits(today)
    less = journey.limits(today, max_mb=5, max_pages=10)
    more = journey.limits(today, max_mb=90, max_pages=900)

    assert (house.max_bytes, house.max_pages) == (30 * MEGA, 50)
    assert (less.max_bytes, less.max_pages) == (5 * MEGA, 10)
    assert more == house
