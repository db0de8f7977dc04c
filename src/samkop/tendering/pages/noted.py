"""Asking for what tells of a tender's bids while they are secret is in the log of attempts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from samkop.platform.actors import ANONYMOUS
from samkop.platform.pages.page import actor_of
from samkop.platform.refusals import Refused
from samkop.tendering.attempts import note_reading
from samkop.tendering.usecases.submission import DONE

View = Callable[..., Any]


def noted(
    verb: str, *, from_root: bool = False, refusals_only: bool = False
) -> Callable[[View], View]:
    """Around a whole view of a tender: who asked, and what came of it (``note_reading``).

    ``refusals_only`` is for what bidders see of their own.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, tender_id: int, **named: Any) -> HttpResponse:
            response: HttpResponse = view(request, tender_id=tender_id, **named)
            actor, outcome = actor_of(request), _outcome(response)
            if actor is not ANONYMOUS and not (refusals_only and outcome == DONE):
                note_reading(actor, tender_id, verb, outcome, from_root=from_root)
            return response

        return shown

    return decorate


def _outcome(response: HttpResponse) -> str:
    """The code of the refusal that the response shows, or that it was done."""
    if response.status_code < HTTPStatus.BAD_REQUEST:
        return DONE
    refused = (getattr(response, "context_data", None) or {}).get("refused")
    return refused.code if isinstance(refused, Refused) else str(response.status_code)
