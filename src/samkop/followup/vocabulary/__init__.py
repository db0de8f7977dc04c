"""The words of this app, a part a file."""

from __future__ import annotations

from django.utils.functional import Promise

# What the history says of each use case; each part of the app joins its own.
DONE: dict[str, str | Promise] = {}

__all__ = ["DONE"]
