"""The database of the tests, for other processes and connections."""

from urllib.parse import quote

from django.db import connection


def database_url() -> str:
    """Its address; what a test wrote is seen there once it is committed."""
    known = connection.settings_dict
    user, password = quote(known["USER"]), quote(known["PASSWORD"])
    where = f"host={quote(known['HOST'], safe='/')}&port={known['PORT']}"
    return f"postgresql://{user}:{password}@/{known['NAME']}?{where}"
