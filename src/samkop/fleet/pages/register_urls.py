"""Addresses at which a register of devices comes in."""

from django.urls import path

from samkop.fleet.pages import register_import

urlpatterns = [
    path("devices/import/", register_import.upload, name="fleet-import"),
    path("devices/import/send/", register_import.send, name="fleet-import-send"),
    path("devices/import/<int:fleet_file_id>/", register_import.shown, name="fleet-file"),
    path(
        "devices/import/<int:fleet_file_id>/columns/",
        register_import.columns,
        name="fleet-file-columns",
    ),
    path(
        "devices/import/<int:fleet_file_id>/faults.csv",
        register_import.faults,
        name="fleet-file-faults",
    ),
    path(
        "devices/import/<int:fleet_file_id>/apply/",
        register_import.apply,
        name="fleet-file-apply",
    ),
]
