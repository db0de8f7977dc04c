"""Addresses of renewal."""

from django.urls import path

from samkop.fleet.pages import renewal, renewal_forecasts

MONTH = "devices/renewal/<int:plan_id>/<str:month>/"

urlpatterns = [
    path("devices/renewal/", renewal.plans, name="renewal-plans"),
    path("devices/renewal/draft/", renewal.draft, name="draft-renewal"),
    path("devices/renewal/compare/", renewal.compare, name="compare-renewals"),
    path("devices/renewal/<int:plan_id>/", renewal.plan, name="renewal-plan"),
    path("devices/renewal/<int:plan_id>/change/", renewal.change, name="change-renewal"),
    path("devices/renewal/<int:plan_id>/plan/", renewal.work_out, name="plan-renewal"),
    path("devices/renewal/<int:plan_id>/copy/", renewal.copy, name="copy-renewal"),
    path("devices/renewal/<int:plan_id>/decide/", renewal.decide, name="decide-renewal"),
    path(MONTH, renewal.month, name="renewal-month"),
    path(f"{MONTH}order/", renewal.order, name="order-renewals"),
    path(f"{MONTH}items/<int:model_id>/", renewal.choose_item, name="choose-renewal-item"),
    path("renewal-forecast/", renewal_forecasts.forecasts, name="renewal-forecasts"),
    path("renewal-forecast/volumes/", renewal_forecasts.volumes, name="renewal-volumes"),
]
