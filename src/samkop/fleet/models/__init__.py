"""Models of the fleet, one aggregate a file."""

from samkop.fleet.models.asset import Asset
from samkop.fleet.models.asset_series import AssetSeries
from samkop.fleet.models.asset_transfer import (
    AssetTransfer,
    PassedAsset,
    TransferAnswer,
    TransferredAsset,
)
from samkop.fleet.models.case import DeviceCase, RepairReport
from samkop.fleet.models.custody import Custody
from samkop.fleet.models.device_model import DeviceModel
from samkop.fleet.models.device_return import DeviceReturn, ReturnCampaign
from samkop.fleet.models.disposal import Disposal, DisposedAsset, GradePrice
from samkop.fleet.models.enrolment import EnrolmentRecord, MdmEndpoint
from samkop.fleet.models.fleet_forecast import FleetForecast
from samkop.fleet.models.holder import Holder
from samkop.fleet.models.joint_plan import JointPlan
from samkop.fleet.models.lease import Lease, LeasedAsset, LeaseEvent
from samkop.fleet.models.lease_plan import LeasePlan
from samkop.fleet.models.lease_schedule import LeaseSchedule, LeaseScheduleLine, LeaseStatement
from samkop.fleet.models.loan import DeviceLoan, DeviceSwap
from samkop.fleet.models.missing import MissingDevice
from samkop.fleet.models.passed_lease import PassedLease
from samkop.fleet.models.passed_task import PassedTask
from samkop.fleet.models.recall import DeviceRecall, RecalledDevice, WarrantyTerm
from samkop.fleet.models.renewal import (
    RenewalCohort,
    RenewalForecast,
    RenewalPlan,
    RenewalStep,
)
from samkop.fleet.models.site_window import SiteWindow
from samkop.fleet.models.staff_change import StaffChange
from samkop.fleet.models.stocktaking import Stocktaking, StocktakingMissing, StocktakingScan
from samkop.fleet.models.storage_proof import (
    DestroyedStorage,
    DestructionCertificate,
    ErasureProof,
    LossReport,
)
from samkop.fleet.models.support_release import SupportRelease
from samkop.fleet.models.variety import VarietyAssumption
from samkop.fleet.models.work_order import WorkOrder, WorkOrderLine, WorkSeries
from samkop.fleet.models.work_report import Signature, WorkReport

__all__ = [
    "Asset",
    "AssetSeries",
    "AssetTransfer",
    "Custody",
    "DestroyedStorage",
    "DestructionCertificate",
    "DeviceCase",
    "DeviceLoan",
    "DeviceModel",
    "DeviceRecall",
    "DeviceReturn",
    "DeviceSwap",
    "Disposal",
    "DisposedAsset",
    "EnrolmentRecord",
    "ErasureProof",
    "FleetForecast",
    "GradePrice",
    "Holder",
    "JointPlan",
    "Lease",
    "LeaseEvent",
    "LeasePlan",
    "LeaseSchedule",
    "LeaseScheduleLine",
    "LeaseStatement",
    "LeasedAsset",
    "LossReport",
    "MdmEndpoint",
    "MissingDevice",
    "PassedAsset",
    "PassedLease",
    "PassedTask",
    "RecalledDevice",
    "RenewalCohort",
    "RenewalForecast",
    "RenewalPlan",
    "RenewalStep",
    "RepairReport",
    "ReturnCampaign",
    "Signature",
    "SiteWindow",
    "StaffChange",
    "Stocktaking",
    "StocktakingMissing",
    "StocktakingScan",
    "SupportRelease",
    "TransferAnswer",
    "TransferredAsset",
    "VarietyAssumption",
    "WarrantyTerm",
    "WorkOrder",
    "WorkOrderLine",
    "WorkReport",
    "WorkSeries",
]
