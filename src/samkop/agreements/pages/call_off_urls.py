"""The addresses of rules of call-off."""

from __future__ import annotations

from django.urls import path

from samkop.agreements.pages import call_off, call_offs, mini_competitions

ONE = "call-offs/<int:call_off_id>/"

calling_off = [
    path("call-offs/", call_offs.call_offs, name="call-offs"),
    path("call-offs/prepare/", call_offs.preparing, name="prepare-call-off"),
    path("call-offs/prepare/send/", call_offs.send_new, name="send-call-off"),
    path(ONE, call_off.call_off, name="call-off"),
    path(f"{ONE}competition/", mini_competitions.competition, name="mini-competition"),
    path(f"{ONE}competition/start/", mini_competitions.start, name="start-mini-competition"),
    path(f"{ONE}change/", call_offs.changing, name="change-call-off"),
    path(f"{ONE}change/send/", call_offs.send_change, name="send-changed-call-off"),
    path(f"{ONE}remove/", call_offs.send_removal, name="remove-call-off"),
    path(f"{ONE}adopt/", call_off.send_adoption, name="adopt-call-off"),
    path(f"{ONE}suppliers/", call_off.send_rank, name="rank-supplier"),
    path(f"{ONE}suppliers/<int:agreement_id>/out/", call_off.send_unrank, name="unrank-supplier"),
    path(f"{ONE}offers/", call_off.send_offer, name="enter-offer"),
    path(f"{ONE}offers/<int:offer_id>/out/", call_off.send_no_offer, name="remove-offer"),
]
