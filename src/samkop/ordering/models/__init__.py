"""Models of ordering, one aggregate a file."""

from samkop.ordering.models.allocation import AllocatedLine, Allocation, AllocationRule
from samkop.ordering.models.approval import Approval, ApprovalAuthority, ApprovalStep
from samkop.ordering.models.approval_link import ApprovalLink
from samkop.ordering.models.approval_rules import ApprovalRule, RuleSet, RuleSimulation
from samkop.ordering.models.basket import BasketLine
from samkop.ordering.models.basket_configuration import BasketConfiguration
from samkop.ordering.models.budget import Budget, BudgetMovement, BudgetProject
from samkop.ordering.models.delegation import ApprovalDelegation
from samkop.ordering.models.delivery_promise import DeliveryPromise
from samkop.ordering.models.delivery_warning import DeliveryWarning
from samkop.ordering.models.ending_notice import EndingNotice
from samkop.ordering.models.line_movement import OrderLineMovement, OrderLineProgress
from samkop.ordering.models.order import Order, OrderLine
from samkop.ordering.models.order_change import OrderChange, OrderChangeLine
from samkop.ordering.models.order_file import OrderFile
from samkop.ordering.models.order_response import (
    OrderResponse,
    OrderResponseLine,
    OrderSettlement,
    SubstituteDecision,
)
from samkop.ordering.models.punch_out import PunchOutConnection, PunchOutSession
from samkop.ordering.models.purchase_plan import PlannedPurchase
from samkop.ordering.models.received_change import ReceivedChange
from samkop.ordering.models.received_order import ReceivedOrder
from samkop.ordering.models.reminder import ApprovalReminder
from samkop.ordering.models.requisition import Requisition, RequisitionLine
from samkop.ordering.models.reservation import Reservation, ReservationLine
from samkop.ordering.models.saved_basket import (
    SavedBasket,
    SavedBasketConfiguration,
    SavedBasketLine,
)
from samkop.ordering.models.spares import SpareMovement, SpareRun, SpareStock
from samkop.ordering.models.standing_order import (
    StandingOrder,
    StandingOrderLine,
    StandingOrderRun,
)
from samkop.ordering.models.supplier_report import (
    Reconciliation,
    ReconciliationLine,
    SupplierReport,
    SupplierReportLine,
)

__all__ = [
    "AllocatedLine",
    "Allocation",
    "AllocationRule",
    "Approval",
    "ApprovalAuthority",
    "ApprovalDelegation",
    "ApprovalLink",
    "ApprovalReminder",
    "ApprovalRule",
    "ApprovalStep",
    "BasketConfiguration",
    "BasketLine",
    "Budget",
    "BudgetMovement",
    "BudgetProject",
    "DeliveryPromise",
    "DeliveryWarning",
    "EndingNotice",
    "Order",
    "OrderChange",
    "OrderChangeLine",
    "OrderFile",
    "OrderLine",
    "OrderLineMovement",
    "OrderLineProgress",
    "OrderResponse",
    "OrderResponseLine",
    "OrderSettlement",
    "PlannedPurchase",
    "PunchOutConnection",
    "PunchOutSession",
    "ReceivedChange",
    "ReceivedOrder",
    "Reconciliation",
    "ReconciliationLine",
    "Requisition",
    "RequisitionLine",
    "Reservation",
    "ReservationLine",
    "RuleSet",
    "RuleSimulation",
    "SavedBasket",
    "SavedBasketConfiguration",
    "SavedBasketLine",
    "SpareMovement",
    "SpareRun",
    "SpareStock",
    "StandingOrder",
    "StandingOrderLine",
    "StandingOrderRun",
    "SubstituteDecision",
    "SupplierReport",
    "SupplierReportLine",
]
