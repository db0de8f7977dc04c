"""Nine members recommend together and decide each for itself, in the browser.

From the motion in the steering group to the order that a decision allows, or does not.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from browser_ground import a_client
from factories.agreements import a_runner
from factories.decisions import Cooperation, a_project, an_agreement_of
from factories.exchange import an_endpoint
from factories.ordering import Municipality, a_budget, a_buyer, an_item
from factories.parties import LONG_AGO, OPERATOR, a_person, an_account, an_actor
from factories.steering import a_meeting, a_motion, a_steering_group, arrived
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.prices import NewPrice
from samkop.governance.models import Ballot, MemberDecision, Motion, Vote
from samkop.ordering.models import Order
from samkop.ordering.usecases.requisition import Wanted, order_directly
from samkop.parties.models import Party
from samkop.parties.usecases.parties import add_region_member
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from seat import Seat

NOW = datetime.now(UTC).replace(microsecond=0)
TODAY = date.today()  # noqa: DTZ011 - the pages act today, whatever the day
TOMORROW, NEXT_YEAR = TODAY + timedelta(1), TODAY + timedelta(90)
TABLET, CENTS = "TABLET-1", 300_00
LEAD, LIMITED, APPEALED, TOMORROWS, FIFTH, SIXTH, WAITING, ALSO_WAITING, NEVER = range(9)


class Region:
    """Nine members with people and budgets, their group, the project, and its agreement."""

    def __init__(self, browser, server: str) -> None:
        self.browser, self.server = browser, server
        self.seats: list[Seat] = []
        self.members = [self.buyer() for _ in range(9)]
        self.steering = a_steering_group(parties=[one.party for one in self.members])
        body, region = self.steering.body, self.steering.region
        project = a_project(region, body, now=NOW, decide_by=TODAY + timedelta(30))
        parties = [one.party for one in self.members]
        self.found = Cooperation(body, parties, region, project)
        self.agreement = an_agreement_of(
            self.found, tiers={}, prices=[NewPrice(TABLET, TABLET, CENTS)]
        )
        with reading(a_runner(body)):
            supplier = Party.objects.get(id=self.agreement.supplier_id)
        an_endpoint(supplier)
        self.item = an_item(a_runner(body), self.agreement, TABLET, CENTS)

    def buyer(self) -> Municipality:
        """A municipality whose orders need no approval, with money this year and the next."""
        made = a_buyer(free_below_cents=10_000_00)
        an_endpoint(made.party)
        for year in {TODAY.year, TOMORROW.year} - {2026}:
            a_budget(made, year)
        return made

    def seat(self, actor) -> Seat:
        """The actor's window; all are closed at the end."""
        self.seats.append(Seat(self.browser, self.server, actor))
        return self.seats[-1]

    def orders(self, place: int) -> int:
        """How many orders the member has placed."""
        with reading(self.members[place].manager):
            return Order.objects.filter(buyer=self.members[place].party).count()

    def orders_one(self, place: int, now: datetime = NOW) -> str:
        """The member's employee orders a tablet; the code of a refusal, or nothing."""
        buyer = self.members[place]
        try:
            perform(
                buyer.employee, order_directly, now=now, cost_centre=buyer.cost_centre.code,
                delivery_location=buyer.site.code, wanted=[Wanted(self.item.pk, 1)],
            )  # fmt: skip
        except Refused as refused:
            return refused.code
        return ""

    def decided(self, place: int, **said: str) -> None:
        """The member's registrar sends the form of its decision."""
        client = a_client(an_account(a_person(self.members[place].party, RoleName.REGISTRAR)))
        sent = client.post(f"{self.project_page}decide/send/", self.said(**said))
        assert sent.status_code == 303, sent.content

    def said(self, **said: str) -> dict[str, str]:
        """A decision to join today, carried out unless it is appealed, if nothing else is said."""
        day = TODAY.isoformat()
        return {
            "choice": "join", "decider": "organ", "organ": "Kommunstyrelsen", "decided_on": day,
            "section": "§ 12", "register_number": "KS 7", "orders_from": day,
            "enforcement": "unless-appealed", **said,
        }  # fmt: skip

    @property
    def project_page(self) -> str:
        return f"/cooperation/projects/{self.found.project.pk}/"


def pressed_order(seat: Seat, item) -> Seat:
    """A tablet is ordered from its page, as anybody would."""
    seat.open(f"/shop/items/{item.pk}/").send("/basket/order-now/")
    return seat.press("#checkout .btn-primary")


@pytest.fixture
def region(browser, live_server):
    """The region at its desks."""
    made = Region(browser, live_server)
    yield made
    for seat in made.seats:
        seat.context.close()


def test_members_recommend_together_and_each_ones_decision_gives_its_right(region):
    _recommended(region)
    _decided(region)
    _ordered(region)
    _refused(region)
    _appealed(region)
    _nobody_else(region)


def _recommended(region: Region) -> None:
    """Eight are there for nine, one votes against and says why; seven and a vote by delegation
    carry it.
    """
    steering = region.steering
    subject = f"governance.project:{region.found.project.pk}"
    motion = a_motion(steering, subject_reference=subject)
    meeting = a_meeting(steering, motion, starts_at=NOW - timedelta(minutes=5))
    at = f"/cooperation/meetings/{meeting.pk}/"
    absent, lead, against = steering.members[SIXTH], steering.lead, steering.members[NEVER]
    away = region.seat(absent.actor).open(at)
    away.page.locator("details", has_text="None of us can come").locator("summary").click()
    away.give(seat=lead.seat.pk).send("/delegate/")
    arrived(
        steering, meeting, *(one for one in steering.members if one not in (absent, lead)), now=NOW
    )
    chair = region.seat(lead.actor).open(f"{at}now/").press("form[action*='/come/'] button")
    chair.send("/now/open/")
    chair.press(f"form[action='/cooperation/motions/{motion.pk}/vote/'] button")
    with reading(lead.actor):
        vote = Vote.objects.get(meeting=meeting)
    ballot = f"/cooperation/votes/{vote.pk}/"
    for seat in (lead.seat, absent.seat):
        chair.send(f"{ballot}{seat.pk}/yes/")
    other = region.seat(against.actor).open(f"{at}now/")
    other.send(f"{ballot}{against.seat.pk}/no/")
    for member in steering.members:
        if member not in (absent, lead, against):
            client = a_client(an_account(member.person))
            sent = client.post(f"{ballot}{member.seat.pk}/yes/")
            assert sent.status_code == 303
            # Pressed again, and again somewhere else: it stays one vote.
            assert client.post(f"{ballot}{member.seat.pk}/yes/").status_code == 303
    chair.open(f"{at}now/").send("/close/")
    other.open(f"/cooperation/motions/{motion.pk}/").give(
        seat=against.seat.pk, text="Våra plattor räcker."
    ).send("/dissent/")
    assert other.shows("Våra plattor räcker.") == []
    chair.open(f"{at}now/")
    for seat in (against.seat, steering.members[FIFTH].seat):
        chair.page.locator(f"input[name=seats][value='{seat.pk}']").check()
    chair.send("/now/adjusters/").send("/now/close/")
    assert chair.answer.status == 200
    with reading(lead.actor):
        assert Motion.objects.get(id=motion.pk).state == "carried"
        counted = Ballot.objects.filter(vote=vote, replaced_at__isnull=True)
        said = sorted(counted.values_list("choice", flat=True))
    assert said == ["no"] + ["yes"] * 8


def _decided(region: Region) -> None:
    """Six join, one for a limited amount and one from tomorrow; two wait; one declines."""
    registrar = region.seat(an_actor(region.members[LEAD].party, RoleName.REGISTRAR))
    registrar.open(f"{region.project_page}decide/").give(
        **region.said(), file=("beslut.csv", b"1;Vi deltar"),
    ).send("/decide/send/")  # fmt: skip
    region.decided(LIMITED, amount_limit="500")
    region.decided(TOMORROWS, orders_from=TOMORROW.isoformat())
    for place in (APPEALED, FIFTH, SIXTH):
        region.decided(place)
    waits = {"choice": "wait", "reason": "Nästa års budget", "waits_until": NEXT_YEAR.isoformat()}
    for place in (WAITING, ALSO_WAITING):
        region.decided(place, **waits)
    region.decided(NEVER, choice="decline")
    stand = registrar.open(region.project_page).page.locator("main tbody td:nth-child(2) .pill")
    expected = ["Orders"] * 6 + ["Waits"] * 2 + ["Declines"]
    expected[TOMORROWS] = "Does not order today"
    assert stand.all_inner_texts() == expected


def _ordered(region: Region) -> None:
    """Each of the six orders from the day that its own decision allows."""
    pressed_order(region.seat(region.members[LEAD].employee), region.item)
    assert [region.orders_one(place) for place in (LIMITED, APPEALED, FIFTH, SIXTH)] == [""] * 4
    assert region.orders_one(TOMORROWS) == "agreement-not-joined"
    assert region.orders_one(TOMORROWS, NOW + timedelta(1)) == ""
    assert [region.orders(place) for place in range(9)] == [1] * 6 + [0] * 3


def _refused(region: Region) -> None:
    """Who waits reads why and until when; who declined sees no tablets; a limit holds."""
    for place in (WAITING, ALSO_WAITING):
        seat = region.seat(region.members[place].employee).open(f"/shop/items/{region.item.pk}/")
        assert seat.shows("Nästa års budget", str(NEXT_YEAR.year)) == []
        assert seat.page.locator("form[action$='/basket/order-now/']").count() == 0
        assert region.orders_one(place) == "member-waits"
    shop = region.seat(region.members[NEVER].employee).open("/shop/")
    assert shop.page.locator(f"a[href*='/shop/items/{region.item.pk}/']").count() == 0
    assert region.orders_one(NEVER) in {"item-not-on-the-shelf", "member-declined"}
    # 300 of 500 are ordered: another 300 are too much.
    limited = pressed_order(region.seat(region.members[LIMITED].employee), region.item)
    assert limited.answer.status == 409
    assert limited.shows("amount that your organisation itself has decided on") == []
    assert region.orders_one(LIMITED) == "decision-limit-reached"
    assert [region.orders(place) for place in (LIMITED, WAITING, NEVER)] == [1, 0, 0]


def _appealed(region: Region) -> None:
    """An appeal stops new orders at once; they go on when the court has rejected it."""
    party = region.members[APPEALED].party
    with reading(region.members[APPEALED].manager):
        decision = MemberDecision.objects.get(party=party)
    at = f"/cooperation/decisions/{decision.pk}/"
    registrar = region.seat(an_actor(party, RoleName.REGISTRAR))
    court = {"happened_on": TODAY, "court": "Förvaltningsdomstolen", "case_number": "12/2026"}
    registrar.open(at).give(event="appealed", **court).send("/event/")
    employee = region.seat(region.members[APPEALED].employee).open(f"/shop/items/{region.item.pk}/")
    assert employee.shows("Förvaltningsdomstolen", "12/2026", "Orders placed before stay") == []
    assert region.orders_one(APPEALED) == "decision-appealed"
    registrar.open(at).give(event="appeal-rejected", **court).send("/event/")
    assert region.orders_one(APPEALED) == ""
    assert region.orders(APPEALED) == 2


def _nobody_else(region: Region) -> None:
    """A municipality that came into the region later is let in by nobody."""
    tenth = region.buyer()
    perform(
        OPERATOR, add_region_member, region_id=region.steering.region.pk,
        party_id=tenth.party.pk, valid_from=LONG_AGO,
    )  # fmt: skip
    region.members.append(tenth)
    region.decided(9)
    assert region.orders_one(9) in {"item-not-on-the-shelf", "agreement-not-joined"}
    client = a_client(an_account(a_person(tenth.party, RoleName.REGISTRAR)))
    join = client.post(f"/agreements/{region.agreement.pk}/join/send/", region.said())
    assert join.status_code in {403, 404}
    with pytest.raises(Refused) as refused:
        perform(
            a_runner(region.steering.body), name_buyer, agreement_id=region.agreement.pk,
            buyer_id=tenth.party.pk, expected_share_cents=0,
        )  # fmt: skip
    assert refused.value.code == "buyers-are-fixed"
    assert region.orders(9) == 0
