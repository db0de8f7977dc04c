"""What texts may not hold is kept out at the door, for every form and every operation at once.

NUL characters are refused: no text of the database can hold one. Characters that nobody sees
(``core.texts``) would make one name look like another, or turn a sentence around for whoever
reads it: a program is refused, since what it sent would not be what it finds again; what a
person typed or pasted goes on without them, and the next page says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from samkop.core.texts import hides_something, json_hides_something, visible
from samkop.platform.pages.bad_requests import bad_request, of_api

# Above this a body is not searched; Django itself reads none that is larger.
LARGEST_SEARCHED = 2_621_440
JSON = "application/json"
# No text that anybody reads, and whoever has such a character in one must be able to sign in.
UNREAD = "password"
FORM = "application/x-www-form-urlencoded"
# RFC 8259, section 7: \u0000 is an escape only after an even number of backslashes.
_NUL_IN_JSON = re.compile(rb"\x00|(?<!\\)(?:\\\\)*\\u0000")
_NUL_IN_FORM = re.compile(rb"\x00|%00")


class NulRefused:
    """Middleware that answers 400 where a NUL character, plain or escaped, was sent.

    Of a program's JSON also what nobody sees: problem details, code ``invisible-character``.
    For NUL it looks at the path, the query string, the Idempotency-Key, cookies, forms (not
    multipart) and, for the API, JSON. The API answers as problem details (RFC 9457), code
    ``nul-character``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _in_address(request) or _in_body(request):
            return _refusal(request)
        if _of_program(request) and json_hides_something(request.body):
            return _invisible(request)
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
    if request.content_type == FORM and _is_searched(request):
        return _NUL_IN_FORM.search(request.body) is not None
    return _of_program(request) and _NUL_IN_JSON.search(request.body) is not None


def _of_program(request: HttpRequest) -> bool:
    return request.content_type == JSON and of_api(request) and _is_searched(request)


def _is_searched(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdecimal() or len(str(length)) > len(str(LARGEST_SEARCHED)):
        return False
    return 0 < int(length) <= LARGEST_SEARCHED


def _refusal(request: HttpRequest) -> HttpResponse:
    return bad_request(
        request,
        code="nul-character",
        sentence=_("The address or the form holds a NUL character. Remove it and try again."),
        detail="The request holds a NUL character. Remove it and send the request again.",
    )


def _invisible(request: HttpRequest) -> HttpResponse:
    return bad_request(
        request,
        code="invisible-character",
        sentence="",
        detail="A text holds a control character or one that nobody sees, such as U+202E"
        " (right-to-left override) or U+200B (zero width space). Send the text without it.",
    )


class InvisibleLeftOut:
    """Middleware that takes what nobody sees out of the texts and file names of a form.

    Stands after the one that checks forms against forgery, which reads them, and that of
    messages, which says what was done.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Look at what was sent, once it is known that it is a form of ours."""
        if request.method != "POST" or of_api(request):
            return
        for _field, files in request.FILES.lists():
            for file in files:
                file.name = visible(file.name or "")
        if any(map(_hidden, request.POST.lists())):
            request.POST = _without(request.POST)  # type: ignore[assignment]
            said = _("What you wrote held characters that nobody sees. They were left out.")
            messages.info(request, str(said))


def _hidden(field: tuple[str, list[Any]]) -> bool:
    name, values = field
    return UNREAD not in name and any(map(hides_something, map(str, values)))


def _without(form: QueryDict) -> QueryDict:
    cleaned = form.copy()
    for field in form.lists():
        if _hidden(field):
            name, values = field
            cleaned.setlist(name, [visible(str(value)) for value in values])
    cleaned._mutable = False
    return cleaned
