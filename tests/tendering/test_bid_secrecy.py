"""Whoever has the whole database, every server key and every file reads no bid and finds no name.

And once the award is decided, a stranger finds what was changed, dropped or added.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from api_ground import caller
from browser_ground import a_client
from factories.bids import (
    MOMENT,
    bid_content,
    database_clock,
    key_of,
    officers_at_work,
    opened_tender,
    sealed,
    submitted_bid,
    withdrawn_bid,
)
from factories.parties import a_person, a_supplier, acting, an_account
from factories.tendering import BIDS_UNTIL, a_tender_runner, an_open_tender
from samkop.core.bidding import CONTENT_FILE
from samkop.core.sealing import (
    findings,
    read_dossier,
    read_header,
)
from samkop.core.sealing.header import SHARE, key_commitment
from samkop.core.sealing.members import canonical
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.audit.heads import Heads
from samkop.platform.embedded_postgres.binaries import program
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS
from samkop.tendering.models import BidAttempt
from samkop.tendering.queries.dossier import dossier_of
from samkop.tendering.queries.opening import opening_of
from samkop.tendering.queries.register import register_keeper
from samkop.tendering.queries.tenders import tender_of
from samkop.tendering.usecases.states import locked_tender, move_tender
from samkop.tendering.vocabulary import TenderState

pytestmark = [pytest.mark.usefixtures("database", "pages"), pytest.mark.empty_database]

LOT = "LOT-0001"
PLANTED = "Hemliga Leveranser Ab"
WHO = "Planterad Säljare"
PRICE = "123456.78"
NAMED = {"host": "host", "port": "port", "user": "username"}
WHOLE = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
# What a bid leaves behind: of the audit trail only entries of the installation's own chain.
LEFT = {
    "public.platform_auditentry", "public.platform_auditentry_id_seq",
    "public.platform_auditsubject", "public.platform_auditsubject_id_seq",
    "public.tendering_bidattempt",
    "public.tendering_registerentry", "public.tendering_sealedfile", "public.tendering_sealedpart",
}  # fmt: skip


def dump() -> str:
    """The whole database, by its owner, as text."""
    login = connections["owner"].get_connection_params()
    told = {key: str(login[key]) for key in ("host", "port", "user", "password") if key in login}
    named = [f"--{name}={told[key]}" for key, name in NAMED.items() if key in told]
    made = subprocess.run(
        [program("pg_dump"), "--data-only", *named, f"--dbname={login['dbname']}"],
        capture_output=True, check=True, text=True, env={"PGPASSWORD": told["password"]},
    )  # fmt: skip
    return made.stdout


def rows_of(dumped: str) -> dict[str, int]:
    """How many rows each table has, and where each sequence stands."""
    found, table = {}, None
    for line in dumped.splitlines():
        if line.startswith("COPY "):
            table = line.split()[1]
            found[table] = 0
        elif line == "\\.":
            table = None
        elif table:
            found[table] += 1
        elif line.startswith("SELECT pg_catalog.setval"):
            sequence, value = re.findall(r"'([^']+)', (\d+)", line)[0]
            found[sequence] = int(value)
    return found


def kept_files(tmp_path: Path) -> bytes:
    """Every key and file that a server has: its secrets, and the heads of the audit chains."""
    folders = (Path(settings.BID_KEYS), tmp_path)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"signing-key", "naming-key"}
    return b"\n".join(path.read_bytes() for path in files)


class Scene:
    """A tender with two bidders; one is planted, and somebody was told things meanwhile."""

    def __init__(self) -> None:
        self.runner = a_tender_runner()
        self.tender = an_open_tender(self.runner)
        self.supplier = a_supplier(PLANTED)
        self.person = a_person(self.supplier, RoleName.SALESPERSON, name=WHO)
        self.seller = acting(self.person, self.supplier)
        self.officers = officers_at_work(self.tender, self.runner)
        self.program = caller(self.seller, scopes=["bids:write"])

    def sent_by_program(self, content) -> str:
        """The same by the supplier's own program: begun, sent, withdrawn; the bid's number."""
        at, program = f"/tenders/{self.tender.pk}", self.program
        files = {CONTENT_FILE: canonical(content)}
        key = key_of(self.tender, self.seller)
        data = sealed(key, LOT, self.supplier.identifier, files)
        begun = program.post(f"{at}/lots/{LOT}/sealed-files", {"size": len(data)}).json()
        part = {"part": SimpleUploadedFile("part", data)}
        path = f"/api/v1{at}/sealed-files/{begun['id']}/parts/0"
        program.client.post(path, part, headers=program.headers)
        bid = program.post(f"{at}/lots/{LOT}/bids", {"file": begun["id"]}).json()
        program.post(f"{at}/bids/{bid['number']}/withdrawal")
        refused = program.post(f"{at}/bids/{bid['number']}/withdrawal")
        assert (bid["stands"], refused.status_code) == (True, 404)
        return bid["number"]


@pytest.fixture(scope="module")
def scene(database):
    return Scene()


def test_a_dump_with_every_key_and_file_opens_nothing_and_names_nobody(
    scene, tmp_path, capsys, caplog
):
    dispatch_waiting(FACTS)
    before = dump()
    tender, seller = scene.tender, scene.seller
    content = bid_content(tender, LOT, scene.supplier, prices=[{"line": "P1", "price": PRICE}])
    with database_clock(BIDS_UNTIL - timedelta(hours=1)):
        by_program = scene.sent_by_program(content)
        gone = submitted_bid(tender, LOT, seller, content)
        withdrawn_bid(tender, seller, gone)
        entry = submitted_bid(tender, LOT, seller, content)
        Heads(tmp_path).write(0, 1, b"\0" * 32, BIDS_UNTIL)
        dispatch_waiting(FACTS)
        after, files = dump(), kept_files(tmp_path)
        seen = _pages(scene)
    added = "\n".join(sorted(set(after.splitlines()) - set(before.splitlines())))
    assert entry.number in added
    assert by_program in added
    names = [
        PLANTED, WHO, PRICE, scene.supplier.identifier, scene.person.email,
        f"person:{scene.person.pk}\t", '"price"', "bid.json",
    ]  # fmt: skip
    out = capsys.readouterr()
    written = "\n".join(
        [files.decode(errors="replace"), out.out, out.err, caplog.text,
         *(f"{one.subject}{one.body}" for one in getattr(mail, "outbox", []))]
    )  # fmt: skip
    assert [name for name in names if name in added] == []
    numbers = (entry.number, gone.number)
    assert [name for name in (*names, *numbers) if name in written] == []
    assert [name for name in (PLANTED, WHO, *numbers, by_program) if name in seen] == []
    grown = {name for name, count in rows_of(after).items() if rows_of(before)[name] != count}
    assert grown == LEFT
    assert _opens(after, files) == 0


def _opens(dumped: str, files: bytes) -> int:
    """How many bids open by anything that the server ever had, alone or joined with another."""
    had = {bytes.fromhex(text) for text in WHOLE.findall(dumped)}
    had |= {line[:SHARE] for line in files.split(b"\n") if len(line) >= SHARE}
    assert len(had) > 20
    joined = {bytes(x ^ y for x, y in zip(a, b, strict=True)) for a, b in combinations(had, 2)}
    parts = re.findall(r"\\\\x(73616d6b6f702d6269640a0100[0-9a-f]+)", dumped)  # of real bids
    heads = [read_header(io.BytesIO(bytes.fromhex(text))) for text in parts]
    assert len(heads) == 3
    return sum(key_commitment(key) == head.commitment for head in heads for key in had | joined)


def _pages(scene) -> str:
    """What the buyer's people and a rival see while bids come in."""
    rival = a_supplier("Rivalen Ab")
    people = [a_person(rival, RoleName.SALESPERSON)]
    with reading(scene.runner):
        people.append(Person.objects.get(id=scene.runner.person_id))
    with reading(scene.officers[0].actor):
        people.append(Person.objects.get(id=scene.officers[0].actor.person_id))
    at = f"/tenders/{scene.tender.pk}"
    addresses = (
        "/", "/tenders/", f"{at}/", f"{at}/opening/", f"{at}/opening/heads/", f"{at}/bids/",
        f"{at}/root.json", f"{at}/dossier.json", "/search/?q=bid", "/administration/audit/",
        "/notifications/",
    )  # fmt: skip
    clients = [a_client(an_account(person)) for person in people]
    seen = [client.get(each).content.decode() for client in clients for each in addresses]
    heads = [json.loads(text)["heads"] for text in seen if text.startswith('{"keys"')]
    assert heads == [[], []]
    return "\n".join(seen)


def decided(*, actor, now, tender_id):
    return move_tender(locked_tender(actor, tender_id), TenderState.DECIDED, now)


def test_after_the_award_a_stranger_finds_what_was_changed_dropped_or_added(scene):
    tender = an_open_tender(scene.runner)
    officers = officers_at_work(tender, scene.runner)
    keeper = register_keeper(tender.owner_id)
    with database_clock(BIDS_UNTIL):
        content = bid_content(tender, LOT, scene.supplier)
        first = submitted_bid(tender, LOT, scene.seller, content)
    with database_clock(BIDS_UNTIL + MOMENT):
        late = submitted_bid(tender, LOT, scene.seller, content)
    opened_tender(tender, officers)
    with reading(keeper), pytest.raises(Refused) as refused:
        dossier_of(tender_of(tender.pk), opening_of(tender.pk))
    assert refused.value.code == "secret-until-award"
    perform(scene.runner, decided, tender_id=tender.pk)
    with reading(keeper):
        data = dossier_of(tender_of(tender.pk), opening_of(tender.pk))
    dossier = read_dossier(data)
    assert findings(dossier) == []
    assert [entry.number.hex() for entry in dossier.late] == [late.number]
    wrong = {
        "bid-missing": lambda whole: whole["opened"]["bids"].clear(),
        "bid-differs": lambda whole: whole["opened"]["bids"][0].update(sealed="0" * 64),
        "bid-added": lambda whole: whole["opened"]["bids"][0].update(number="0" * 32),
        "leaf-unopened": lambda whole: whole["openings"].pop(),
    }
    for code, change in wrong.items():
        whole = json.loads(data)
        change(whole)
        assert code in {one.code for one in findings(read_dossier(json.dumps(whole).encode()))}
    with reading(scene.runner):
        tried = list(BidAttempt.objects.filter(tender_id=tender.pk).values_list("verb", "outcome"))
    assert ("submit_bid", "done") in tried
    assert ("open_bids", "done") in tried
    assert first.number in data.decode()
