"""A clerk, a manager, and browsers logged in with their second factor."""

import pytest
from django.test import Client

from tests.builders import Hall, staff
from tests.desk.builders import Desk, logged_in
from yimen.reference.people.rules import Role


@pytest.fixture
def desk(hall: Hall) -> Desk:
    """A clerk who sits at window 2, which serves both businesses."""
    clerk = staff(hall, Role.CLERK)
    made = Desk(hall, clerk, logged_in(clerk.id))
    made.sit_down(2)
    return made


@pytest.fixture
def other_clerk(hall: Hall) -> Client:
    """A colleague who sits nowhere yet."""
    return logged_in(staff(hall, Role.CLERK, "1002").id)
