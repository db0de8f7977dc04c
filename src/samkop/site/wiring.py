"""Who hears of what: the one table *fact → handlers*, the jobs and the notices by name."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.agreements.notices import NOTICES as AGREEMENTS_NOTICES
from samkop.agreements.pages.tender_part import agreements_from
from samkop.agreements.tender_handlers import (
    award_decided,
    award_judged,
    award_signed,
    award_taken_back,
    interim_agreed,
)
from samkop.catalogue.handlers import (
    catalogue_received,
    check_catalogue_file,
    import_catalogue_file,
)
from samkop.catalogue.range_handlers import (
    motion_decided,
    say_range_changes,
    say_range_decided,
    say_range_proposed,
    write_carried,
)
from samkop.catalogue.range_notices import NOTICES as RANGE_NOTICES
from samkop.exchange.handlers import (
    level_response_received,
    route,
    say_message_refused,
    say_message_unsent,
)
from samkop.exchange.models import Message
from samkop.exchange.notices import NOTICES as EXCHANGE_NOTICES
from samkop.exchange.vocabulary import DocumentType
from samkop.fleet.care_handlers import (
    leavers_done,
    missing_ended,
    people_join,
    people_leave,
    repair_reported,
    say_repair_asked,
    warranties_begin,
)
from samkop.fleet.care_notices import NOTICES as CARE_NOTICES
from samkop.fleet.handlers import (
    change_devices,
    devices_received,
    devices_returned,
    goods_announced,
    leases_of_ended,
    plan_renewals,
    work_reported,
)
from samkop.fleet.joint_handlers import plan_jointly
from samkop.fleet.need_handlers import renewal_needed
from samkop.fleet.notices import NOTICES as FLEET_NOTICES
from samkop.fleet.pages.asset_parts import DevicePart
from samkop.fleet.pages.order_part import devices_of_order
from samkop.fleet.return_handlers import (
    bring_forward,
    commit_taken_over,
    devices_passed_on,
    lease_passed_on,
    leases_passed_on,
    say_lease_to_financier,
    say_loss_reported,
    say_return_asked,
    say_support_changed,
    say_transfer_answered,
    say_transfer_decided,
    support_published,
    task_passed_on,
    tasks_passed_on,
)
from samkop.fleet.return_notices import NOTICES as RETURN_NOTICES
from samkop.fleet.usecases.chosen_assets import TASK as CHANGE_DEVICES
from samkop.fleet.usecases.joint_plans import TASK as PLAN_JOINTLY
from samkop.fleet.usecases.renewal import TASK as PLAN_RENEWALS
from samkop.fleet.usecases.support import BRING_FORWARD
from samkop.fleet.work_handlers import (
    recall_worked_on,
    say_work_planned,
    say_work_promise_broken,
    tell_device_management,
)
from samkop.followup.benefit_handlers import work_out_benefit
from samkop.followup.feedback_handlers import (
    say_feedback_given,
    say_feedback_passed_on,
    say_feedback_responded,
)
from samkop.followup.feedback_notices import NOTICES as FEEDBACK_NOTICES
from samkop.followup.price_handlers import (
    say_price_answered,
    say_price_asked,
    say_price_drift_found,
)
from samkop.followup.price_notices import NOTICES as PRICE_NOTICES
from samkop.followup.usecases.benefit import TASK as WORK_OUT_BENEFIT
from samkop.governance.decision_notices import NOTICES as DECISION_NOTICES
from samkop.governance.incident_notices import NOTICES as SECURITY_NOTICES
from samkop.governance.paper_handlers import benefit_on_agenda, feedback_on_agenda
from samkop.governance.security_handlers import (
    say_guideline_adopted,
    say_incident_news,
    settle_motion_on_guideline,
)
from samkop.governance.steering_handlers import say_steering_news
from samkop.governance.steering_notices import NOTICES as STEERING_NOTICES
from samkop.invoicing.handlers import (
    code_accepted,
    code_what_waits,
    forward_coded,
    invoice_received,
    match_by_order,
    match_by_rents,
    match_by_tolerances,
    match_credited,
    match_received,
    rents_of_lease,
    rents_of_returned,
    say_coding_missing,
    say_invoice_discrepant,
    say_not_forwarded,
)
from samkop.invoicing.notices import NOTICES as INVOICING_NOTICES
from samkop.invoicing.pages.device_part import bills_of_device
from samkop.invoicing.pages.order_invoices import invoices_on_order
from samkop.invoicing.pages.order_part import bills_of_order
from samkop.invoicing.queries.invoices import invoice_in
from samkop.opendata.handlers import (
    agreement_changed,
    consultation_changed,
    publish_decided,
    tender_changed,
)
from samkop.opendata.usecases.decisions import TASK as PUBLISH_DECIDED
from samkop.ordering.handlers import (
    approve_chosen,
    availability_stated,
    deliveries_moved,
    order_agreement_received,
    order_answered,
    order_response_received,
    say_change_asked,
    say_delivery_late,
    say_order_answered,
    say_order_placed,
    say_project_closed,
    say_requisition_rejected,
    say_requisition_reminded,
    say_requisition_waits,
    say_substitute_decided,
    simulate_rule_set,
    supplier_report_received,
)
from samkop.ordering.notices import NOTICES as ORDERING_NOTICES
from samkop.ordering.pages.parts import OrderPart
from samkop.ordering.queries.answers import order_answered_in
from samkop.ordering.queries.baskets import basket_count
from samkop.ordering.received_documents import (
    answer_to_pass_on,
    answer_to_received_change,
    answer_to_received_order,
    basket_to_send,
    change_answer_to_pass_on,
    order_change_received,
    order_received,
)
from samkop.ordering.usecases.chosen_approvals import TASK as APPROVE_CHOSEN
from samkop.ordering.usecases.rule_simulation import TASK as SIMULATE_RULES
from samkop.parties.notices import NOTICES as PARTIES_NOTICES
from samkop.planning.consultation_handlers import say_consultation_news
from samkop.planning.consultation_notices import NOTICES as CONSULTATION_NOTICES
from samkop.planning.need_handlers import say_need_reported, say_study_started
from samkop.planning.need_notices import NOTICES as NEED_NOTICES
from samkop.platform import jobs
from samkop.platform.notifications import Notice
from samkop.platform.notifications.queries import unread_count
from samkop.platform.outbox import Wiring
from samkop.receiving.handlers import (
    despatch_advice_received,
    goods_despatched,
    return_accepted,
    say_return_announced,
)
from samkop.receiving.notices import NOTICES as RECEIVING_NOTICES
from samkop.receiving.pages.despatch_part import despatching_of_order
from samkop.receiving.pages.order_part import deliveries_of_order
from samkop.receiving.pages.return_part import returns_on_order
from samkop.receiving.queries.consignments import consignment_in
from samkop.site.sent_files import TASK as SEND_FILE
from samkop.site.sent_files import import_sent_file
from samkop.tendering.award_handlers import say_award_decided, say_extension_asked
from samkop.tendering.award_notices import NOTICES as AWARD_NOTICES
from samkop.tendering.evaluation_handlers import (
    examine_model,
    find_combination,
    say_bidder_asked,
)
from samkop.tendering.evaluation_notices import NOTICES as EVALUATION_NOTICES
from samkop.tendering.news_handlers import say_tender_news
from samkop.tendering.pages.parts import MakePart
from samkop.tendering.tender_notices import NOTICES as TENDER_NOTICES
from samkop.tendering.usecases.award_runs import TASK as FIND_COMBINATION
from samkop.tendering.usecases.laboratory import TASK as EXAMINE_MODEL

DOCUMENTS = {
    "catalogue": catalogue_received,
    "credit-note": invoice_received,
    "despatch-advice": despatch_advice_received,
    "invoice": invoice_received,
    "mlr": level_response_received,
    "order": order_received,
    "order-agreement": order_agreement_received,
    "order-cancellation": order_change_received,
    "order-change": order_change_received,
    "order-response": order_response_received,
    "order-response-advanced": order_response_received,
}

FACTS: Wiring = {
    "agreement-joined": [agreement_changed],
    "agreement-state-changed": [agreement_changed],
    "maximum-value-raised": [agreement_changed],
    "assets-ended": [missing_ended, leases_of_ended],
    "assets-received": [warranties_begin],
    "memberships-begun": [people_join],
    "memberships-ended": [people_leave],
    "work-ended": [leavers_done],
    "award-decided": [award_decided, say_award_decided, tender_changed],
    "tender-corrected": [tender_changed],
    "tender-state-changed": [tender_changed],
    "award-review-judged": [award_judged],
    "award-signed": [award_signed],
    "award-taken-back": [award_taken_back],
    "interim-agreed": [interim_agreed],
    "validity-extension-asked": [say_extension_asked],
    "assets-passed-on": [devices_passed_on, leases_passed_on, tasks_passed_on],
    "basket-reserved": [basket_to_send],
    "bidder-asked": [say_bidder_asked],
    "loss-reported": [say_loss_reported],
    "return-asked": [say_return_asked],
    "support-changed": [say_support_changed],
    "support-published": [support_published],
    "task-passed-on": [task_passed_on],
    "transfer-answered": [say_transfer_answered],
    "transfer-decided": [say_transfer_decided],
    "availability-stated": [availability_stated],
    "feedback-given": [say_feedback_given],
    "feedback-passed-on": [say_feedback_passed_on],
    "feedback-responded": [say_feedback_responded],
    "feedback-summed": [feedback_on_agenda],
    "goods-announced": [goods_announced],
    "goods-despatched": [goods_despatched],
    "goods-received": [match_by_order, deliveries_moved, devices_received],
    "goods-returned": [match_by_order, rents_of_returned, devices_returned],
    "coding-changed": [code_what_waits],
    "consultation-changed": [consultation_changed],
    "guideline-adopted": [say_guideline_adopted],
    "incident-news": [say_incident_news],
    "need-reported": [say_need_reported],
    "pre-study-started": [say_study_started],
    "steering-news": [say_steering_news],
    "tender-news": [say_tender_news],
    "consultation-news": [say_consultation_news],
    "credited-invoice-came": [match_credited],
    "invoice-accepted": [code_accepted],
    "invoice-coding-missing": [say_coding_missing],
    "invoice-credited": [match_credited],
    "invoice-discrepant": [say_invoice_discrepant],
    "invoice-line-coded": [code_accepted],
    "invoice-not-forwarded": [say_not_forwarded],
    "invoice-received": [match_received],
    "delivery-late": [say_delivery_late],
    "discrepancy-settled": [match_by_order],
    "matching-unfinished": [match_by_order],
    "motion-decided": [motion_decided, settle_motion_on_guideline],
    "message-received": [route(DOCUMENTS)],
    "message-refused": [say_message_refused],
    "message-unsent": [say_message_unsent],
    "supplier-report-received": [supplier_report_received],
    "lease-accepted": [say_lease_to_financier],
    "lease-notice-given": [say_lease_to_financier],
    "lease-passed-on": [lease_passed_on],
    "lease-rents-changed": [rents_of_lease],
    "lease-taken-over": [commit_taken_over, say_lease_to_financier],
    "order-change-asked": [say_change_asked],
    "order-answered": [
        order_answered,
        say_order_answered,
        answer_to_pass_on,
        change_answer_to_pass_on,
        match_by_order,
    ],
    "order-placed": [say_order_placed],
    "pieces-freed": [match_by_order],
    "price-answer-overdue": [say_price_asked],
    "benefit-computed": [benefit_on_agenda],
    "price-drift-found": [say_price_drift_found],
    "price-finding-answered": [say_price_answered],
    "price-finding-asked": [say_price_asked],
    "project-closed": [say_project_closed],
    "range-change-proposed": [say_range_proposed],
    "range-change-written": [say_range_changes],
    "range-proposal-decided": [say_range_decided, write_carried],
    "received-change-decided": [answer_to_received_change],
    "received-order-decided": [answer_to_received_order],
    "renewal-decided": [renewal_needed],
    "rents-changed": [match_by_rents],
    "repair-asked": [say_repair_asked],
    "repair-reported": [repair_reported],
    "return-accepted": [return_accepted],
    "return-announced": [say_return_announced],
    "return-credited": [match_by_order, say_return_announced],
    "requisition-rejected": [say_requisition_rejected],
    "requisition-reminded": [say_requisition_reminded],
    "requisition-step-taken": [say_requisition_waits],
    "requisition-submitted": [say_requisition_waits],
    "substitute-decided": [say_substitute_decided],
    "voucher-made": [forward_coded],
    "tolerances-set": [match_by_tolerances],
    "devices-staged": [tell_device_management],
    "work-lines-done": [recall_worked_on],
    "work-opened": [say_work_planned],
    "work-promise-broken": [say_work_promise_broken],
    "work-reported": [work_reported],
}

# What people can be told of (the setting SAMKOP_NOTICES).
NOTICES: dict[str, Notice] = {
    **AGREEMENTS_NOTICES,
    **AWARD_NOTICES,
    **CARE_NOTICES,
    **CONSULTATION_NOTICES,
    **DECISION_NOTICES,
    **EVALUATION_NOTICES,
    **EXCHANGE_NOTICES,
    **FEEDBACK_NOTICES,
    **FLEET_NOTICES,
    **INVOICING_NOTICES,
    **NEED_NOTICES,
    **ORDERING_NOTICES,
    **PARTIES_NOTICES,
    **PRICE_NOTICES,
    **RANGE_NOTICES,
    **RECEIVING_NOTICES,
    **RETURN_NOTICES,
    **SECURITY_NOTICES,
    **STEERING_NOTICES,
    **TENDER_NOTICES,
}

# What the header counts for each organisation of a person (SAMKOP_STANDING_COUNTS).
STANDING_COUNTS = {"unread": unread_count, "basket": basket_count}

# What the page of an order shows of the floors above it (SAMKOP_ORDER_PARTS), in their order.
ORDER_PARTS: tuple[OrderPart, ...] = (
    deliveries_of_order,
    devices_of_order,
    returns_on_order,
    despatching_of_order,
    bills_of_order,
    invoices_on_order,
)

# What the page of a device shows of the floors above it (SAMKOP_DEVICE_PARTS), in their order.
DEVICE_PARTS: tuple[DevicePart, ...] = (bills_of_device,)

# What the award's page of a tender shows of the floors above it (SAMKOP_TENDER_PARTS).
TENDER_PARTS: tuple[MakePart, ...] = (agreements_from,)

# The page of what a message tells of, or a motion is about: label and address's name by its subject
# (SAMKOP_SUBJECT_PAGES).
SUBJECT_PAGES: dict[str, tuple[Promise, str]] = {
    "catalogue.rangeproposal": (_("To the proposal"), "range-proposal"),
    "invoicing.credit": (_("To the invoice"), "invoice"),
    "invoicing.invoice": (_("To the invoice"), "invoice"),
    "invoicing.order": (_("To the order"), "order"),
    "ordering.answer": (_("To the order"), "order"),
    "ordering.order": (_("To the order"), "order"),
    "ordering.reservation": (_("To the reservation"), "reservation"),
    "receiving.despatch": (_("To the order"), "order"),
}
# The page of what was taken in from a message, by its document type: label, address's name, and
# what finds the thing's id (SAMKOP_MESSAGE_PAGES).
MESSAGE_PAGES: dict[str, tuple[Promise, str, Callable[[Message], int | None]]] = {
    DocumentType.CREDIT_NOTE: (_("To the credit note"), "invoice", invoice_in),
    DocumentType.DESPATCH_ADVICE: (_("To the delivery"), "consignment", consignment_in),
    DocumentType.INVOICE: (_("To the invoice"), "invoice", invoice_in),
    DocumentType.ORDER_RESPONSE: (_("To the order"), "order", order_answered_in),
    DocumentType.ORDER_RESPONSE_ADVANCED: (_("To the order"), "order", order_answered_in),
}

JOBS: dict[str, jobs.Work] = {
    WORK_OUT_BENEFIT: work_out_benefit,
    PUBLISH_DECIDED: publish_decided,
    APPROVE_CHOSEN: approve_chosen,
    CHANGE_DEVICES: change_devices,
    BRING_FORWARD: bring_forward,
    SIMULATE_RULES: simulate_rule_set,
    PLAN_RENEWALS: plan_renewals,
    PLAN_JOINTLY: plan_jointly,
    SEND_FILE: import_sent_file,
    EXAMINE_MODEL: examine_model,
    FIND_COMBINATION: find_combination,
    "catalogue-check": check_catalogue_file,
    "catalogue-import": import_catalogue_file,
}


def connect() -> None:
    """Make the jobs known to the worker and to the pages that start them."""
    jobs.register(JOBS)
