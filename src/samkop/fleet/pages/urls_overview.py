"""Addresses of the dashboards."""

from django.urls import path

from samkop.fleet.pages import overview

urlpatterns = [
    path("devices/overview/", overview.overview, name="fleet-overview"),
    path("devices/region/", overview.region, name="fleet-region"),
]
