"""Telling the same invoice under another number."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, replace

from samkop.invoicing.rules.billed import Billed


def content_hash(billed: Billed) -> str:
    """SHA-256 of what is invoiced, whatever number and days stand above it.

    Amounts, references, periods and lines count, so that next month's rent of the same sum is
    another one where it names its month.
    """
    bare = replace(
        billed, number="", note="", payment=(), due_date=None, issue_date=billed.issue_date.min
    )
    return hashlib.sha256(repr(astuple(bare)).encode()).hexdigest()
