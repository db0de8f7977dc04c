"""Addresses of work on devices."""

from django.urls import path

from samkop.fleet.pages import enrolment, mdm, site_windows, today, work_orders

urlpatterns = [
    path("devices/today/", today.today, name="work-today"),
    path("devices/today/report/", today.report, name="report-work"),
    path("devices/today/sync/", today.sync, name="sync-work"),
    path("devices/today/worker.js", today.worker, name="work-today-worker"),
    path("devices/today/route/", work_orders.route, name="work-route"),
    path("devices/enrolment/", enrolment.enrolment, name="enrolment-lists"),
    path("devices/enrolment/read/", enrolment.read, name="read-enrolment"),
    path("devices/management/", mdm.endpoint, name="mdm"),
    path("devices/management/keep/", mdm.keep, name="keep-mdm"),
    path("devices/hours/", site_windows.windows, name="site-windows"),
    path("devices/hours/keep/", site_windows.keep, name="keep-site-window"),
    path("devices/hours/<int:site_window_id>/drop/", site_windows.drop, name="drop-site-window"),
    path("work-orders/", work_orders.work_orders, name="work-orders"),
    path("work-orders/plan/", work_orders.plan, name="plan-work"),
    path("work-orders/plan/send/", work_orders.send_plan, name="send-work-plan"),
    path("work-orders/<int:work_order_id>/", work_orders.order, name="work-order"),
    path("work-orders/<int:work_order_id>/change/", work_orders.change, name="change-work"),
    path("work-orders/<int:work_order_id>/cancel/", work_orders.cancel, name="cancel-work"),
    path(
        "work-orders/<int:work_order_id>/exception/<int:work_line_id>/",
        work_orders.make_exception,
        name="except-enrolment",
    ),
    path("signatures/<int:signature_id>/", work_orders.signature, name="signature"),
]
