"""From the upload to the checked file, and what is left of it where."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from tests.support.files.builders import NOW, picture, send
from yimen.support.files import actions, queries
from yimen.support.files.errors import Empty, FileNotFound, KindNotAllowed, TooLarge
from yimen.support.files.limits import Limits
from yimen.support.files.models import StoredFile
from yimen.support.files.states import State
from yimen.support.models import Event

pytestmark = pytest.mark.django_db


def lying(place: str) -> list[str]:
    """What the vault holds in a place."""
    try:
        folders = default_storage.listdir(place)[0]
    except FileNotFoundError:
        return []
    return [f"{place}/{f}/{n}" for f in folders for n in default_storage.listdir(f"{place}/{f}")[1]]


def test_a_photograph_is_checked_at_once_and_can_be_read_back() -> None:
    sent = send(picture())

    whole = b"".join(queries.content(sent.id))
    assert (sent.state, sent.media_type, sent.pages) == (State.CLEAN, "image/jpeg", 1)
    assert (sent.name, sent.subject, sent.received_by) == ("身份证.jpg", "case:17", "citizen:7")
    assert len(whole) == sent.size
    assert Image.open(io.BytesIO(whole)).size == (64, 48)


def test_what_is_stored_cannot_be_read_without_the_key() -> None:
    send(picture())

    [kept] = lying("kept")
    assert lying("quarantine") == []
    with default_storage.open(kept) as stored:
        assert b"JFIF" not in stored.read()


def test_a_refused_file_stays_on_record_and_in_quarantine_and_is_never_given_out() -> None:
    with pytest.raises(KindNotAllowed) as refusal:
        send(b"MZ\x90\x00 a program", "photo.jpg")

    row = StoredFile.objects.get()
    assert refusal.value.facts == {"found": "program"}
    assert (row.state, row.reason, row.kept) == (State.REFUSED, "files.kind_not_allowed", "")
    assert lying("quarantine") == [row.quarantine]
    with pytest.raises(KindNotAllowed):
        queries.content(row.public_id)


def test_an_empty_file_and_one_too_large_leave_nothing_behind() -> None:
    with pytest.raises(Empty):
        send(b"")
    with pytest.raises(TooLarge) as refusal:
        send(picture(), limits=Limits(max_bytes=100))

    assert refusal.value.facts == {"limit_mb": 0}
    assert not StoredFile.objects.exists()
    assert lying("quarantine") == lying("kept") == []


def test_the_end_of_a_check_is_announced_to_the_subject() -> None:
    sent = send(picture())

    [event] = Event.objects.filter(name="file.checked")
    assert event.topics == [f"file:{sent.id}", "case:17"]
    assert event.body == {"state": "clean"}


def test_a_dropped_file_is_gone_for_everybody() -> None:
    sent = send(picture())

    actions.drop(sent.id, actor_label="citizen:7", at=NOW)

    with pytest.raises(FileNotFound):
        queries.file(sent.id)
    with pytest.raises(FileNotFound):
        queries.content(sent.id)
    assert queries.files_of("case:17") == []
