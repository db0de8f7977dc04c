"""A sentence of the laboratory in the language that is active, its numbers and money too."""

from __future__ import annotations

import re

from django.utils.translation import gettext

from samkop.core.award.robustness.sentences import BidShown, Sentence, Value
from samkop.core.award.robustness.setting import THIRD
from samkop.core.award.robustness.texts import ENGLISH
from samkop.core.award.scoring.showing import Figure
from samkop.platform.formatting import format_money, format_number

# A number by which a draw is found again; nobody reads it by its groups of three.
SEED = "seed"
BIDS = frozenset({"bid", "other", "ahead", "behind", "bids"})
DRAWN = re.compile(r"drawn (\d+)")


def sentence_text(sentence: Sentence) -> str:
    """The sentence, filled."""
    return gettext(ENGLISH[sentence.kind]).format(
        **{
            name: str(value) if name == SEED else value_text(value, bids=name in BIDS)
            for name, value in sentence.values.items()
        }
    )


def value_text(value: Value, *, bids: bool = False) -> str:
    """A value; several are listed. ``bids``: what is a name is that of a bid."""
    match value:
        case Figure():
            return figure_text(value)
        case BidShown():
            return _bid_text(value)
        case int():
            return format_number(value)
        case tuple():
            between = "; " if any(isinstance(one, BidShown) for one in value) else ", "
            return between.join(value_text(one, bids=bids) for one in value)
    return bid_name(value) if bids else value


def bid_name(name: str) -> str:
    """The name of a bid; of one that the laboratory made up, in the reader's language."""
    if name == THIRD:
        return gettext("third")
    drawn = DRAWN.fullmatch(name)
    return gettext("Drawn %(number)s") % {"number": drawn[1]} if drawn else name


def figure_text(figure: Figure) -> str:
    """A number with the decimals it has, and its currency if it has one."""
    number, places = figure.number, max(0, -int(figure.number.as_tuple().exponent))
    plus = "+" if figure.signed and number > 0 else ""
    if figure.unit:
        return plus + format_money(number, figure.unit, places)
    return plus + format_number(number, places)


def _bid_text(bid: BidShown) -> str:
    parts = (figure_text(bid.price), *(f"{name} {figure_text(mark)}" for name, mark in bid.marks))
    return f"{bid_name(bid.id)}: {', '.join(parts)}"
