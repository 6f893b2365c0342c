"""Loading the demonstration city, once and whole."""

from django.db import connection, transaction
from django.utils import timezone

from yimen.demo import city, people

#: Any number of our own: two loaders at once wait for each other.
_LOCK = 1902003


def load_once() -> None:
    """Make the city; later calls change nothing, an interrupted one left nothing."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if city.loaded():
            return
        centre_id = city.load_places()
        people.load_people(centre_id, at=timezone.now())
