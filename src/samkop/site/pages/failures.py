"""What is answered when something went wrong on our side."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error

RETRY_AFTER = "5"  # seconds; the supervisor has brought the database back by then


def on_failure(request: HttpRequest) -> HttpResponse:
    """A fault of ours is 500; a database that is away for the moment is 503 (RFC 9110)."""
    response = server_error(request)
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response.status_code = 503
        response["Retry-After"] = RETRY_AFTER
    return response
