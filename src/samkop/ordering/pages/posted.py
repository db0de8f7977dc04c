"""Numbers and keys that a person sent, or a refusal that says which is missing."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from samkop.platform.pages.numbers import LARGEST_ID, number_of
from samkop.platform.refusals import Refused

__all__ = ["LARGEST_ID", "key_of", "number_of", "whole_number"]


def whole_number(request: HttpRequest, name: str, *, default: int | None = None) -> int:
    """A whole number that was posted under ``name``.

    Raises Refused ``number-missing``.
    """
    text = request.POST.get(name, "").strip()
    if not text and default is not None:
        return default
    number = number_of(text)
    if number is None:
        raise Refused(
            "number-missing", _("A whole number is missing in the field %(field)s."),
            status=422, field=name,
        )  # fmt: skip
    return number


def key_of(request: HttpRequest) -> str | None:
    """The form's idempotency key, if it carries one."""
    return request.POST.get("idempotency_key", "")[:64] or None
