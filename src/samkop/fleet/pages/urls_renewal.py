"""Addresses of renewal."""

from django.urls import path

from samkop.fleet.pages import forecasts, joint_plans, renewal, renewal_forecasts, variety

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
    path("devices/renewal/<int:plan_id>/leave/", joint_plans.leave, name="leave-joint-plan"),
    path(MONTH, renewal.month, name="renewal-month"),
    path(f"{MONTH}order/", renewal.order, name="order-renewals"),
    path(f"{MONTH}items/<int:model_id>/", renewal.choose_item, name="choose-renewal-item"),
    path("devices/joint/", joint_plans.plans, name="joint-plans"),
    path("devices/joint/draft/", joint_plans.draft, name="draft-joint-plan"),
    path("devices/joint/<int:joint_id>/", joint_plans.joint_plan, name="joint-plan"),
    path("devices/joint/<int:joint_id>/change/", joint_plans.change, name="change-joint-plan"),
    path("devices/joint/<int:joint_id>/plan/", joint_plans.work_out, name="plan-jointly"),
    path("devices/joint/<int:joint_id>/join/", joint_plans.join, name="join-joint-plan"),
    path("devices/variety/", variety.variety, name="variety"),
    path("devices/variety/assume/", variety.assume, name="assume-variety"),
    path("devices/forecasts/", forecasts.forecasts, name="forecasts"),
    path("devices/forecasts/begin/", forecasts.begin, name="begin-forecast"),
    path("devices/forecasts/compare/", forecasts.compare, name="compare-forecasts"),
    path("devices/forecasts/example/", forecasts.example, name="forecast-example"),
    path("devices/forecasts/<int:forecast_id>/", forecasts.forecast, name="forecast"),
    path("devices/forecasts/<int:forecast_id>/vary/", forecasts.vary, name="vary-forecast"),
    path("devices/forecasts/<int:forecast_id>/drop/", forecasts.drop, name="drop-forecast"),
    path("renewal-forecast/", renewal_forecasts.forecasts, name="renewal-forecasts"),
    path("renewal-forecast/volumes/", renewal_forecasts.volumes, name="renewal-volumes"),
]
