"""The answer to a request that is refused before any page is asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.functional import Promise


def of_api(request: HttpRequest) -> bool:
    """Whether a program asks, which reads problem details."""
    return request.path.startswith("/api/")


def bad_request(
    request: HttpRequest, *, code: str, sentence: str | Promise, detail: str
) -> HttpResponse:
    """400: the sentence as plain text; for the API ``detail`` as a problem (RFC 9457).

    ``sentence`` is translated here: the language of the request is not in force yet so far out.
    """
    if of_api(request):
        problem = {
            "type": f"urn:samkop:problem:{code}", "title": "Bad request", "status": 400,
            "code": code, "detail": detail, "errors": [],
        }  # fmt: skip
        return JsonResponse(problem, status=400, content_type="application/problem+json")
    with translation.override(translation.get_language_from_request(request)):
        return HttpResponse(str(sentence), status=400, content_type="text/plain; charset=utf-8")
