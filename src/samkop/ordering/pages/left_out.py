"""What did not come along when a basket was filled from what was ordered or saved before."""

from __future__ import annotations

from django.utils.translation import ngettext


def left_out_words(count: int) -> str:
    """That so many things are no longer sold; empty where all came along."""
    if not count:
        return ""
    sentence = ngettext(
        "%(count)s thing is no longer sold and was left out.",
        "%(count)s things are no longer sold and were left out.",
        count,
    )
    return sentence % {"count": count}
