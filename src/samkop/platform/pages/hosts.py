"""Requests under a name that is not this installation's are answered with one sentence."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response
from django.utils.translation import gettext_lazy as _

from samkop.platform.pages.bad_requests import bad_request

log = logging.getLogger(__name__)

LONGEST_LOGGED = 200


class HostKnown:
    """Middleware, the outermost: 400 for a Host header that SAMKOP_HOSTS does not name.

    The log gets one line for it, without a stack: it is no fault of the program, and anybody
    can send it. The API answers as problem details (RFC 9457), code ``host-unknown``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            refusal = _refusal(request)
            # As a literal: what a stranger sends must not begin a line of its own.
            asked = repr(request.META.get("HTTP_HOST", ""))[:LONGEST_LOGGED]
            log_response(
                "Asked for under the name %s, which SAMKOP_HOSTS does not hold: 400.", asked,
                response=refusal, request=request, logger=log, level="warning",
            )  # fmt: skip
            return refusal
        return self.get_response(request)


def _refusal(request: HttpRequest) -> HttpResponse:
    return bad_request(
        request,
        code="host-unknown",
        sentence=_(
            "Samköp is not known under the name in this address. Use the address that you were"
            " given. Whoever runs Samköp adds names by the setting SAMKOP_HOSTS."
        ),
        detail="Samköp is not known under this name. Use the address that you were given.",
    )
