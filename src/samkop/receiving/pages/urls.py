"""Addresses of receiving."""

from django.urls import path

from samkop.receiving.pages import consignments, despatching

urlpatterns = [
    path("orders/<int:order_id>/despatch/", despatching.despatch, name="despatch-order"),
    path("orders/<int:order_id>/despatch/send/", despatching.send, name="send-order-despatch"),
    path("deliveries/", consignments.consignments, name="consignments"),
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
]
