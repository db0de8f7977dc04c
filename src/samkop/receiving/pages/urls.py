"""Addresses of receiving."""

from django.urls import path

from samkop.receiving.pages import (
    consignments,
    despatching,
    discrepancies,
    receipts,
    returns,
    segregation,
)

urlpatterns = [
    path("orders/<int:order_id>/despatch/", despatching.despatch, name="despatch-order"),
    path("orders/<int:order_id>/despatch/send/", despatching.send, name="send-order-despatch"),
    path("deliveries/", consignments.consignments, name="consignments"),
    path("deliveries/limit/", segregation.limit, name="segregation-limit"),
    path("deliveries/limit/set/", segregation.set_limit, name="set-segregation-limit"),
    path("deliveries/<int:consignment_id>/", consignments.consignment, name="consignment"),
    path(
        "deliveries/<int:consignment_id>/document/",
        consignments.document,
        name="consignment-document",
    ),
    path(
        "deliveries/<int:consignment_id>/document.xml",
        consignments.file,
        name="consignment-document-file",
    ),
    path("deliveries/<int:consignment_id>/receive/", receipts.start, name="start-receipt"),
    path("orders/<int:order_id>/receive/", receipts.start_of_order, name="receive-order"),
    path("receipts/<int:receipt_id>/", receipts.receipt, name="receipt"),
    path("receipts/<int:receipt_id>/scan/", receipts.scan, name="scan"),
    path("receipts/<int:receipt_id>/count/", receipts.count, name="count-pieces"),
    path("receipts/<int:receipt_id>/undo/<int:serial_id>/", receipts.undo, name="undo-serial"),
    path("receipts/<int:receipt_id>/report/", receipts.report, name="report-discrepancy"),
    path("receipts/<int:receipt_id>/finish/", receipts.finish, name="finish-receipt"),
    path("returns/", returns.returns, name="returns"),
    path("returns/<int:return_id>/", returns.one, name="return"),
    path("returns/<int:return_id>/send/", returns.gone, name="send-return"),
    path("returns/<int:return_id>/cancel/", returns.cancel, name="cancel-return"),
    path("returns/<int:return_id>/credit/", returns.take_credit, name="take-credit-instead"),
    path("returns/<int:return_id>/accept/", returns.accept, name="accept-return"),
    path("orders/<int:order_id>/return/", returns.announce, name="announce-return"),
    path(
        "orders/<int:order_id>/return/send/",
        returns.send_announcement,
        name="send-return-announcement",
    ),
    path("differences/", discrepancies.discrepancies, name="discrepancies"),
    path("differences/<int:difference_id>/", discrepancies.discrepancy, name="discrepancy"),
    path("differences/<int:difference_id>/settle/", discrepancies.settle, name="settle-difference"),
]
