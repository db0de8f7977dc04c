"""Whom one can be in the demonstration: the people of the seeds, by what they do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.parties.vocabulary import RoleName
from samkop.site.demo.seeds import Organisation, PersonSeed, organisations, people_of

BODY, TOWN = "body", "bjorkasnas"
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
    """One person whom one can be: the address, the organisation's name, the first role.

    ``number`` tells a second one in the same role apart; else it is empty.
    """

    email: str
    organisation: str
    role: str | Promise
    number: str


@dataclass(frozen=True)
class Card:
    """A role, what people in it want, and in which organisations one can be in it."""

    role: str
    title: str | Promise
    wants: Promise
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Look:
    """Something to look at: what, where (an address by name), and as whom; as nobody where none."""

    code: str
    title: str | Promise
    words: str | Promise
    page: str
    choices: tuple[Choice, ...] = ()


# What, told how, on which page, and as whom.
_LOOKS: tuple[tuple[str, Promise, Promise, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "signed", _("From the need to the shop"),
        _("The tender of meeting rooms is signed: its homework, what the market answered, sealed"
          " bids and a late one, marks, the best combination, letters, agreements."),
        "tenders", (("category", BODY), ("evaluator", BODY)),
    ),
    (
        "bid", _("Bid from the browser"),
        _("The tender of pupils' devices is open: fill in a bid, seal it and send it. Only two of"
          " the buyer's officers together can open it."),
        "tenders", (("sales", "phones"), ("sales", "operator")),
    ),
    (
        "opening", _("Open bids, two together"),
        _("The time for bids on headsets is over: each of two officers gives out parts with the"
          " own key, and the second opens."),
        "tenders", (("opening", BODY), ("opening2", BODY)),
    ),
    (
        "homework", _("Homework before the tender"),
        _("A Swedish town leaves two suppliers for the best in each area: what is missing, forms of"
          " operation compared, the market asked, the model of evaluation tried out."),
        "pre-studies", (("category", TOWN), ("sales", "norrlandsdator")),
    ),
    (
        "meeting", _("The steering group"),
        _("A meeting of nine with minutes: one voted by delegation, one was against and said why;"
          " and the next, which has been called."),
        "meetings", (("steering", "tampere"), ("steering", "vesilahti")),
    ),
    (
        "tablets", _("A decision that becomes a right"),
        _("Nine municipalities and the pupils' tablets: six have joined, two wait until next year,"
          " one declined, one decision was appealed. See how each stands, then look in the shop."),
        "joint-projects",
        (("registrar", "tampere"), ("ict", "lempaala"), ("ict", "orivesi"), ("ict", "vesilahti")),
    ),
    (
        "range", _("The joint range"),
        _("What people wish and complain of, counted, and a change that is proposed for it."),
        "joint-range", (("category", BODY), ("ict", "nokia")),
    ),
    (
        "security", _("Guidelines and an incident"),
        _("Who follows which guideline and who explains; an incident shared within the region"
          " (TLP:GREEN), whose clocks for the authorities run."),
        "security", (("security", "kangasala"), ("security", "vesilahti")),
    ),
    (
        "benefit", _("What it is worth"),
        _("Joint against own tendering in money, hours and months, member by member, with every"
          " assumption open."),
        "benefit", (("category", BODY), ("ict", "vesilahti")),
    ),
    (
        "prices", _("Whether prices hold"),
        _("Each purchase's price against what its rule gave on its day."),
        "prices-overview", (("category", BODY),),
    ),
    (
        "feedback", _("How it went"),
        _("Whoever got a delivery was asked once. What does not work is seen to; no answer is no"
          " answer."),
        "feedback", (("ict", "tampere"), ("ict", "nokia")),
    ),
    (
        "public", _("What everybody may see"),
        _("Agreements, tenders, awards and spending, without signing in."), "opendata", (),
    ),
)  # fmt: skip


def looks() -> list[Look]:
    """What to look at first of tendering, open data and the cooperation."""
    people = {
        (person.part, organisation.key): (person, organisation)
        for organisation in organisations().values()
        for person in people_of(organisation)
    }
    return [
        Look(code, title, words, page, tuple(_choice(*people[one]) for one in whom))
        for code, title, words, page, whom in _LOOKS
    ]


def page_of(code: str) -> str | None:
    """The page, by its address's name, to which somebody goes who came to look at this."""
    return next((page for known, _t, _w, page, _whom in _LOOKS if known == code), None)


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
    on_cards = [choice for card in cards() for choice in card.choices]
    to_look = [choice for look in looks() for choice in look.choices]
    return frozenset(choice.email for choice in (*on_cards, *to_look))


def _choices(
    shown: Iterable[tuple[PersonSeed, Organisation]], role: RoleName
) -> tuple[Choice, ...]:
    """By a person's first role: who approves and shops is an approver."""
    return tuple(
        _choice(person, organisation) for person, organisation in shown if person.roles[0] == role
    )


def _choice(person: PersonSeed, organisation: Organisation) -> Choice:
    """A second person of one name is told apart by the number in it."""
    called, _comma, _rest = person.name.partition(",")
    number = f" {called[-1]}" if called[-1].isdigit() else ""
    role = RoleName(person.roles[0]).label
    return Choice(person.email, _name(organisation), role, number)


def _name(organisation: Organisation) -> str:
    names = {"sv": organisation.name_sv, "fi": organisation.name_fi}
    return names.get(translation.get_language() or "", organisation.legal_name)
