"""The pages and the API, for Granian or any other WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.settings")
application = get_wsgi_application()

# Everything loaded so far stays: the collector need not walk through it again and again, and
# a request's own garbage is mostly freed by counting.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
