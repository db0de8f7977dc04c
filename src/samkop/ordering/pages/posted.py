"""Numbers and keys out of a posted form, or a refusal that says which is missing."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from samkop.platform.refusals import Refused

LARGEST_ID = 2**63 - 1


def whole_number(request: HttpRequest, name: str, *, default: int | None = None) -> int:
    """A whole number that was posted under ``name``.

    Raises Refused ``number-missing``.
    """
    text = request.POST.get(name, "").strip()
    if not text and default is not None:
        return default
    if not (text.isascii() and text.isdigit()) or int(text) > LARGEST_ID:
        raise Refused(
            "number-missing", _("A whole number is missing in the field %(field)s."),
            status=422, field=name,
        )  # fmt: skip
    return int(text)


def key_of(request: HttpRequest) -> str | None:
    """The form's idempotency key, if it carries one."""
    return request.POST.get("idempotency_key", "")[:64] or None
