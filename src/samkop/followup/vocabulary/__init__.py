"""The words of this app, a part a file."""

from __future__ import annotations

from django.utils.functional import Promise

from samkop.followup.vocabulary.benefit import BENEFIT_DONE
from samkop.followup.vocabulary.feedback import DONE as FEEDBACK
from samkop.followup.vocabulary.prices import PRICES_DONE

# What the history says of each use case; each part of the app joins its own.
DONE: dict[str, str | Promise] = {**BENEFIT_DONE, **FEEDBACK, **PRICES_DONE}

__all__ = ["DONE"]
