"""Numbers and keys that a person sent, or a refusal that says which is missing."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from samkop.platform.refusals import Refused

LARGEST_ID = 2**63 - 1
MOST_DIGITS = len(str(LARGEST_ID))


def number_of(text: str) -> int | None:
    """The whole number that a text writes in ASCII digits, 0 to LARGEST_ID; else None."""
    # The length first: Python reads no number of more than 4,300 digits.
    if len(text) > MOST_DIGITS or not (text.isascii() and text.isdigit()):
        return None
    number = int(text)
    return number if number <= LARGEST_ID else None


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
