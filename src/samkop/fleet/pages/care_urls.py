"""Addresses of the care of devices in use."""

from django.urls import path

from samkop.fleet.pages import cases, loans, missing, my_devices, recalls, staff, warranties

urlpatterns = [
    path("my-devices/", my_devices.my_devices, name="my-devices"),
    path("devices/<int:asset_id>/ask/<slug:case_kind>/", my_devices.ask, name="ask-for-device"),
    path(
        "devices/<int:asset_id>/ask/<slug:case_kind>/send/", my_devices.send_ask,
        name="send-ask-for-device",
    ),
    path("device-cases/", cases.cases, name="device-cases"),
    path("device-cases/<int:case_id>/", cases.case, name="device-case"),
    path("device-cases/<int:case_id>/swap/", cases.give_another, name="swap-device"),
    path("device-cases/<int:case_id>/lend/", cases.lend_another, name="lend-meanwhile"),
    path("device-cases/<int:case_id>/repair/", cases.repair, name="send-for-repair"),
    path("device-cases/<int:case_id>/back/", cases.back, name="take-repaired"),
    path("device-cases/<int:case_id>/handed-in/", cases.handed_in, name="take-in-device"),
    path("device-cases/<int:case_id>/close/", cases.close, name="close-case"),
    path("device-cases/<int:case_id>/withdraw/", cases.withdraw, name="withdraw-case"),
    path("device-cases/<int:case_id>/report/", cases.report, name="report-repair"),
    path("loans/", loans.loans, name="loans"),
    path("loans/new/", loans.new, name="lend-device"),
    path("loans/new/send/", loans.send_new, name="send-loan"),
    path("loans/<int:loan_id>/", loans.loan, name="loan"),
    path("loans/<int:loan_id>/end/", loans.end, name="end-loan"),
    path("devices/<int:asset_id>/missing/", missing.report, name="report-missing"),
    path("devices/<int:asset_id>/missing/send/", missing.send_report, name="send-missing"),
    path("missing-devices/", missing.missing, name="missing-devices"),
    path("missing-devices/<int:missing_id>/", missing.one, name="missing-device"),
    path("missing-devices/<int:missing_id>/note/", missing.add, name="add-to-missing"),
    path("missing-devices/<int:missing_id>/found/", missing.found, name="device-found"),
    path("missing-devices/<int:missing_id>/give-up/", missing.end, name="give-up"),
    path("recalls/", recalls.recalls, name="recalls"),
    path("recalls/new/", recalls.new, name="new-recall"),
    path("recalls/new/send/", recalls.send_new, name="send-recall"),
    path("recalls/<int:recall_id>/", recalls.recall, name="recall"),
    path("recalls/<int:recall_id>/settle/", recalls.settle, name="settle-recalled"),
    path("staff-changes/", staff.changes, name="staff-changes"),
    path("staff-changes/<int:staff_change_id>/", staff.change, name="staff-change"),
    path(
        "staff-changes/<int:staff_change_id>/close/", staff.close, name="close-staff-change"
    ),
    path("warranties/", warranties.warranties, name="warranties"),
    path("warranties/set/", warranties.keep, name="set-warranty"),
    path("devices/<int:asset_id>/move/", warranties.move, name="move-device"),
    path("devices/<int:asset_id>/move/send/", warranties.send_move, name="send-move"),
]  # fmt: skip
