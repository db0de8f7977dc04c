"""The page for who has forgotten the password, or never had one."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordResetView
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from samkop.platform.sign_in.ways_in import sends_mail


class ForgottenPassword(PasswordResetView):  # type: ignore[misc] # allauth has no types
    """Asks for the address and mails a link; without a mail server it says whom to ask.

    Then no link is made either: in a file it would be a way in for who finds it.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not sends_mail():
            return HttpResponseNotAllowed(["GET"])
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        return {**context, "mail_is_sent": sends_mail()}


forgotten_password = ForgottenPassword.as_view()
