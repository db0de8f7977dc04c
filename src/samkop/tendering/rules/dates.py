"""The law's least times, for a tender as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from samkop.core import procurement
from samkop.core.procurement import AnswerLimit, Deadline, NoRuleError, least_deadline
from samkop.tendering.vocabulary import Procedure, Regime

# A framework agreement lasts no longer without a reason (art. 33(1) of directive 2014/24/EU).
LONGEST_TERM_MONTHS = 48

_PROCEDURES: Mapping[Procedure, procurement.Procedure] = {
    Procedure.OPEN: procurement.Procedure.OPEN,
    Procedure.RESTRICTED: procurement.Procedure.RESTRICTED,
    Procedure.NEGOTIATED: procurement.Procedure.NEGOTIATED,
    Procedure.DIALOGUE: procurement.Procedure.DIALOGUE,
}


@dataclass(frozen=True, slots=True)
class Law:
    """What decides which times hold: the owner's country, procedure, regime, shortenings."""

    country: str
    procedure: str
    regime: str
    urgent: bool = False
    prior_information: date | None = None

    @property
    def national(self) -> bool:
        """Whether the country's rules below the thresholds hold."""
        return self.regime == Regime.NATIONAL


def least_time(law: Law, dispatched: date) -> Deadline | None:
    """The least time for bids from a day of dispatch; None where no table says any.

    A competition under a framework agreement has only a reasonable time (art. 33(5)).
    """
    procedure = _PROCEDURES.get(Procedure(law.procedure))
    if procedure is None:
        return None
    if law.national:
        procedure = procurement.Procedure.NATIONAL
    try:
        return least_deadline(
            country=law.country, procedure=procedure, dispatched=dispatched, urgent=law.urgent,
            prior_information=law.prior_information,
        )  # fmt: skip
    except NoRuleError:
        return None


def answers_until(law: Law, bids_due: date) -> AnswerLimit | None:
    """By when questions have to be answered for all; None where no table says any."""
    try:
        return procurement.last_day_to_answer(
            country=law.country, bids_due=bids_due, urgent=law.urgent, national=law.national
        )
    except NoRuleError:
        return None
