"""``{% load history %}``: the history of a thing as a section of its page."""

from __future__ import annotations

from functools import cache

from django import template
from django.conf import settings
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from samkop.platform.audit.history import history_of
from samkop.platform.records import subject_of

register = template.Library()


@cache
def _words() -> dict[str, str | Promise]:
    """Every app's words for its use cases, by the setting ``SAMKOP_VERBS``."""
    found: dict[str, str | Promise] = import_string(settings.SAMKOP_VERBS)
    return found


@register.inclusion_tag("components/history_section.html")
def history_section(thing: Model) -> dict[str, object]:
    """``{% history_section item %}``: who did what to it, when; one query."""
    return {"entries": history_of(subject_of(thing), _words())}
