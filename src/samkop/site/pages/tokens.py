"""One's own access tokens for programs: made, shown once, revoked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.platform.actors import Actor
from samkop.platform.models import ApiToken
from samkop.platform.pages import Answer, act, page
from samkop.platform.refusals import Refused
from samkop.platform.tokens import SCOPES, issue_token, new_token_text, revoke_token
from samkop.platform.unit_of_work import perform


class TokenForm(forms.Form):
    """What a new token is for, what it may do, and for how long."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=100,
        help_text=gettext_lazy("Such as the name of the program that will use it."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days until it ends"), min_value=1, max_value=366, initial=90
    )


def _tokens(
    request: HttpRequest, actor: Actor, *, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    form = TokenForm(request.POST if refused else None)
    for name, sentence in (refused.fields if refused else {}).items():
        if name not in form.errors:
            form.add_error(name, str(sentence))
    mine = ApiToken.objects.filter(person_id=actor.own_person_id, party_id=actor.own_party_id)
    return "site/tokens.html", {"form": form, "tokens": list(mine.order_by("-id"))}


tokens = page()(_tokens)


@act(again=_tokens)
def make(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make a token and show it, now and never again."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        raise Refused("form-invalid", _("Some fields need to be put right."), status=422)
    text = new_token_text()
    perform(actor, issue_token, text=text, **form.cleaned_data)
    context = {"text": text, "name": form.cleaned_data["name"]}
    response = TemplateResponse(request, "site/token_made.html", context).render()
    response["Cache-Control"] = "no-store"
    return response


@act()
def revoke(request: HttpRequest, actor: Actor, token_id: int) -> Answer:
    """End a token now."""
    perform(actor, revoke_token, token_id=token_id)
    return Answer(to=reverse("tokens"), message=_("Revoked. Programs that use it are turned away."))
