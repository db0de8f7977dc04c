"""The addresses of a tender in preparation, of its dates and its notice."""

from __future__ import annotations

from django.urls import path

from samkop.tendering.pages import dates, invitations, lots, tender, tender_list

urlpatterns = [
    path("tenders/", tender_list.tenders, name="tenders"),
    path("tenders/prepare/", tender.preparing, name="prepare-tender"),
    path("tenders/prepare/send/", tender.send_new, name="send-tender"),
    path("tenders/<int:tender_id>/", tender.tender, name="tender"),
    path("tenders/<int:tender_id>/announce/", tender.announce, name="announce-tender"),
    path("tenders/<int:tender_id>/terms/", tender.terms, name="tender-terms"),
    path("tenders/<int:tender_id>/terms/send/", tender.send_terms, name="send-tender-terms"),
    path("tenders/<int:tender_id>/lots/", lots.lots, name="tender-lots"),
    path("tenders/<int:tender_id>/lots/add/", lots.add, name="add-lot"),
    path(
        "tenders/<int:tender_id>/lots/take-over/",
        lots.take_over,
        name="take-over-pre-study",
    ),
    path("tenders/lots/<int:lot_id>/", lots.lot, name="tender-lot"),
    path("tenders/lots/<int:lot_id>/change/", lots.change, name="change-lot"),
    path("tenders/lots/<int:lot_id>/remove/", lots.remove, name="remove-lot"),
    path("tenders/lots/<int:lot_id>/buyers/", lots.name_buyer, name="name-tender-buyer"),
    path(
        "tenders/lots/<int:lot_id>/buyers/<int:tender_buyer_id>/take-out/",
        lots.take_out,
        name="take-out-tender-buyer",
    ),
    path("tenders/<int:tender_id>/dates/", dates.dates, name="tender-dates"),
    path("tenders/<int:tender_id>/dates/set/", dates.set_dates, name="set-tender-dates"),
    path("tenders/<int:tender_id>/notice/", dates.record, name="record-notice"),
    path(
        "tenders/<int:tender_id>/invitations/", invitations.invitations, name="tender-invitations"
    ),
    path("tenders/<int:tender_id>/invitations/invite/", invitations.invite, name="invite-supplier"),
    path(
        "tenders/<int:tender_id>/invitations/<int:invitation_id>/withdraw/",
        invitations.withdraw,
        name="withdraw-invitation",
    ),
]
