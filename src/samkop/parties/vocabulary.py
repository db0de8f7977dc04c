"""The words of this app: kinds of party, roles, criticality."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("sv", "fi", "en")
# Characters in the name of a person, as its column takes them.
LONGEST_NAME = 200


class PartyKind(TextChoices):
    """What an organisation is (domain.md, "Parties and rights")."""

    MUNICIPALITY = "municipality", _("Municipality")
    WELLBEING_SERVICES_COUNTY = "wellbeing-services-county", _("Wellbeing services county")
    JOINT_AUTHORITY = "joint-authority", _("Joint municipal authority")
    MUNICIPAL_COMPANY = "municipal-company", _("Municipal company")
    CENTRAL_PURCHASING_BODY = "central-purchasing-body", _("Central purchasing body")
    SUPPLIER = "supplier", _("Supplier")
    FINANCIER = "financier", _("Financier")
    EVALUATOR = "evaluator", _("Evaluator")


BUYER_KINDS = frozenset(
    {
        PartyKind.MUNICIPALITY,
        PartyKind.WELLBEING_SERVICES_COUNTY,
        PartyKind.JOINT_AUTHORITY,
        PartyKind.MUNICIPAL_COMPANY,
    }
)


class RoleName(TextChoices):
    """What a person does in an organisation (mission.md, "Who uses it")."""

    EMPLOYEE = "employee", _("Employee")
    APPROVER = "approver", _("Approver")
    ICT_MANAGER = "ict-manager", _("ICT manager")
    BUYER = "buyer", _("Buyer")
    CATEGORY_MANAGER = "category-manager", _("Category manager")
    OPENING_OFFICER = "opening-officer", _("Opening officer")
    FINANCE_CLERK = "finance-clerk", _("Finance clerk")
    REGISTRAR = "registrar", _("Registrar")
    SALESPERSON = "salesperson", _("Salesperson")
    SERVICE_MANAGER = "service-manager", _("Service manager")
    INSTALLER = "installer", _("Installer")
    STEERING_MEMBER = "steering-member", _("Steering group member")
    SECURITY_OFFICER = "security-officer", _("Security officer")
    EVALUATOR = "evaluator", _("Evaluator")
    ADMINISTRATOR = "administrator", _("Administrator")


class Criticality(TextChoices):
    """How bad a device that is not there would be, by its place of use."""

    ORDINARY = "ordinary", _("Ordinary")
    IMPORTANT = "important", _("Important")
    CRITICAL = "critical", _("Critical")


class IdentifierScheme(TextChoices):
    """Registers of organisations, by ISO 6523 ICD (Peppol code list 9.x)."""

    FI_BUSINESS_ID = "0212", _("Finnish business ID")
    SE_ORGANISATION_NUMBER = "0007", _("Swedish organisation number")
    GLN = "0088", _("GLN")
