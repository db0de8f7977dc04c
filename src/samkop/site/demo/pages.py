"""Choose whom to be: one click signs in as somebody of the demonstration.

Only there when the demonstration is (``settings.DEMO``): the addresses are not routed
otherwise, the views answer 404 even if they were, and only people of the seeds can be
chosen.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samkop.parties.usecases.accounts import choose_language
from samkop.parties.vocabulary import LANGUAGES
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.embedded_postgres import default_data_dir
from samkop.platform.models import Account
from samkop.platform.pages import page
from samkop.platform.unit_of_work import perform
from samkop.site.demo.sourcing.officers import FOLDER, passphrase
from samkop.site.demo.whom import addresses, cards, looks, page_of

View = Callable[..., HttpResponse]


def _in_the_demonstration(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *arguments, **named)

    return guarded


@_in_the_demonstration
@never_cache
@page(open_to_all=True)
def choose(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """What to look at; the cards: a role, what people in it want, the organisations to be in it."""
    return "demo/choose.html", {
        "cards": cards(), "looks": looks(), "passphrase": passphrase(),
        "keys": default_data_dir(os.environ) / FOLDER,
    }  # fmt: skip


@_in_the_demonstration
@require_POST
def be(request: HttpRequest) -> HttpResponse:
    """Sign in as the chosen person, who from now on reads the language of the chooser."""
    email = request.POST.get("email", "")
    account = Account.objects.filter(email=email, is_active=True).first()
    if email not in addresses() or account is None or account.person_id is None:
        raise Http404
    language = translation.get_language() or ""
    if language in LANGUAGES and language != account.language:
        person = actors.person(account.person_id, account.email)
        perform(person, choose_language, language=language)
    login(request, account)
    return redirect(page_of(request.POST.get("look", "")) or "start")
