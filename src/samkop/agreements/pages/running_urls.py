"""The addresses of running an agreement: drafts, buyers, decisions, modifications."""

from __future__ import annotations

from django.urls import path

from samkop.agreements.pages import (
    buyers,
    decisions,
    drafts,
    modifications,
    outside,
    outside_list,
    run_out,
    states,
)

ONE = "agreements/<int:agreement_id>/"

running = [
    path("agreements/prepare/", drafts.preparing, name="prepare-agreement"),
    path("agreements/prepare/send/", drafts.send_new, name="send-agreement"),
    path(f"{ONE}terms/", drafts.changing, name="agreement-terms"),
    path(f"{ONE}terms/send/", drafts.send_change, name="send-terms"),
    path(f"{ONE}decide/<slug:decision>/", states.deciding, name="agreement-decision"),
    path(f"{ONE}decide/<slug:decision>/send/", states.send_decision, name="send-decision"),
    path(f"{ONE}modifications/", modifications.modifying, name="agreement-modifications"),
    path(f"{ONE}modifications/send/", modifications.send_modification, name="send-modification"),
    path(f"{ONE}leave/", decisions.leave, name="leave-agreement"),
    path(f"{ONE}leave/send/", decisions.send_leave, name="send-leave"),
    path(f"{ONE}run-out/", run_out.running_out, name="agreement-run-out"),
    path(f"{ONE}run-out/send/", run_out.send_lead, name="send-tender-lead"),
    path("outside-orders/", outside_list.outside, name="outside-order-list"),
    path(f"{ONE}outside/", outside_list.of_agreement, name="outside-orders"),
    path(f"{ONE}outside/record/", outside.recording, name="record-outside-order"),
    path(f"{ONE}outside/record/send/", outside.send_outside, name="send-outside-order"),
    path("outside-orders/<int:outside_id>/", outside.correcting, name="outside-order"),
    path(
        "outside-orders/<int:outside_id>/correct/", outside.send_correction, name="send-correction"
    ),
    path(f"{ONE}buyers/", buyers.buyers, name="agreement-buyers"),
    path(f"{ONE}buyers/send/", buyers.send_buyer, name="send-buyer"),
    path(f"{ONE}buyers/<int:buyer_id>/out/", buyers.send_unname, name="unname-buyer"),
    path(f"{ONE}buyers/<int:buyer_id>/basis/", buyers.basis, name="legal-basis"),
    path(f"{ONE}buyers/<int:buyer_id>/basis/send/", buyers.send_basis, name="send-legal-basis"),
]
