"""Every list whose filters and columns a person can keep (the setting SAMKOP_LISTS)."""

from __future__ import annotations

from samkop.agreements.pages.agreements import AGREEMENTS
from samkop.agreements.pages.outside_list import OUTSIDE
from samkop.catalogue.pages.availability_list import AVAILABILITY
from samkop.catalogue.pages.catalogue_list import CATALOGUES
from samkop.catalogue.pages.keeping_list import KEPT
from samkop.catalogue.pages.range_list import PROPOSALS, RANGE
from samkop.catalogue.pages.wish_list import WISHES
from samkop.exchange.pages.message_list import MESSAGES
from samkop.fleet.pages.asset_list import DEVICE_LIST
from samkop.fleet.pages.care_list import MISSING, STAFF
from samkop.fleet.pages.care_list import RECALLS as DEVICE_RECALLS
from samkop.fleet.pages.case_list import CASES, LOANS
from samkop.fleet.pages.device_return_list import DEVICE_RETURNS, LOSSES
from samkop.fleet.pages.disposals import DISPOSALS
from samkop.fleet.pages.lease_list import LEASES, MATURITIES
from samkop.fleet.pages.renewal_forecasts import FORECASTS
from samkop.fleet.pages.rounds import STOCKTAKINGS
from samkop.fleet.pages.support import LOSING_SUPPORT
from samkop.fleet.pages.transfers import TRANSFERS
from samkop.fleet.pages.work_list import WORK_ORDERS
from samkop.followup.pages.benefit_lists import PURCHASES
from samkop.followup.pages.feedback_answers import ANSWERS as FEEDBACK_ANSWERS
from samkop.followup.pages.feedback_referrals import REFERRALS as FEEDBACK_REFERRALS
from samkop.followup.pages.price_lists import CHECKS, FINDINGS
from samkop.governance.pages.incident_list import INCIDENTS
from samkop.governance.pages.meeting_list import MEETINGS, MOTIONS
from samkop.governance.pages.project_list import PROJECTS as JOINT_PROJECTS
from samkop.invoicing.pages.accounting import VOUCHERS
from samkop.invoicing.pages.basis import BASIS
from samkop.invoicing.pages.coding_list import CODING_RULES
from samkop.invoicing.pages.invoice_list import INVOICES
from samkop.invoicing.pages.rents import RENTS
from samkop.invoicing.pages.work_list import DISCREPANCIES
from samkop.ordering.pages.authority_list import REGISTER
from samkop.ordering.pages.budget_list import BUDGETS
from samkop.ordering.pages.order_list import ORDERS
from samkop.ordering.pages.purchase_plan import PLAN
from samkop.ordering.pages.report_list import REPORTS
from samkop.ordering.pages.requisition_list import REQUISITIONS
from samkop.ordering.pages.reservations import RESERVATIONS
from samkop.ordering.pages.spares import SPARES
from samkop.ordering.pages.standing_orders import STANDING
from samkop.ordering.pages.support_list import SUPPORT_ENDS
from samkop.parties.pages.group_list import GROUPS
from samkop.parties.pages.people_list import PEOPLE
from samkop.parties.pages.place_lists import COST_CENTRES, SITES
from samkop.planning.pages.consultation_list import CONSULTATIONS
from samkop.planning.pages.need_list import NEEDS
from samkop.planning.pages.study_list import STUDIES
from samkop.receiving.pages.consignment_list import CONSIGNMENTS
from samkop.receiving.pages.discrepancy_list import DIFFERENCES
from samkop.receiving.pages.return_list import RETURNS
from samkop.site.pages.audit_list import AUDIT
from samkop.site.pages.imports import IMPORTS
from samkop.site.pages.jobs import JOBS
from samkop.tendering.pages.tender_list import TENDERS

LISTS = (
    AGREEMENTS,
    AUDIT,
    AVAILABILITY,
    BASIS,
    PURCHASES,
    BUDGETS,
    CASES,
    CATALOGUES,
    CHECKS,
    CODING_RULES,
    CONSIGNMENTS,
    CONSULTATIONS,
    COST_CENTRES,
    DEVICE_LIST,
    DEVICE_RETURNS,
    DISPOSALS,
    LOSING_SUPPORT,
    LOSSES,
    STOCKTAKINGS,
    TRANSFERS,
    DIFFERENCES,
    DISCREPANCIES,
    GROUPS,
    IMPORTS,
    INCIDENTS,
    INVOICES,
    JOINT_PROJECTS,
    JOBS,
    KEPT,
    LEASES,
    MATURITIES,
    MEETINGS,
    MOTIONS,
    LOANS,
    DEVICE_RECALLS,
    MESSAGES,
    MISSING,
    NEEDS,
    STUDIES,
    STAFF,
    ORDERS,
    OUTSIDE,
    PEOPLE,
    PLAN,
    PROPOSALS,
    RANGE,
    REGISTER,
    FINDINGS,
    FEEDBACK_ANSWERS,
    FEEDBACK_REFERRALS,
    FORECASTS,
    RENTS,
    REPORTS,
    REQUISITIONS,
    RESERVATIONS,
    RETURNS,
    SITES,
    SPARES,
    STANDING,
    SUPPORT_ENDS,
    TENDERS,
    VOUCHERS,
    WISHES,
    WORK_ORDERS,
)
