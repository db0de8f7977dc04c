"""The words of this app: states, decisions, and which state may follow which."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.parties.vocabulary import RoleName

# Roles that a rule may name as the first to look at a requisition.
APPROVAL_ROLES = (RoleName.ICT_MANAGER, RoleName.SECURITY_OFFICER, RoleName.FINANCE_CLERK)

CURRENCIES = ("EUR", "SEK")


class ImportKind(TextChoices):
    """What an office takes in by a file: the ICT manager groups and plans, the finance office
    all others.
    """

    COST_CENTRES = "cost-centres", _("Cost centres")
    BUDGETS = "budgets", _("Budgets")
    AUTHORITY = "authority", _("Register of authority")
    GROUPS = "groups", _("Groups")
    PURCHASE_PLAN = "purchase-plan", _("Purchase plan")


class RequisitionState(TextChoices):
    """From sent in to ordered."""

    SUBMITTED = "submitted", _("Waiting for approval")
    ORDERED = "ordered", _("Ordered")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Decision(TextChoices):
    """What an approver decides."""

    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class Outcome(TextChoices):
    """What a rule of approval leads to."""

    NONE = "none", _("No approval")
    AUTHORITY = "authority", _("One approver with authority")
    MANAGER = "manager", _("The cost centre's manager")
    FOUR_EYES = "four-eyes", _("Two different approvers")
    ROLE_FIRST = "role-first", _("A role first, then an approver")


class StepKind(TextChoices):
    """Who may take a step of an approval."""

    AUTHORITY = "authority", _("Approver")
    MANAGER = "manager", _("The cost centre's manager")
    ROLE = "role", _("Role")


class RuleSetState(TextChoices):
    """From draft to adopted; each change of a simulated one makes it a draft again."""

    DRAFT = "draft", _("Draft")
    SIMULATED = "simulated", _("Simulated")
    ADOPTED = "adopted", _("Adopted")


class OrderState(TextChoices):
    """An order between buyer and supplier."""

    PLACED = "placed", _("Placed")
    ACKNOWLEDGED = "acknowledged", _("Received by the supplier")
    CONFIRMED = "confirmed", _("Confirmed")
    PARTLY_CONFIRMED = "partly-confirmed", _("Confirmed in part")
    SUBSTITUTE_OFFERED = "substitute-offered", _("Substitute offered")
    REFUSED = "refused", _("Refused by the supplier")
    CANCELLED = "cancelled", _("Cancelled")


ANSWERED = frozenset(
    {
        OrderState.CONFIRMED,
        OrderState.PARTLY_CONFIRMED,
        OrderState.SUBSTITUTE_OFFERED,
        OrderState.REFUSED,
    }
)

REQUISITION_TRANSITIONS = {
    RequisitionState.SUBMITTED: frozenset(
        {RequisitionState.ORDERED, RequisitionState.REJECTED, RequisitionState.WITHDRAWN}
    ),
}

RULE_SET_TRANSITIONS = {
    RuleSetState.DRAFT: frozenset({RuleSetState.SIMULATED}),
    RuleSetState.SIMULATED: frozenset({RuleSetState.DRAFT, RuleSetState.ADOPTED}),
}

_CANCELLED = {OrderState.CANCELLED}

ORDER_TRANSITIONS = {
    OrderState.PLACED: ANSWERED | _CANCELLED | {OrderState.ACKNOWLEDGED},
    OrderState.ACKNOWLEDGED: ANSWERED | _CANCELLED | {OrderState.ACKNOWLEDGED},
    OrderState.CONFIRMED: ANSWERED | _CANCELLED,
    OrderState.PARTLY_CONFIRMED: ANSWERED | _CANCELLED,
    OrderState.SUBSTITUTE_OFFERED: ANSWERED | _CANCELLED,
}


class ChangeKind(TextChoices):
    """What a buyer asks of its supplier after the order has gone out (Peppol T115, T114).

    A word on substitutes asks nothing: it says which of the supplier's changes the buyer takes.
    """

    CANCELLATION = "cancellation", _("Cancellation")
    CHANGE = "change", pgettext_lazy("of an order", "Change")
    SUBSTITUTION = "substitution", _("Decision on a substitute")


class ChangeState(TextChoices):
    """From asked to the supplier's answer; of one order one at a time waits for it.

    What is told holds already, and waits only for the supplier's word that it has it.
    """

    ASKED = "asked", _("Asked of the supplier")
    TOLD = "told", _("Told to the supplier")
    AGREED = "agreed", _("Agreed to by the supplier")
    PARTLY_AGREED = "partly-agreed", _("Agreed to in part")
    REFUSED = "refused", _("Not agreed to: the order stands")
    OVERTAKEN = "overtaken", _("Overtaken: the order ended otherwise")


_CHANGE_ENDS = frozenset(ChangeState) - {ChangeState.ASKED, ChangeState.TOLD}
CHANGE_TRANSITIONS = {ChangeState.ASKED: _CHANGE_ENDS, ChangeState.TOLD: _CHANGE_ENDS}


class LineStatus(TextChoices):
    """What became of an order line (UNCL 1229, the subset of Peppol Order Response)."""

    ADDED = "1", _("Added")
    CHANGED = "3", _("Changed")
    ACCEPTED = "5", _("Accepted")
    NOT_ACCEPTED = "7", _("Not accepted")
    ALREADY_DELIVERED = "42", _("Already delivered")


class ResponseCode(TextChoices):
    """The answer as a whole (UNCL 4343, the subset of Peppol Order Response)."""

    ACKNOWLEDGED = "AB", _("Received")
    REFUSED = "RE", _("Refused")
    ACCEPTED = "AP", _("Accepted")
    CONDITIONALLY_ACCEPTED = "CA", _("Accepted with changes")


class LineMovementKind(TextChoices):
    """What happens to the pieces of an order line after it was ordered."""

    DESPATCHED = "despatched", _("Despatched")
    RECEIVED = "received", _("Received")
    RETURNED = "returned", _("Returned")
    RELEASED = "released", _("Not to be replaced")
    INVOICED = "invoiced", _("Invoiced")
    CREDITED = "credited", _("Credited")


class WaitsFor(TextChoices):
    """Whose turn it is before something comes."""

    NOBODY = "nobody", _("Nobody")
    APPROVER = "approver", _("An approval")
    BUYER = "buyer", _("A word on the substitute")
    ANSWER = "answer", _("The supplier's answer")
    DELIVERY = "delivery", _("Delivery by the supplier")


class PromisedBy(TextChoices):
    """Who named the day on which something comes."""

    SUPPLIER = "supplier", _("Promised by the supplier")
    SHOP = "shop", _("Expected when it was ordered")


class NextStep(TextChoices):
    """What a person can do about something that he or she has asked for."""

    DECIDE_SUBSTITUTE = "decide-substitute", _("Look at it, and say yes or no")
    WITHDRAW = "withdraw", _("Withdraw")
    CANCEL = "cancel", _("Cancel the order")
    REMIND = "remind", _("Remind")
    REPEAT = "repeat", _("Order again")


class Finding(TextChoices):
    """What was found of one order when a supplier's report was reconciled."""

    MATCHED = "matched", _("Agrees")
    MISSING = "missing", _("Missing in the report")
    UNKNOWN = "unknown", _("Unknown here")
    DIFFERENT_AMOUNT = "different-amount", _("Different amount")


class ShortageMethod(TextChoices):
    """How a shortage is divided after critical places (``core.allocation``)."""

    FIRST_COME = "first-come", _("In the order in which orders came")
    PROPORTIONAL = "proportional", _("By the members' expected shares")


class PunchOutProtocol(TextChoices):
    """How a purchasing system opens the shop and gets the basket back."""

    OCI = "oci", _("OCI 5")
    PEPPOL = "peppol", _("OCI 5, and the basket as a Peppol document (T77)")
    CXML = "cxml", _("cXML 1.2")


class PunchOutFunction(TextChoices):
    """What a purchasing system opens the shop for (OCI 5: FUNCTION)."""

    SHOP = "shop", _("To choose in the shop")
    DETAIL = "detail", _("To look at an item")
    SOURCING = "sourcing", _("To search the shop")
    VALIDATE = "validate", _("To ask for an item's price of today")
    # cXML 1.2: operation.
    EDIT = "edit", _("To change a basket that was returned")
    INSPECT = "inspect", _("To look at a basket that was returned")


class PunchOutState(TextChoices):
    """How far one opening of the shop has come."""

    ASKED = "asked", _("Asked for")
    OPEN = "open", _("In the shop")
    RETURNED = "returned", _("Basket returned")
    LEFT = "left", _("Left without a basket")
    EXPIRED = "expired", _("Run out")


PUNCH_OUT_TRANSITIONS = {
    PunchOutState.ASKED: frozenset({PunchOutState.OPEN, PunchOutState.EXPIRED}),
    PunchOutState.OPEN: frozenset(
        {PunchOutState.RETURNED, PunchOutState.LEFT, PunchOutState.EXPIRED}
    ),
}


class ReservationState(TextChoices):
    """What became of a returned basket: its order came, or its money was given back."""

    HELD = "held", _("Held")
    CONSUMED = "consumed", _("Ordered")
    EXPIRED = "expired", _("Run out")
    RELEASED = "released", _("Given back")


RESERVATION_TRANSITIONS = {
    ReservationState.HELD: frozenset(
        {ReservationState.CONSUMED, ReservationState.EXPIRED, ReservationState.RELEASED}
    ),
}


# The longest that a municipality may hold ceiling and price for a basket: thirty days.
class SpareMovementKind(TextChoices):
    """What somebody did with spares."""

    TAKEN = "taken", _("Taken out")
    PUT_IN = "put-in", _("Put into stock")
    COUNTED = "counted", _("Counted")
    SET = "set", _("Said anew how many there should be")


class PlannedPurchaseState(TextChoices):
    """What became of a row of the plan."""

    WAITING = "waiting", _("Waits for its day")
    ORDERED = "ordered", _("Ordered")
    REFUSED = "refused", _("Refused")
    TAKEN_OFF = "taken-off", _("Taken off")


PLANNED_PURCHASE_TRANSITIONS = {
    PlannedPurchaseState.WAITING: frozenset(
        {
            PlannedPurchaseState.ORDERED, PlannedPurchaseState.REFUSED,
            PlannedPurchaseState.TAKEN_OFF,
        }
    ),
    PlannedPurchaseState.REFUSED: frozenset(
        {
            PlannedPurchaseState.WAITING, PlannedPurchaseState.ORDERED,
            PlannedPurchaseState.TAKEN_OFF,
        }
    ),
}  # fmt: skip


class StandingOrderState(TextChoices):
    """Whether something is ordered by itself."""

    ACTIVE = "active", _("Running")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", pgettext_lazy("standing order", "Ended")


STANDING_ORDER_TRANSITIONS = {
    StandingOrderState.ACTIVE: frozenset({StandingOrderState.PAUSED, StandingOrderState.ENDED}),
    StandingOrderState.PAUSED: frozenset({StandingOrderState.ACTIVE, StandingOrderState.ENDED}),
}

LONGEST_RESERVATION_HOURS = 720


# What the history says of each use case.
DONE = {
    "add_configuration_to_basket": _("Configuration put into the basket"),
    "add_project": _("Project added"),
    "add_rule": _("Rule added"),
    "add_to_basket": _("Put into the basket"),
    "adopt_rules": _("Adopted"),
    "allocate_shortages": _("Allocated in the shortage"),
    "alarm_of_deliveries": _("Looked after promised deliveries"),
    "follow_deliveries": _("Followed what came of promised deliveries"),
    "announce_allocation_rule": _("Rule of allocation announced"),
    "answer_received_change": _("Answered"),
    "answer_received_order": _("Answered"),
    "answer_change": _("Change answered by hand"),
    "answer_order": _("Answered by hand"),
    "approve_requisition": _("Approved"),
    "ask_for_cancellation": _("Cancellation asked for"),
    "ask_for_change": _("Change asked for"),
    "cancel_order": _("Cancelled"),
    "ask_for_punch_out": _("Shop asked for by a purchasing system"),
    "change_connection": _("Connection changed"),
    "change_connection_secret": _("Secret changed"),
    "set_delivery_warning": _("Days of warning chosen"),
    "choose_deliveries": _("Way of telling chosen"),
    "clear_basket": _("Basket emptied"),
    "close_project": _("Project closed"),
    "connect_purchasing_system": _("Purchasing system connected"),
    "decide_by_link": _("Decided by the mailed link"),
    "decide_substitute": _("Substitute decided on"),
    "delegate_approvals": _("Delegate named"),
    "draft_rules": _("Drafted"),
    "end_authority": _("Authority ended"),
    "end_delegation": _("Delegation ended"),
    "fill_from_requisition": _("Put into the basket again"),
    "fill_from_saved_basket": _("Put into the basket from a saved one"),
    "expire_punch_out": _("Run out"),
    "expire_reservation": _("Run out: given back"),
    "grant_authority": _("Authority granted"),
    "leave_punch_out": _("Left without a basket"),
    "move_rule": _("Rule moved"),
    "open_punch_out": _("Shop opened"),
    "open_link": _("Mailed link opened"),
    "order_by_file": _("Ordered by file"),
    "order_directly": _("Sent in"),
    "order_rows": _("Ordered by file"),
    "reconcile_report": _("Supplier's report reconciled"),
    "pass_answer_on": _("Supplier's answer passed on"),
    "record_agreement": _("Agreement stated by the supplier"),
    "record_answer": _("Answered by the supplier"),
    "release_reservation": _("Given back"),
    "pass_change_answer_on": _("Answer passed on"),
    "refuse_change_in": _("Change from the purchasing system refused"),
    "refuse_order_in": _("Order from the purchasing system refused"),
    "reject_requisition": _("Rejected"),
    "remind_approvers": _("Approvers reminded"),
    "remove_configuration_from_basket": _("Configuration taken out of the basket"),
    "remove_rule": _("Rule removed"),
    "remove_saved_basket": _("Saved basket removed"),
    "reopen_project": _("Project opened again"),
    "restore_basket": _("Put into the basket from one that was returned"),
    "return_basket": _("Basket returned"),
    "save_basket": _("Basket saved"),
    "send_basket_back": _("Basket sent back as a document"),
    "send_report": _("Report sent in"),
    "set_basket": _("Basket set"),
    "set_budget": _("Budget set"),
    "set_quantities": _("Quantities changed"),
    "settle_by_answer": _("Settled by the supplier's answer"),
    "share_saved_basket": _("Saved basket shared"),
    "simulate_rules": _("Simulated"),
    "start_approvals": _("Asked for several to be approved"),
    "start_simulation": _("Simulation asked for"),
    "set_up_standing_order": _("Standing order set up"),
    "change_standing_order": _("Standing order changed"),
    "move_standing_order": _("Standing order paused, resumed or ended"),
    "order_standing": _("Ordered by a standing order"),
    "refuse_standing": _("Standing order refused"),
    "keep_spares": _("Spares kept"),
    "change_spares": _("Spares changed"),
    "end_spares": _("Spares ended"),
    "take_spares_out": _("Spares taken out"),
    "put_spares_in": _("Spares put in"),
    "count_spares": _("Spares counted"),
    "order_spares": _("Spares ordered"),
    "refuse_spares": _("Spares refused"),
    "try_spares_again": _("Sent in after all"),
    "plan_purchases": _("Planned"),
    "order_planned": _("Ordered by the plan"),
    "refuse_planned": _("Planned purchase refused"),
    "try_planned_again": _("Sent in after all"),
    "take_off_plan": _("Taken off the plan"),
    "try_standing_again": _("Sent in after all"),
    "switch_connection": _("Connection switched on or off"),
    "submit_basket": _("Sent in"),
    "submit_requisition": _("Sent in"),
    "take_change_in": _("Change asked for from the purchasing system"),
    "take_order_in": _("Ordered from the purchasing system"),
    "tell_approvers": _("Approvers told"),
    "tell_of_answer": _("Requester told of the supplier's answer"),
    "tell_of_endings": _("People told of what will not be sold any more"),
    "tell_of_closed_project": _("Told of the closed project"),
    "tell_of_order": _("Requester told of the order"),
    "tell_of_rejection": _("Requester told of the rejection"),
    "tell_supplier_of_late_delivery": _("Supplier told of the late delivery"),
    "tell_supplier_of_change": _("Supplier told of the change asked for"),
    "tell_supplier_of_decision": _("Supplier told of the decision"),
    "upload_import_file": _("File uploaded"),
    "upload_order_file": _("File uploaded"),
    "withdraw_requisition": _("Withdrawn"),
}
