"""Addresses of invoicing."""

from django.urls import path

from samkop.invoicing.pages import billing

urlpatterns = [
    path("orders/<int:order_id>/invoice/", billing.invoice, name="invoice-order"),
    path("orders/<int:order_id>/invoice/send/", billing.send_invoice, name="send-order-invoice"),
    path("invoices/<int:invoice_id>/credit/", billing.credit, name="credit-invoice"),
    path("invoices/<int:invoice_id>/credit/send/", billing.send_credit, name="send-credit-note"),
]
