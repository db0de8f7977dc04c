"""Picture files for tests, drawn here; without Django."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

RED = (200, 30, 30)


def a_picture_file(
    kind: str = "PNG",
    size: tuple[int, int] = (1200, 600),
    mode: str = "RGB",
    colour: Any = RED,
    **saved: Any,
) -> bytes:
    """A file of one colour; ``saved`` goes to the encoder (Exif, comments)."""
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **saved)
    return written.getvalue()
