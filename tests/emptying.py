"""Emptying the database after a test that committed, quicker than Django does.

Django empties every table and makes its content types and permissions anew: most of a second, for
a few rows. Here only tables that hold something are emptied, and content types and permissions,
which no test changes, are kept. It needs the rights of a superuser, which the owner of the tests'
server is.
"""

from functools import cache

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection

_KEPT = frozenset({Permission._meta.db_table, ContentType._meta.db_table})


def empty_database() -> None:
    """Take all rows out of all tables but those that are kept."""
    with connection.cursor() as cursor:
        cursor.execute(_question())
        used = [name for (name,) in cursor.fetchall()]
        # Rows go one table after the other, so that keys and guards against deleting are off.
        orders = [f"DELETE FROM {connection.ops.quote_name(name)}" for name in used]  # noqa: S608
        cursor.execute(
            ";".join(
                (
                    "SET session_replication_role = replica",
                    *orders,
                    "RESET session_replication_role",
                )
            )
        )


@cache
def _question() -> str:
    """One statement that names the tables that hold something."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM {connection.ops.quote_name(name)})"  # noqa: S608
        for name in sorted(set(tables) - _KEPT)
    )
