"""Deciding how invoices are coded, and what the accounting files look like."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.vocabulary import Category
from samkop.core.accounting import DateForm, Encoding, Field
from samkop.core.period import day_of
from samkop.invoicing.models import AccountingSetup, CodingRule
from samkop.invoicing.policies import may_keep_accounting
from samkop.invoicing.queries.coding import coding_rule_of, setup_of
from samkop.invoicing.rules.coding import WEIGHTS
from samkop.invoicing.rules.vat import WHOLE, rate_text
from samkop.invoicing.vocabulary import LETS, FileForm
from samkop.ordering.models import BudgetProject
from samkop.parties.models import CostCentre, Party
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_new
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

_DIGITS = re.compile(r"[0-9]{1,20}").fullmatch
_RATE = re.compile(r"[0-9]{1,2}(\.[0-9]{1,4})?").fullmatch
FIRST_FREE_DIMENSION, LAST_DIMENSION = 20, 9_999  # SIE 4B, 8.17
MOST_COLUMNS = MOST_VAT_ACCOUNTS = 60
LONGEST_CODE, LONGEST_NAME = 20, 80
SEPARATORS = (";", ",", "\t", "|")


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What a rule asks and gives: the fields of ``models.CodingRule``."""

    account: str
    account_name: str = ""
    cost_centre_code: str = ""
    project_code: str = ""
    price_group: str = ""
    category: str = ""
    item_class: str = ""
    amount_from_cents: int = 0
    financier_id: int | None = None
    schedule: str = ""
    to_cost_centre: str = ""
    to_project: str = ""
    object_code: str = ""
    vat_code: str = ""


@dataclass(frozen=True, kw_only=True)
class Filing:
    """How the files are set up: the fields of ``models.AccountingSetup``."""

    form: str
    payable_account: str
    payable_name: str = ""
    vat_account: str
    vat_name: str = ""
    vat_accounts: tuple[tuple[str, str, int, str, str], ...] = ()
    rounding_account: str
    rounding_name: str = ""
    series: str = ""
    object_dimension: int | None = None
    vat_dimension: int | None = None
    columns: tuple[tuple[str, str, str], ...] = ()
    separator: str = ";"
    decimal: str = ","
    dates: str = DateForm.DOTTED.value
    encoding: str = Encoding.UTF_8.value
    heading: bool = True


def add_coding_rule(*, actor: Actor, now: datetime, ruling: Ruling, valid_from: date) -> CodingRule:
    """Add a rule from a day on; invoices that wait for a coding are coded anew.

    Raises Refused: ``not-allowed``, ``first-day-past``, ``account-missing``,
    ``account-not-numeric``, ``cost-centre-unknown``, ``project-unknown``, ``category-unknown``,
    ``item-class-not-numeric``, ``amount-negative``, ``financier-unknown``,
    ``schedule-without-financier``, ``coding-rule-twice`` where another rule
    takes the very same lines on one of its days.
    """
    require(may_keep_accounting(actor))
    party_id = actor.own_party_id
    if valid_from < day_of(now, party_of(party_id).time_zone):
        raise _wrong(
            "first-day-past", _("What was decided in the past stands. Choose today or later."),
            "valid_from",
        )  # fmt: skip
    _check_ruling(party_id, ruling)
    rule = CodingRule(
        party_id=party_id, valid_from=valid_from, decided_by_id=actor.own_person_id, at=now,
        **asdict(ruling),
    )  # fmt: skip
    same = CodingRule.objects.filter(party_id=party_id, **_asked(ruling))
    overlapping = same.filter(Q(valid_until=None) | Q(valid_until__gte=valid_from))
    # Another may add the same at this moment: the table's key decides between them.
    if overlapping.exists() or not create_new(rule):
        raise Refused(
            "coding-rule-twice",
            _("Another rule takes the very same lines. End it first, or ask for something more."),
        )
    tell("coding-changed", buyer_id=party_id)
    return rule


def end_coding_rule(
    *, actor: Actor, now: datetime, rule_id: int, valid_until: date
) -> CodingRule:  # fmt: skip
    """End a rule with a last day. What it has coded stands.

    Raises Refused: ``not-found``, ``not-allowed``, ``coding-rule-ended``, ``last-day-past``.
    """
    require(may_keep_accounting(actor))
    rule = coding_rule_of(actor.own_party_id, rule_id)
    if rule.valid_until is not None:
        raise Refused("coding-rule-ended", _("This rule has its last day already."))
    today = day_of(now, party_of(actor.own_party_id).time_zone)
    if valid_until < today:
        raise _wrong(
            "last-day-past", _("What was coded in the past stands. Choose today or later."),
            "valid_until",
        )  # fmt: skip
    return change(rule, valid_until=valid_until)


def set_up_accounting(*, actor: Actor, now: datetime, filing: Filing) -> AccountingSetup:
    """Say what the files look like and which accounts every voucher has; from now on.

    Files that were made stay as they are. Raises Refused: ``not-allowed``, ``form-unknown``,
    ``account-missing``, ``account-not-numeric``, ``vat-account-wrong``, ``vat-account-twice``,
    ``dimension-not-free``, ``columns-missing``, ``column-unknown``, ``csv-form-unknown``.
    """
    require(may_keep_accounting(actor))
    _check_filing(filing)
    values = asdict(filing) | {
        "columns": [list(one) for one in filing.columns],
        "vat_accounts": [list(one) for one in filing.vat_accounts],
    }
    made = create(
        AccountingSetup(
            party_id=actor.own_party_id, decided_by_id=actor.own_person_id, at=now, **values
        )
    )
    tell("coding-changed", buyer_id=actor.own_party_id)
    return made


def check_account(account: str, field: str, *, numeric: bool) -> None:
    """Raises Refused ``account-missing``, ``account-not-numeric``."""
    if not account.strip():
        raise _wrong("account-missing", _("Write an account of your chart."), field)
    if numeric and not _DIGITS(account):
        raise _wrong(
            "account-not-numeric", _("SIE knows accounts of digits alone. Write the number."), field
        )


def is_numeric(party_id: int) -> bool:
    """Whether the party's files take accounts of digits alone."""
    setup = setup_of(party_id)
    return setup is not None and setup.form == FileForm.SIE


def check_dimensions(party_id: int, cost_centre: str, project: str) -> None:
    """Both are the party's own, or empty.

    Raises Refused ``cost-centre-unknown``, ``project-unknown``.
    """
    centres = CostCentre.objects.filter(party_id=party_id, code=cost_centre)
    if cost_centre and not centres.exists():
        raise _wrong("cost-centre-unknown", _("Choose one of your cost centres."), "cost_centre")
    projects = BudgetProject.objects.filter(party_id=party_id, code=project)
    if project and not projects.exists():
        raise _wrong("project-unknown", _("Choose one of your projects."), "project")


def _asked(ruling: Ruling) -> dict[str, str | int | None]:
    return {name: getattr(ruling, name) for name in WEIGHTS}


def _check_ruling(party_id: int, ruling: Ruling) -> None:
    check_account(ruling.account, "account", numeric=is_numeric(party_id))
    check_dimensions(party_id, ruling.cost_centre_code, ruling.project_code)
    check_dimensions(party_id, ruling.to_cost_centre, ruling.to_project)
    if ruling.category and ruling.category not in Category.values:
        raise _wrong("category-unknown", _("Choose one of the kinds of item."), "category")
    if ruling.item_class and not _DIGITS(ruling.item_class):
        raise _wrong(
            "item-class-not-numeric",
            _("A class is the first digits of a UNSPSC or CPV code, without its check digit."),
            "item_class",
        )
    if ruling.amount_from_cents < 0:
        raise _wrong("amount-negative", _("An amount is zero or more."), "amount_from")
    rented = Party.objects.filter(id=ruling.financier_id or 0, kind__in=LETS)
    if ruling.financier_id is not None and not rented.exists():
        raise _wrong(
            "financier-unknown", _("Choose one of those that rent devices out to you."), "financier"
        )
    if ruling.schedule and ruling.financier_id is None:
        raise _wrong(
            "schedule-without-financier",
            _("A schedule is a financier's own number. Choose the financier too."), "financier",
        )  # fmt: skip


def _check_filing(filing: Filing) -> None:
    if filing.form not in FileForm.values:
        raise _wrong("form-unknown", _("Choose one of the forms of file."), "form")
    for name in ("payable_account", "vat_account", "rounding_account"):
        check_account(getattr(filing, name), name, numeric=filing.form == FileForm.SIE)
    _check_vat_accounts(filing)
    if filing.form == FileForm.SIE:
        _check_dimensions(filing)
    else:
        _check_columns(filing)


def _check_vat_accounts(filing: Filing) -> None:
    lines = filing.vat_accounts
    if len(lines) > MOST_VAT_ACCOUNTS or not all(_is_right(*one) for one in lines):
        raise _wrong(
            "vat-account-wrong",
            _("Write at most 60 VAT accounts: a VAT code of up to 20 signs, a rate as 25.5, a share"
              " of 0 to 100 per cent, and an account unless the share is 0."),
            "vat_accounts",
        )  # fmt: skip
    if len({(code, rate) for code, rate, *_rest in lines}) < len(lines):
        raise _wrong(
            "vat-account-twice",
            _("Two VAT accounts are for the same code and rate. Keep one of them."),
            "vat_accounts",
        )
    for _code, _rate, permille, account, _name in lines:
        if permille or account:
            check_account(account, "vat_accounts", numeric=filing.form == FileForm.SIE)


def _is_right(code: str, rate: str, permille: int, account: str, name: str) -> bool:
    fits = len(code) <= LONGEST_CODE and len(account) <= LONGEST_CODE and len(name) <= LONGEST_NAME
    known = not rate or (_RATE(rate) and rate == rate_text(Decimal(rate)))
    return bool(fits and known and 0 <= permille <= WHOLE)


def _check_dimensions(filing: Filing) -> None:
    numbers = [one for one in (filing.object_dimension, filing.vat_dimension) if one is not None]
    free = all(FIRST_FREE_DIMENSION <= one <= LAST_DIMENSION for one in numbers)
    if not free or len(set(numbers)) != len(numbers):
        raise _wrong(
            "dimension-not-free",
            _("Dimensions from 20 on are free for your own use; each is used once."),
            "object_dimension",
        )


def _check_columns(filing: Filing) -> None:
    if not 1 <= len(filing.columns) <= MOST_COLUMNS:
        raise _wrong("columns-missing", _("Write one to 60 columns, each on a line."), "columns")
    known = {one.value for one in Field}
    unknown = [field for _heading, field, _value in filing.columns if field not in known]
    if unknown:
        raise _wrong(
            "column-unknown",
            _("“%(field)s” is none of the fields that a column may hold.") % {"field": unknown[0]},
            "columns",
        )
    if (
        filing.separator not in SEPARATORS or filing.decimal not in {",", "."}
        or filing.decimal == filing.separator
        or filing.dates not in {one.value for one in DateForm}
        or filing.encoding not in {one.value for one in Encoding}
    ):  # fmt: skip
        raise _wrong(
            "csv-form-unknown",
            _("Choose separator, decimal mark, days and characters from what is offered; the first"
              " two differ."),
            "separator",
        )  # fmt: skip


def _wrong(code: str, sentence: str | Promise, field: str) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})
