"""Addresses of the cooperation."""

from django.urls import path

from samkop.governance.pages import overview, security_urls

urlpatterns = [
    path("cooperation/", overview.cooperation, name="cooperation"),
    *security_urls.urlpatterns,
]
