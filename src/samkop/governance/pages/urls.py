"""Addresses of the cooperation."""

from django.urls import path

from samkop.governance.pages import decision_urls, overview, security_urls, steering_urls

urlpatterns = [
    path("cooperation/", overview.cooperation, name="cooperation"),
    *decision_urls.urlpatterns,
    *security_urls.urlpatterns,
    *steering_urls.urlpatterns,
]
