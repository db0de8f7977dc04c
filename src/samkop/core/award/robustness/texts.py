"""What the laboratory says, in English, by the kind of sentence."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "model-lowest-price": "Lowest price. {bids} bids; {draws} draws with the seed {seed}.",
    "model-life-cycle-cost": "Lowest life-cycle cost. {bids} bids; {draws} draws with the seed "
    "{seed}.",
    "model-priced-quality": "Quality priced in money. {bids} bids; {draws} draws with the seed "
    "{seed}.",
    "model-absolute-scale": "Price and quality on an absolute scale. {bids} bids; {draws} draws "
    "with the seed {seed}.",
    "model-relative": "Relative model: lowest price over price. {bids} bids; {draws} draws with "
    "the seed {seed}.",
    "adds-up": "Scores are amounts of money: over several lots they add up.",
    "does-not-add-up": "Scores are points: over several lots they do not add up, so each lot has "
    "to be awarded by itself.",
    "invented": "Too few bids were given; the others are drawn from the ranges.",
    "rounded": "Every part of a score is rounded to {decimals} decimals, as announced. What a "
    "point is worth and intervals of weights are reckoned without rounding.",
    "nobody": "No bid reaches the minimums; nobody is first.",
    "alone": "{bid} is first with {score}, and alone.",
    "first": "{bid} is first with {score}, {lead} better than {other}.",
    "shared": "{bids} share the first place with {score}; lots are drawn.",
    "place": "{bid} is number {rank}, {behind} behind {other}: by price {price}, by quality "
    "{quality}.",
    "place-by-price": "{bid} is number {rank}, {behind} behind {other}.",
    "out": "{bid} is out: {criterion} is marked {mark}, and at least {minimum} is mandatory.",
    "evaluator": "By the marks of {evaluator} alone, {bids} would be first.",
    "independent": "Proven: what a bid scores depends on that bid alone. No third bid can turn "
    "two others round.",
    "one-part": "Proven: price alone or quality alone counts, so no third bid can turn two "
    "others round.",
    "dependent": "Warning: the order of two bids can depend on a third, which wins nothing.",
    "no-reversal-found": "The order of two bids can depend on a third in this model; in {draws} "
    "draws it did not.",
    "example": "An example of {count} bids, two of them {both}. {ahead} is ahead of {behind}, "
    "{ahead_before} to {behind_before}. With a further bid ({third}), {behind} is ahead, "
    "{behind_after} to {ahead_after}.",
    "example-winner": "An example of {count} bids, two of them {both}. {ahead} wins before "
    "{behind}, {ahead_before} to {behind_before}. With a further bid ({third}), which does not "
    "win, {behind} wins, {behind_after} to {ahead_after}.",
    "without": "Without {bid}, {ahead} would be ahead of {behind}, {ahead_without} to "
    "{behind_without}.",
    "without-winner": "Without {bid}, which does not win, {ahead} would win before {behind}, "
    "{ahead_without} to {behind_without}.",
    "pair": "{ahead} is ahead of {behind}; with a third bid at a price from {low} to {high}, "
    "{behind} is ahead.",
    "pair-rounded": "{ahead} is ahead of {behind}; with a third bid at a price from {low} to "
    "{high}, {behind} is ahead, as far as rounding lets it.",
    "third-draws": "Of {draws} third bids drawn beside these bids, {reversed} turn two of them "
    "round; {changed} change the winner without winning.",
    "tender-draws": "Of {draws} tenders of {bidders} bids drawn with a third bid each, in "
    "{reversed} it turns two others round; in {changed} it changes the winner without winning.",
    "no-support": "Proven: no bid that loses can make another win.",
    "no-support-found": "No bid was found that loses and makes another win.",
    "support": "{bid} wins by a support bid at {high}, which loses ({score} to {winner_score}); "
    "every price of it from {low} does.",
    "support-rounded": "{bid} wins by a support bid at {high}, which loses ({score} to "
    "{winner_score}); so do prices of it down to {low}, as far as rounding lets them.",
    "tie": "{bids} are in a tie.",
    "near-tie": "{bid} and {other} lie {gap} apart, no more than {near}.",
    "tie-draws": "Of {draws} tenders drawn, {tied} end in a tie for the first place; in {close} "
    "more the first two lie no more than {near} apart.",
    "idle-price": "At a price of {price}, one unit of money less gains a bid nothing.",
    "worth": "One point more ({criteria}) is worth {money}, to every bid.",
    "worth-in-scale": "One point more ({criteria}) is worth {money}, to every bid at a price "
    "from {full} to {none}.",
    "worth-by-mark": "One point more ({criteria}) is worth {money} to {bid}; from {low} to "
    "{high}, by the mark that it comes on top of.",
    "worth-by-others": "One point more ({criteria}) is worth {money} to {bid}; from {low} to "
    "{high}, by what others bid.",
    "worth-nothing": "One point more ({criteria}) cannot be made up for by the price of {bid}: "
    "a slightly lower one gains nothing.",
    "cut": "{bid} wins with a price lower by {cut} ({share} %), at {price}.",
    "no-cut": "{bid} wins at no price.",
    "weight-price": "The first place stays with {bids} while the price weighs from {low} to {high} "
    "(announced: {weight}), the others in proportion.",
    "weight": "The first place stays with {bids} while {criterion} weighs from {low} to {high} "
    "(announced: {weight}), the others in proportion.",
    "amount": "The first place stays with {bids} while full marks in {criterion} take off from "
    "{low} to {high} (announced: {weight}).",
    "amount-without-end": "The first place stays with {bids} while full marks in {criterion} take "
    "off {low} or more (announced: {weight}).",
}
