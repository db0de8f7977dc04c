"""Addresses of the fleet."""

from django.urls import path

from samkop.fleet.pages import assets

urlpatterns = [
    path("devices/", assets.devices, name="devices"),
    path("devices/<int:asset_id>/", assets.device, name="device"),
]
