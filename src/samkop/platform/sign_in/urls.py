"""The addresses of sign-in: those of allauth that make sense where nobody signs up.

The names are allauth's own; it looks them up.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa import urls as mfa
from allauth.socialaccount import views as socialaccount
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import include, path, re_path

from samkop.platform.sign_in.forgotten import forgotten_password
from samkop.platform.sign_in.leaving import to_provider

password = [
    path("change/", account.password_change, name="account_change_password"),
    path("set/", account.password_set, name="account_set_password"),
    path("reset/", forgotten_password, name="account_reset_password"),
    path("reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

single_sign_on = [
    path("cancelled/", socialaccount.login_cancelled, name="socialaccount_login_cancelled"),
    path("error/", socialaccount.login_error, name="socialaccount_login_error"),
    path("<slug:provider_id>/", to_provider, name="openid_connect_login"),
    path("<slug:provider_id>/back/", openid_connect.callback, name="openid_connect_callback"),
]

urlpatterns = [
    path("", account.login, name="account_login"),
    path("out/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", include(password)),
    path("two-step/", include(mfa)),
    path("sso/", include(single_sign_on)),
]
