"""Addresses of invoicing."""

from __future__ import annotations

from django.urls import path

from samkop.invoicing.pages import (
    accounting,
    acting,
    basis,
    billing,
    coding,
    invoice_list,
    invoices,
    reception,
    rent_files,
    rents,
    work_list,
)

urlpatterns = [
    path("orders/<int:order_id>/invoice/", billing.invoice, name="invoice-order"),
    path("orders/<int:order_id>/invoice/send/", billing.send_invoice, name="send-order-invoice"),
    path("invoices/<int:invoice_id>/credit/", billing.credit, name="credit-invoice"),
    path("invoices/<int:invoice_id>/credit/send/", billing.send_credit, name="send-credit-note"),
    path("invoices/", invoice_list.invoices, name="invoices"),
    path("invoices/discrepancies/", work_list.discrepancies, name="invoice-discrepancies"),
    path("invoices/orders-and-receipts/", basis.basis, name="matching-basis"),
    path("invoices/reception/", reception.reception, name="invoice-reception"),
    path("invoices/reception/choose/", reception.choose, name="choose-reception"),
    path("invoices/reception/tolerances/", reception.tolerate, name="set-tolerances"),
    path("invoices/coding/", coding.coding_rules, name="coding-rules"),
    path("invoices/coding/add/", coding.rule_add, name="coding-rule-add"),
    path("invoices/coding/add/rule/", coding.add_rule, name="add-coding-rule"),
    path("invoices/coding/<int:coding_rule_id>/end/", coding.rule_end, name="coding-rule-end"),
    path("invoices/coding/<int:coding_rule_id>/end/rule/", coding.end_rule, name="end-coding-rule"),
    path("invoices/vouchers/", accounting.vouchers, name="vouchers"),
    path("invoices/accounting/", accounting.files, name="accounting-files"),
    path("invoices/accounting/make/", accounting.make_file, name="make-accounting-file"),
    path("invoices/accounting/<int:batch_id>/", accounting.file, name="accounting-file"),
    path("invoices/<int:invoice_id>/coding/", accounting.coding, name="invoice-coding"),
    path(
        "invoices/<int:invoice_id>/coding/file.xml",
        accounting.coded_document,
        name="coded-invoice-file",
    ),
    path(
        "invoices/<int:invoice_id>/coding/line/",
        accounting.code_by_hand,
        name="code-invoice-line",
    ),
    path("invoices/<int:invoice_id>/coding/forward/", accounting.forward, name="forward-invoice"),
    path("invoices/accounting/setup/", coding.setup, name="accounting-setup"),
    path("invoices/accounting/setup/keep/", coding.keep_setup, name="keep-accounting-setup"),
    path("invoices/rents/", rents.rents, name="rents"),
    path("invoices/rents/import/", rent_files.upload, name="rents-import"),
    path("invoices/rents/import/send/", rent_files.send, name="rents-import-send"),
    path("invoices/rents/files/<int:rent_file_id>/", rent_files.shown, name="rent-file"),
    path(
        "invoices/rents/files/<int:rent_file_id>/columns/",
        rent_files.columns,
        name="rent-file-columns",
    ),
    path(
        "invoices/rents/files/<int:rent_file_id>/faults.csv",
        rent_files.faults,
        name="rent-file-faults",
    ),
    path(
        "invoices/rents/files/<int:rent_file_id>/apply/", rent_files.apply, name="rent-file-apply"
    ),
    path("invoices/<int:invoice_id>/", invoices.invoice, name="invoice"),
    path(
        "invoices/<int:invoice_id>/documents/<int:message_id>/",
        invoices.document,
        name="invoice-document",
    ),
    path(
        "invoices/<int:invoice_id>/documents/<int:message_id>/file.xml",
        invoices.file,
        name="invoice-document-file",
    ),
    path(
        "invoices/<int:invoice_id>/discrepancies/<int:discrepancy_id>/",
        acting.settle,
        name="settle-discrepancy",
    ),
    path("invoices/<int:invoice_id>/assign/", acting.assign, name="assign-invoice-line"),
    path("invoices/<int:invoice_id>/reject/", acting.reject, name="reject-invoice"),
    path("invoices/<int:invoice_id>/give/", acting.give, name="give-invoice"),
    path("invoices/<int:invoice_id>/comment/", acting.comment, name="comment-on-invoice"),
    path("invoices/<int:invoice_id>/paid/", acting.paid, name="mark-invoice-paid"),
    path("invoices/<int:invoice_id>/hand-over/", acting.hand_over, name="hand-over-invoice"),
]
