"""The way to the sign-in page of an organisation's own provider."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect.views import login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

REDIRECT = 302


@require_POST
def to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider's own sign-in page.

    By a page that moves on at once instead of a redirect: the security policy lets a form
    lead to no foreign address, and browsers hold redirects of a form to it.
    """
    response: HttpResponse = login(request, provider_id)
    if response.status_code != REDIRECT:
        return response
    address = response["Location"]
    leaving = TemplateResponse(request, "socialaccount/leaving.html", {"address": address})
    leaving["Refresh"] = f"0; url={address}"
    return leaving.render()
