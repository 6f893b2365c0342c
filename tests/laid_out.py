"""Pages without how their templates are laid out in lines."""

import re


def on_one_line(page: str) -> str:
    """A page with one space between words and attributes, and none around tags."""
    return re.sub(r"(?<=>) | (?=<)", "", re.sub(r"\s+", " ", page))
