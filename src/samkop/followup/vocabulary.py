"""The words of this app."""

from __future__ import annotations

from django.utils.functional import Promise

# What the history says of each use case.
DONE: dict[str, str | Promise] = {}
