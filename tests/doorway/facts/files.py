"""Facts as files raises them."""

from yimen.support.files.inspection.kinds import Found

FACTS: dict[str, list[dict[str, object]]] = {
    "files.too_large": [{"limit_mb": 20}],
    "files.kind_not_allowed": [{"found": found.value} for found in Found],
    "files.too_many_pixels": [{"limit_megapixels": 50}],
    "files.too_many_pages": [{"limit": 200}],
    "files.too_many_files": [{"limit": 50}],
}
