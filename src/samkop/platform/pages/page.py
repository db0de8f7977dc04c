"""The door around a view.

``@page`` is for what is shown: the view runs and its template is rendered inside one
``reading``. ``@act`` is for a form: the view makes one ``perform`` call and says where to
go next; when the call is refused, the page that the form stood on is rendered again with
the sentence, after the rollback.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from samkop.platform.actors import ANONYMOUS, Actor
from samkop.platform.refusals import Refused, not_allowed
from samkop.platform.unit_of_work import reading

View = Callable[..., Any]

FORBIDDEN = 403


@dataclass(frozen=True)
class Answer:
    """Where to go after a form has been acted on, and what to tell the person there."""

    to: str
    message: str | Promise = ""


def actor_of(request: HttpRequest) -> Actor:
    """Who asks. The site's middleware puts it there; without it, nobody in particular."""
    return getattr(request, "actor", ANONYMOUS)


def page(*, open_to_all: bool = False, or_sign_in: bool = False) -> Callable[[View], View]:
    """A page: ``view(request, actor, …)`` returns ``(template, context)`` or a response.

    Not signed in: to the sign-in page, unless the page is open to all. ``or_sign_in``: what a page
    that is open to all keeps from nobody in particular leads to the sign-in page, too.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if actor is ANONYMOUS and not open_to_all:
                return to_sign_in(request)
            try:
                with reading(actor):
                    answer = view(request, actor, *arguments, **named)
                    return _rendered(request, answer)
            except Refused as refused:
                if actor is ANONYMOUS and or_sign_in:
                    return to_sign_in(request)
                return refusal_page(request, refused)

        return require_safe(shown)

    return decorate


def stream(view: View) -> View:
    """A file that is written while it is sent: ``view(request, actor, …)`` returns a response.

    The view runs outside any reading; what it streams opens one of its own, which lasts as
    long as the file. Its rights are checked before, in the view.
    """

    @wraps(view)
    def streamed(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        actor = actor_of(request)
        if actor is ANONYMOUS:
            return to_sign_in(request)
        try:
            response: HttpResponseBase = view(request, actor, *arguments, **named)
        except Refused as refused:
            return refusal_page(request, refused)
        return response

    return require_safe(streamed)


def act(again: View | None = None) -> Callable[[View], View]:
    """A form's action: ``view(request, actor, …)`` performs one use case, returns Answer.

    When it is refused, ``again(request, actor, …, refused=…)`` shows the form once more
    with what was typed (a page view without its decorator); without ``again`` the refusal
    has a page of its own.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def acted(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if actor is ANONYMOUS:
                return to_sign_in(request)
            try:
                answer: Answer | HttpResponse = view(request, actor, *arguments, **named)
            except Refused as refused:
                return _shown_again(request, actor, again, refused, arguments, named)
            if isinstance(answer, HttpResponse):
                return answer
            if answer.message:
                messages.success(request, str(answer.message))
            return see_other(answer.to)

        return require_POST(acted)

    return decorate


def _shown_again(
    request: HttpRequest,
    actor: Actor,
    again: View | None,
    refused: Refused,
    arguments: Any,
    named: Any,
) -> HttpResponseBase:
    """The form's own page with the refusal; the refusal's page where there is none to show."""
    if again is not None and refused.status != FORBIDDEN:
        try:
            with reading(actor):
                shown = again(request, actor, *arguments, refused=refused, **named)
                return _rendered(request, shown, refused.status)
        except Refused as another:
            refused = another
    return refusal_page(request, refused)


def see_other(address: str) -> HttpResponse:
    """303: the answer to a form is at another address (RFC 9110, 15.4.4)."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back to where the person wanted to be."""
    wanted = request.get_full_path() if request.method == "GET" else ""
    return redirect_to_login(wanted)


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A refusal as a page of its own: the sentence, what to do, and the way back."""
    with reading(actor_of(request)):
        context = {"refused": refused, "sentence": str(refused), "back": _way_back(request)}
        response = TemplateResponse(
            request, "platform/refused.html", context, status=refused.status
        )
        return response.render()


def _way_back(request: HttpRequest) -> str:
    """The page that the person came from, if it is one of ours."""
    referer = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure())
    return referer if ours else "/"


def allow(allowed: bool) -> None:  # noqa: FBT001 - reads as a sentence: allow(may_see_…(…))
    """Show the page only if a policy says so; else refuse with ``not-allowed``."""
    if not allowed:
        raise not_allowed()


def _rendered(request: HttpRequest, answer: Any, status: int = 200) -> HttpResponseBase:
    """Render inside the open reading: a lazy queryset must not be read after it."""
    if isinstance(answer, HttpResponseBase):
        return answer
    template, context = answer
    return TemplateResponse(request, template, context, status=status).render()
