"""Column types of our own. Migrations name them, so they stay."""

from django.db import models
from django.db.models.expressions import Func


class TransactionId(models.Field[str, str]):
    """PostgreSQL's 64-bit transaction number, which orders commits for readers of the log."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class CurrentTransaction(Func):
    """The number of the transaction that writes the row."""

    function = "pg_current_xact_id"
    arity = 0
    output_field = TransactionId()
