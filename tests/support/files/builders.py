"""Harmless files to begin with, and a short way to send them."""

import io
from datetime import UTC, datetime
from typing import Any

from PIL import Image

from yimen.support.files import actions
from yimen.support.files.limits import Limits
from yimen.support.files.queries import FileView

NOW = datetime(2020, 1, 17, 9, 30, tzinfo=UTC)


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    """A red and blue picture: left red, right blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def send(
    content: bytes, name: str = "身份证.jpg", *, limits: Limits | None = None, at: datetime = NOW
) -> FileView:
    """A citizen sends a file for case 17."""
    return actions.receive(
        io.BytesIO(content),
        name,
        limits=limits or Limits(),
        subject="case:17",
        actor_label="citizen:7",
        at=at,
    )
