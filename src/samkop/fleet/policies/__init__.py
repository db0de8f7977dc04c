"""Who may do what in the fleet. Row security says who sees; these say who may act."""

from samkop.fleet.policies.assets import (
    FLEET_KEEPER,
    KEEPS,
    may_handle_assets,
    may_keep_fleet,
    may_keep_fleet_by_itself,
    may_see_asset,
    may_see_fleet,
    may_see_region_fleets,
)
from samkop.fleet.policies.cases import (
    may_answer_repair,
    may_ask_for,
    may_handle_case,
    may_have_devices,
    may_see_case,
    may_see_cases,
    may_withdraw_case,
)
from samkop.fleet.policies.leases import (
    may_class_leases,
    may_finance,
    may_keep_leases,
    may_keep_plans,
    may_record_schedules,
    may_see_leases,
    may_watch_leases,
)
from samkop.fleet.policies.missing import may_note_missing
from samkop.fleet.policies.renewal import (
    may_plan_renewals,
    may_run_joint_plans,
    may_see_forecasts,
    may_see_joint_plans,
    may_see_renewals,
    may_work_on_plans,
)
from samkop.fleet.policies.work import (
    may_do_work,
    may_except,
    may_plan_work,
    may_see_work,
    may_set_mdm,
)

__all__ = [
    "FLEET_KEEPER",
    "KEEPS",
    "may_answer_repair",
    "may_ask_for",
    "may_class_leases",
    "may_do_work",
    "may_except",
    "may_finance",
    "may_handle_assets",
    "may_handle_case",
    "may_have_devices",
    "may_keep_fleet",
    "may_keep_fleet_by_itself",
    "may_keep_leases",
    "may_keep_plans",
    "may_note_missing",
    "may_plan_renewals",
    "may_plan_work",
    "may_record_schedules",
    "may_run_joint_plans",
    "may_see_asset",
    "may_see_case",
    "may_see_cases",
    "may_see_fleet",
    "may_see_forecasts",
    "may_see_joint_plans",
    "may_see_leases",
    "may_see_region_fleets",
    "may_see_renewals",
    "may_see_work",
    "may_set_mdm",
    "may_watch_leases",
    "may_withdraw_case",
    "may_work_on_plans",
]
