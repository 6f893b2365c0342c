"""`./yimen manage describe_api`: the API's OpenAPI description on standard output."""

import json

from django.core.management.base import BaseCommand

from yimen.channels.api.service import api


class Command(BaseCommand):
    help = "接口说明（OpenAPI），写到标准输出。"
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        """Print it, one line a value, so that changes can be read."""
        description = api.get_openapi_schema(path_prefix="/api/v1/")
        self.stdout.write(json.dumps(description, ensure_ascii=False, indent=1))
