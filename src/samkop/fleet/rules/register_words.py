"""The words of a register: a value itself, or what it is called in any of our languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from django.db.models import TextChoices
from django.utils import translation

from samkop.agreements.vocabulary import ItemCategory
from samkop.fleet.vocabulary import DEVICES, AssetState, EndReason, HolderKind

LANGUAGES = ("en", "sv", "fi")
Words = Mapping[str, str]


@cache
def state_words() -> Words:
    """States of devices by word."""
    return _by_word(AssetState)


@cache
def end_words() -> Words:
    """Reasons for an end by word."""
    return _by_word(EndReason)


@cache
def holder_words() -> Words:
    """Kinds of holders by word."""
    return _by_word(HolderKind)


@cache
def category_words() -> Words:
    """Categories of devices by word; what is no device has none."""
    return _by_word(ItemCategory(one) for one in sorted(DEVICES))


def _by_word(choices: Iterable[TextChoices]) -> Words:
    every = list(choices)
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for one in every:
                found.setdefault(str(one.label).casefold(), one.value)
    return {**found, **{one.value: one.value for one in every}}
