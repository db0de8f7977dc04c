"""A bid held against its form: every place where it does not answer what was asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from samkop.core.bidding.content import BidContent, Discount
from samkop.core.bidding.form import BidForm, PriceLine
from samkop.core.bidding.reading import MOST_CENTS
from samkop.core.bidding.totals import total_of
from samkop.core.bidding.writing import CONTENT_FILE
from samkop.core.fields import shown
from samkop.core.money import amount_text

FEWEST_LOTS = 2  # of a discount


class FaultCode(StrEnum):
    """What can be wrong in a bid that is readable."""

    OTHER_TENDER = "other-tender"
    OTHER_LOT = "other-lot"
    PRICE_MISSING = "price-missing"
    PRICE_TOO_HIGH = "price-too-high"
    TOTAL_TOO_HIGH = "total-too-high"
    LINE_UNKNOWN = "line-unknown"
    ANSWER_MISSING = "answer-missing"
    CODE_UNKNOWN = "code-unknown"
    EVIDENCE_MISSING = "evidence-missing"
    FILE_MISSING = "file-missing"
    DISCOUNT_NOT_ASKED = "discount-not-asked"
    DISCOUNT_WRONG = "discount-wrong"
    VALIDITY_TOO_SHORT = "validity-too-short"


@dataclass(frozen=True, slots=True)
class Fault:
    """``field`` is the place in the bid, such as ``prices.P1``; the sentence is English."""

    code: FaultCode
    field: str
    sentence: str


def faults_of(form: BidForm, content: BidContent, files: Collection[str]) -> list[Fault]:
    """All faults, in the order of the form; ``files`` are the names that are attached.

    That a requirement is answered with no is none: the evaluation decides on it.
    """
    return [
        *_identity(form, content),
        *_prices(form, content),
        *_answers(form, content),
        *_discounts(form, content),
        *_files(content, {*files, CONTENT_FILE}),
    ]


def _identity(form: BidForm, content: BidContent) -> Iterator[Fault]:
    if content.tender != form.tender:
        yield Fault(
            FaultCode.OTHER_TENDER, "tender",
            f"The bid is for the tender {shown(content.tender)}, not {shown(form.tender)}.",
        )  # fmt: skip
    if content.lot != form.lot:
        yield Fault(
            FaultCode.OTHER_LOT, "lot", f"The bid is for {shown(content.lot)}, not {form.lot}."
        )
    if form.valid_until and content.valid_until < form.valid_until:
        yield Fault(
            FaultCode.VALIDITY_TOO_SHORT, "valid_until",
            f"The bid is valid until {content.valid_until}; it has to be until {form.valid_until}.",
        )  # fmt: skip


def _prices(form: BidForm, content: BidContent) -> Iterator[Fault]:
    given = {price.line: price.cents for price in content.prices}
    for line in form.prices:
        if line.code not in given:
            yield Fault(
                FaultCode.PRICE_MISSING,
                f"prices.{line.code}",
                f"{line.code} has no price; give it.",
            )
        else:
            yield from _too_high(line, given[line.code])
    for code in sorted(given.keys() - {line.code for line in form.prices}):
        yield Fault(
            FaultCode.LINE_UNKNOWN, f"prices.{code}",
            f"The line {shown(code)} is not on the price sheet; leave it out.",
        )  # fmt: skip
    if total_of(form, content) > MOST_CENTS:
        yield Fault(
            FaultCode.TOTAL_TOO_HIGH, "prices",
            "The prices add up to more than can be compared; correct them.",
        )  # fmt: skip


def _too_high(line: PriceLine, cents: int) -> Iterator[Fault]:
    if line.price_max is not None and cents > line.price_max:
        yield Fault(
            FaultCode.PRICE_TOO_HIGH, f"prices.{line.code}",
            f"{line.code} costs {amount_text(cents)}; the highest price that is let in is"
            f" {amount_text(line.price_max)}.",
        )  # fmt: skip


def _answers(form: BidForm, content: BidContent) -> Iterator[Fault]:
    for name in ("requirements", "criteria", "espd"):
        asked = [row.code for row in getattr(form, name)]
        given = {row.code for row in getattr(content, name)}
        for code in asked:
            if code not in given:
                yield Fault(
                    FaultCode.ANSWER_MISSING, f"{name}.{code}", f"{code} is not answered; answer."
                )
        for code in sorted(given.difference(asked)):
            yield Fault(
                FaultCode.CODE_UNKNOWN, f"{name}.{code}",
                f"{shown(code)} is not asked for; leave it out.",
            )  # fmt: skip
    evidenced = {row.code for row in form.requirements if row.evidence}
    for answer in content.requirements:
        if answer.code in evidenced and answer.meets and not answer.file:
            yield Fault(
                FaultCode.EVIDENCE_MISSING, f"requirements.{answer.code}",
                f"{answer.code} has to be shown by a file; attach it and name it.",
            )  # fmt: skip
    for row in content.criteria:
        if not row.answer.strip() and not row.file:
            yield Fault(
                FaultCode.ANSWER_MISSING, f"criteria.{row.code}",
                f"{row.code} is not answered; answer.",
            )  # fmt: skip


def _discounts(form: BidForm, content: BidContent) -> Iterator[Fault]:
    for place, discount in enumerate(content.discounts):
        at = f"discounts.{place}"
        if not form.discounts:
            yield Fault(
                FaultCode.DISCOUNT_NOT_ASKED, at, "Discounts over several lots are not asked for."
            )
        elif sentence := _wrong(form, discount):
            yield Fault(FaultCode.DISCOUNT_WRONG, at, sentence)


def _wrong(form: BidForm, discount: Discount) -> str:
    strange = [lot for lot in discount.lots if lot not in form.lots]
    if strange:
        return f"The tender has no lot {shown(strange[0])}; name its lots."
    if form.lot not in discount.lots or len(discount.lots) < FEWEST_LOTS:
        return f"A discount has to be for {form.lot} and at least one lot more."
    if discount.cents <= 0:
        return "The amount of a discount has to be more than 0."
    return ""


def _files(content: BidContent, files: Collection[str]) -> Iterator[Fault]:
    named = [
        *((f"requirements.{row.code}", row.file) for row in content.requirements if row.file),
        *((f"criteria.{row.code}", row.file) for row in content.criteria if row.file),
        *((f"trade_secrets.{n}", row.file) for n, row in enumerate(content.trade_secrets)),
    ]
    for at, name in named:
        if name not in files:
            yield Fault(
                FaultCode.FILE_MISSING, at, f"{shown(name)} is named and not attached; attach it."
            )
