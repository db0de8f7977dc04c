"""NUL characters are refused at the door: no text of the database can hold one."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from samkop.platform.pages.bad_requests import bad_request, of_api

# Above this a body is not searched; Django itself reads none that is larger.
LARGEST_SEARCHED = 2_621_440
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
# RFC 8259, section 7: \u0000 is an escape only after an even number of backslashes.
_NUL_IN_JSON = re.compile(rb"\x00|(?<!\\)(?:\\\\)*\\u0000")
_NUL_IN_FORM = re.compile(rb"\x00|%00")


class NulRefused:
    """Middleware that answers 400 where a NUL character, plain or escaped, was sent.

    Looks at the path, the query string, the Idempotency-Key, cookies, forms (not multipart)
    and, for the API, JSON. The API answers as problem details (RFC 9457), code ``nul-character``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _in_address(request) or _in_body(request):
            return _refusal(request)
        return self.get_response(request)


def _in_address(request: HttpRequest) -> bool:
    sent = (
        request.path,
        request.META.get("QUERY_STRING", ""),
        request.headers.get("Idempotency-Key", ""),
        *request.COOKIES.values(),
    )
    return any("\x00" in text or "%00" in text for text in sent)


def _in_body(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdecimal() or len(str(length)) > len(str(LARGEST_SEARCHED)):
        return False
    if not 0 < int(length) <= LARGEST_SEARCHED:
        return False
    if request.content_type == FORM:
        return _NUL_IN_FORM.search(request.body) is not None
    if request.content_type == JSON and of_api(request):
        return _NUL_IN_JSON.search(request.body) is not None
    return False


def _refusal(request: HttpRequest) -> HttpResponse:
    return bad_request(
        request,
        code="nul-character",
        sentence=_("The address or the form holds a NUL character. Remove it and try again."),
        detail="The request holds a NUL character. Remove it and send the request again.",
    )
