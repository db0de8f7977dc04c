"""Addresses of the cooperation."""

from django.urls import path

from samkop.governance.pages import overview

urlpatterns = [
    path("cooperation/", overview.cooperation, name="cooperation"),
]
