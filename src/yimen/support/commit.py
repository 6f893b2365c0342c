"""What happens once a transaction has committed."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.db import transaction

P = ParamSpec("P")


def after_commit(func: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    """Call `func` after commit. A failure is logged and goes no further.

    By then the citizen has been called; an error page would make staff press again. Wrapped by
    hand because Django 5.2 cannot log a failing `functools.partial`: it asks for a `__qualname__`
    partials do not have.
    """

    @wraps(func)
    def call() -> None:
        func(*args, **kwargs)

    transaction.on_commit(call, robust=True)
