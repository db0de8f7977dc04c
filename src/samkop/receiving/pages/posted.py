"""What forms of receiving post."""

from __future__ import annotations

from django.http import HttpRequest

LONGEST = 7  # digits of a number of pieces
LONGEST_ID = 18


def posted_number(request: HttpRequest, name: str) -> int:
    """A whole number, negative ones too; 0 where it is none: the use case says what is wrong."""
    text = request.POST.get(name, "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST else 0


def chosen_line(request: HttpRequest) -> int | None:
    """The line that the form names, or the address; None where it is left open."""
    text = request.POST.get("line") or request.GET.get("line") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else None
