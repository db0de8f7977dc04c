"""What items are called: the shelf knows, which stands above agreements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

Names = Callable[[int, Iterable[str]], Mapping[str, str]]


def names_of_items(agreement_id: int, numbers: Iterable[str]) -> Mapping[str, str]:
    """By the supplier's number: the name on the shelf, by the setting ``SAMKOP_ITEM_NAMES``.

    An item with a price but without a line in a catalogue has none.
    """
    read: Names = import_string(settings.SAMKOP_ITEM_NAMES)
    return read(agreement_id, list(numbers))
