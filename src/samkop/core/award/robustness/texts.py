"""What the laboratory says, in English, by the kind of sentence.

Pages and papers translate it by ``gettext`` and fill it in their own way.
"""

from __future__ import annotations

from collections.abc import Mapping


def gettext_noop(sentence: str) -> str:
    """The sentence itself; scripts/messages.py knows this name."""
    return sentence


ENGLISH: Mapping[str, str] = {
    "model-lowest-price": gettext_noop(
        "Lowest price. {bids} bids; {draws} draws with the seed {seed}."
    ),
    "model-life-cycle-cost": gettext_noop(
        "Lowest life-cycle cost. {bids} bids; {draws} draws with the seed {seed}."
    ),
    "model-priced-quality": gettext_noop(
        "Quality priced in money. {bids} bids; {draws} draws with the seed {seed}."
    ),
    "model-absolute-scale": gettext_noop(
        "Price and quality on an absolute scale. {bids} bids; {draws} draws with the seed {seed}."
    ),
    "model-relative": gettext_noop(
        "Relative model: lowest price over price. {bids} bids; {draws} draws with the seed {seed}."
    ),
    "adds-up": gettext_noop("Scores are amounts of money: over several lots they add up."),
    "does-not-add-up": gettext_noop(
        "Scores are points: over several lots they do not add up, so each lot has to be awarded"
        " by itself."
    ),
    "invented": gettext_noop("Too few bids were given; the others are drawn from the ranges."),
    "rounded": gettext_noop(
        "Every part of a score is rounded to {decimals} decimals, as announced. What a point is"
        " worth and intervals of weights are reckoned without rounding."
    ),
    "nobody": gettext_noop("No bid reaches the minimums; nobody is first."),
    "alone": gettext_noop("{bid} is first with {score}, and alone."),
    "first": gettext_noop("{bid} is first with {score}, {lead} better than {other}."),
    "shared": gettext_noop("{bids} share the first place with {score}; lots are drawn."),
    "place": gettext_noop(
        "{bid} is number {rank}, {behind} behind {other}: by price {price}, by quality {quality}."
    ),
    "place-by-price": gettext_noop("{bid} is number {rank}, {behind} behind {other}."),
    "out": gettext_noop(
        "{bid} is out: {criterion} is marked {mark}, and at least {minimum} is mandatory."
    ),
    "evaluator": gettext_noop("By the marks of {evaluator} alone, {bids} would be first."),
    "independent": gettext_noop(
        "Proven: what a bid scores depends on that bid alone. No third bid can turn two others "
        "round."
    ),
    "one-part": gettext_noop(
        "Proven: price alone or quality alone counts, so no third bid can turn two others round."
    ),
    "dependent": gettext_noop(
        "Warning: the order of two bids can depend on a third, which wins nothing."
    ),
    "no-reversal-found": gettext_noop(
        "Warning: in this model the order of two bids can depend on a third; in {draws} draws "
        "it did not."
    ),
    "example": gettext_noop(
        "An example of {count} bids; the two that change places are {both}. "
        "{ahead} is ahead of {behind}, {ahead_before} to {behind_before}. "
        "With a further bid ({third}), {behind} is ahead, {behind_after} to {ahead_after}."
    ),
    "example-winner": gettext_noop(
        "An example of {count} bids; the two that change places are {both}. "
        "{ahead} wins before {behind}, {ahead_before} to {behind_before}. "
        "With a further bid ({third}), which does not win, {behind} wins, {behind_after} to "
        "{ahead_after}."
    ),
    "without": gettext_noop(
        "Without {bid}, {ahead} would be ahead of {behind}, {ahead_without} to {behind_without}."
    ),
    "without-winner": gettext_noop(
        "Without {bid}, which does not win, {ahead} would win before {behind}, {ahead_without} "
        "to {behind_without}."
    ),
    "pair": gettext_noop(
        "{ahead} is ahead of {behind}; with a third bid at a price from {low} to {high}, "
        "{behind} is ahead."
    ),
    "pair-rounded": gettext_noop(
        "{ahead} is ahead of {behind}; with a third bid at a price from {low} to {high}, "
        "{behind} is ahead, as far as rounding lets it."
    ),
    "third-draws": gettext_noop(
        "Of {draws} third bids drawn beside these bids, {reversed} turn two of them round; "
        "{changed} change the winner without winning."
    ),
    "tender-draws": gettext_noop(
        "Of {draws} tenders of {bidders} bids drawn with a third bid each, in {reversed} it "
        "turns two others round; in {changed} it changes the winner without winning."
    ),
    "no-support": gettext_noop("Proven: no bid that loses can make another win."),
    "no-support-found": gettext_noop("No bid was found that loses and makes another win."),
    "support": gettext_noop(
        "{bid} wins by a support bid at {high}, which loses ({score} to {winner_score}); every "
        "price of it from {low} does."
    ),
    "support-rounded": gettext_noop(
        "{bid} wins by a support bid at {high}, which loses ({score} to {winner_score}); so do "
        "prices of it down to {low}, as far as rounding lets them."
    ),
    "tie": gettext_noop("{bids} are in a tie."),
    "near-tie": gettext_noop("{bid} and {other} lie {gap} apart, no more than {near}."),
    "tie-draws": gettext_noop(
        "Of {draws} tenders drawn, {tied} end in a tie for the first place; in {close} more the"
        " first two lie no more than {near} apart."
    ),
    "idle-price": gettext_noop(
        "At a price of {price}, one unit of money less gains a bid nothing."
    ),
    "worth": gettext_noop("One point more ({criteria}) is worth {money}, to every bid."),
    "worth-in-scale": gettext_noop(
        "One point more ({criteria}) is worth {money}, to every bid at a price from {full} to "
        "{none}."
    ),
    "worth-by-mark": gettext_noop(
        "One point more ({criteria}) is worth {money} to {bid}; from {low} to {high}, by the "
        "mark that it comes on top of."
    ),
    "worth-by-others": gettext_noop(
        "One point more ({criteria}) is worth {money} to {bid}; from {low} to {high}, by what "
        "others bid."
    ),
    "worth-nothing": gettext_noop(
        "One point more ({criteria}) cannot be made up for by the price of {bid}: a slightly "
        "lower one gains nothing."
    ),
    "cut": gettext_noop("{bid} wins with a price lower by {cut} ({share}%), at {price}."),
    "no-cut": gettext_noop("{bid} wins at no price."),
    "weight-price": gettext_noop(
        "The first place stays with {bids} while the price weighs from {low} to {high} "
        "(announced: {weight}), the others in proportion."
    ),
    "weight": gettext_noop(
        "The first place stays with {bids} while {criterion} weighs from {low} to {high} "
        "(announced: {weight}), the others in proportion."
    ),
    "amount": gettext_noop(
        "The first place stays with {bids} while full marks in {criterion} take off from {low} "
        "to {high} (announced: {weight})."
    ),
    "amount-without-end": gettext_noop(
        "The first place stays with {bids} while full marks in {criterion} take off {low} or "
        "more (announced: {weight})."
    ),
}
