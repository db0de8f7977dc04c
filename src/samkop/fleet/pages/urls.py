"""Addresses of the fleet."""

from django.urls import path

from samkop.fleet.pages import assets, chosen_assets, lease_begun, leases, work_urls
from samkop.fleet.pages.return_urls import RETURN_ADDRESSES

urlpatterns = [
    *RETURN_ADDRESSES,
    path("devices/", assets.devices, name="devices"),
    path("devices/change/", chosen_assets.change, name="change-devices"),
    path("devices/change/start/", chosen_assets.start, name="start-device-change"),
    path("devices/changes/<int:change_run_id>/", chosen_assets.run, name="change-run"),
    path(
        "devices/changes/<int:change_run_id>/stop/", chosen_assets.stop, name="stop-device-change"
    ),
    path("devices/<int:asset_id>/", assets.device, name="device"),
    path("leases/", leases.leases, name="leases"),
    path("leases/accept/", lease_begun.accept, name="accept-lease"),
    path("leases/accept/send/", lease_begun.send_acceptance, name="send-acceptance"),
    path("leases/schedule/", lease_begun.schedule, name="lease-schedule"),
    path("leases/schedule/send/", lease_begun.send_schedule, name="send-lease-schedule"),
    path("leases/compare/", lease_begun.compare, name="compare-lease"),
    path("leases/year-end/", leases.year_end, name="lease-year-end"),
    path("leases/<int:lease_id>/", leases.lease, name="lease"),
    path("leases/<int:lease_id>/agree/", leases.agree, name="agree-schedule"),
    path("leases/<int:lease_id>/notice/", leases.notice, name="give-notice"),
    path("leases/<int:lease_id>/buy-out/", leases.keep, name="buy-out"),
    path("leases/<int:lease_id>/class/", leases.classify, name="class-lease"),
    path("leases/<int:lease_id>/say/", leases.say, name="say-of-lease"),
    path("agreements/<int:agreement_id>/lease-plans/", lease_begun.plans, name="lease-plans"),
    path(
        "agreements/<int:agreement_id>/lease-plans/add/",
        lease_begun.add_plan,
        name="add-lease-plan",
    ),
    *work_urls.urlpatterns,
]
