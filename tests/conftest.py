"""What every test may use: a small centre, clean memories, the data to test against."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import Hall, build_hall
from yimen.reference.people import queries as people
from yimen.reference.policy import queries as policy
from yimen.services.hall import queries as hall_queries

#: Data to test against, beside the project; tests that use it skip where it is absent.
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def _clean_memories(settings: object, tmp_path: Path) -> Iterator[None]:
    """No answer remembered from another test; cheap password hashing; files of its own."""
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    for forget in (hall_queries.forget, people.forget_keys, policy.forget):
        forget()
    yield
    for forget in (hall_queries.forget, people.forget_keys, policy.forget):
        forget()


@pytest.fixture
def hall(db: None) -> Hall:
    """A centre with three windows and two queues, open all day."""
    return build_hall()


@pytest.fixture
def shared_data() -> Path:
    """The folder with recorded days and real files."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared data folder is not beside the project")
    return SHARED_DATA
