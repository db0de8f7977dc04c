"""Whom one can be in the demonstration: the people of the seeds, by what they do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.parties.vocabulary import RoleName
from samkop.site.demo.seeds import Organisation, PersonSeed, organisations, people_of

# What each wants, in the order in which they are shown (mission.md, "Who uses it").
WANTS: dict[RoleName, Promise] = {
    RoleName.EMPLOYEE: _("My phone, this week, with three clicks."),
    RoleName.APPROVER: _("To see what it costs my budget, and to decide."),
    RoleName.ICT_MANAGER: _("My orders, my suppliers, no surprises."),
    RoleName.FINANCE_CLERK: _("Budgets that hold, and orders charged where they belong."),
    RoleName.CATEGORY_MANAGER: _("Agreements that never overrun, a range that people like."),
    RoleName.BUYER: _("Catalogues that come in by themselves, at the agreed prices."),
    RoleName.SALESPERSON: _("Orders that my system understands."),
    RoleName.SERVICE_MANAGER: _("To see what was ordered and what we answered."),
    RoleName.ADMINISTRATOR: _("The right people in the right roles."),
    RoleName.REGISTRAR: _("Every decision with its number."),
    RoleName.STEERING_MEMBER: _("What it means for us, and one vote."),
    RoleName.SECURITY_OFFICER: _("Which devices lose their support."),
    RoleName.OPENING_OFFICER: _("To open the bids, with a colleague."),
    RoleName.INSTALLER: _("Today's jobs."),
    RoleName.EVALUATOR: _("The figures, untouched."),
}


@dataclass(frozen=True)
class Choice:
    """One person whom one can be: the address, and the organisation's name."""

    email: str
    organisation: str


@dataclass(frozen=True)
class Card:
    """A role, what people in it want, and in which organisations one can be in it."""

    role: str
    title: str | Promise
    wants: Promise
    choices: tuple[Choice, ...]


def cards() -> list[Card]:
    """Every role that somebody of the demonstration has, with the people to choose from."""
    shown = [
        (person, organisation)
        for organisation in organisations().values()
        for person in people_of(organisation)
        if person.card
    ]
    found = (Card(role, role.label, wants, _choices(shown, role)) for role, wants in WANTS.items())
    return [card for card in found if card.choices]


def addresses() -> frozenset[str]:
    """The addresses of all people whom one can be."""
    return frozenset(choice.email for card in cards() for choice in card.choices)


def _choices(
    shown: Iterable[tuple[PersonSeed, Organisation]], role: RoleName
) -> tuple[Choice, ...]:
    """By a person's first role: who approves and shops is an approver."""
    return tuple(
        Choice(person.email, _name(organisation))
        for person, organisation in shown
        if person.roles[0] == role
    )


def _name(organisation: Organisation) -> str:
    names = {"sv": organisation.name_sv, "fi": organisation.name_fi}
    return names.get(translation.get_language() or "", organisation.legal_name)
