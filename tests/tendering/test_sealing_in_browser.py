"""What the browser seals the core opens, and the other way round: one format, two programs."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

import samkop
from core.sealing.tender import (
    KEYS,
    TENDER,
    head_of,
    opened,
    parts_of,
    rehearsal,
    sealed,
)
from samkop.core.sealing import (
    PublicKey,
    Purpose,
    file_key_of,
    open_bid,
    private_file,
    read_parts_file,
    read_private_file,
)

PROGRAMS = Path(samkop.__file__).parent / "tendering" / "static" / "tendering"
SITE = "https://localhost"
PASSPHRASE = "fyra ord på en rad"
LONG = 3 * 64 * 1024 + 17


@pytest.fixture
def modules(page: Page) -> Page:
    """An empty page of a site that serves the browser's programs and nothing else."""

    def answered(route):
        name = route.request.url.rpartition("/")[2]
        if name.endswith(".js"):
            route.fulfill(body=(PROGRAMS / name).read_bytes(), content_type="text/javascript")
        else:
            route.fulfill(body="<p>", content_type="text/html")

    page.route(f"{SITE}/**", answered)
    page.goto(f"{SITE}/")
    return page


SEALED = """async ({tender, lot, bidder, files, purpose}) => {
  const { sealBid } = await import("/sealing.js");
  const { readTenderKey } = await import("/tender_key.js");
  const { Sha256 } = await import("/sha256.js");
  const key = await readTenderKey(tender);
  const made = await sealBid({ key, lot, bidder, purpose,
    files: files.map(({ name, text, zeros }) => ({ name, data: new Blob([text, new Uint8Array(zeros)]) })) });
  const hash = new Sha256(), blocks = [];
  for await (const block of made.blocks) { hash.add(block); blocks.push(block); }
  const data = new Uint8Array(await new Blob(blocks).arrayBuffer());
  let coded = "";
  for (let at = 0; at < data.length; at += 32768) coded += String.fromCharCode(...data.subarray(at, at + 32768));
  return { data: btoa(coded), length: made.length, sha256: hash.hex(), fingerprint: key.fingerprint };
}"""  # noqa: E501

PARTS = """async ({tender, heads, passphrase, file, now}) => {
  const { openPrivateFile, giveParts, partsFile } = await import("/officer_key.js");
  const { readTenderKey } = await import("/tender_key.js");
  const { fromHex } = await import("/bytes.js");
  const key = await readTenderKey(tender);
  try {
    const own = await openPrivateFile(file, passphrase);
    const given = [];
    for (const head of heads) given.push(await giveParts(fromHex(head), [key], own, now));
    return partsFile(given);
  } catch (error) { return error.code; }
}"""

MADE = """async ({name, passphrase}) => {
  const { makeKey } = await import("/officer_key.js");
  try { return await makeKey(name, passphrase); } catch (error) { return error.code; }
}"""


def sealed_there(modules: Page, *names: str, lot="1", purpose=0, zeros=0) -> bytes:
    files = [{"name": name, "text": f"Pris för {name}: 899,00", "zeros": zeros} for name in names]
    inputs = {"tender": TENDER.data.decode(), "lot": lot, "bidder": "0007:5567891234",
              "files": files, "purpose": purpose}  # fmt: skip
    made = modules.evaluate(SEALED, inputs)
    data = base64.b64decode(made["data"])
    assert (made["length"], made["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert made["fingerprint"] == TENDER.fingerprint
    return data


def given_there(modules: Page, officer: int, *bids: bytes, passphrase=PASSPHRASE, now=None) -> str:
    file = private_file("Officer", KEYS[officer], PASSPHRASE).decode()
    inputs = {"tender": TENDER.data.decode(), "heads": [head_of(bid)[0].data.hex() for bid in bids],
              "file": file, "passphrase": passphrase,
              "now": now or TENDER.deadline.timestamp() * 1000 + 1}  # fmt: skip
    return modules.evaluate(PARTS, inputs)


def test_the_core_opens_what_the_browser_sealed_by_any_two(modules: Page):
    for pair, zeros in (((0, 1), 0), ((0, 2), 65_000), ((1, 2), LONG)):
        data = sealed_there(modules, "bid.json", "Bilaga å.pdf", zeros=zeros)
        files = opened(data, pair)
        assert list(files) == ["bid.json", "Bilaga å.pdf"]
        for name, content in files.items():
            assert content == f"Pris för {name}: 899,00".encode() + bytes(zeros)
    assert head_of(sealed_there(modules, "a", purpose=1))[0].purpose is Purpose.REHEARSAL


def test_a_name_that_some_system_cannot_keep_and_an_unknown_lot_are_refused(modules: Page):
    for names, lot, code in (
        (["a/b"], "1", "file-name"), (["CON.txt"], "1", "file-name"),
        (["a", "A"], "1", "file-name"),
        (["a\u200bb"], "1", "file-name"), ([], "1", "too-large"), (["a"], "9", "lot-unknown"),
    ):  # fmt: skip
        with pytest.raises(Exception, match=code):
            sealed_there(modules, *names, lot=lot)


def test_an_officers_parts_from_the_browser_open_with_anothers_from_the_core(modules: Page):
    bids = [sealed(), sealed(b"Price: 901.00", lot="2")]
    given = read_parts_file(given_there(modules, 2, *bids).encode())
    for data, parts in zip(bids, given, strict=True):
        header, body = head_of(data)
        assert parts == parts_of(data, 2)
        file_key = file_key_of(header, [parts, parts_of(data, 0)])
        content = open_bid(header=header, body=body, file_key=file_key)
        assert [b"".join(blocks)[:6] for _, blocks in content.files()] == [b"Price:"]


def test_no_parts_are_given_too_early_by_another_passphrase_or_of_another_head(modules: Page):
    data, early = sealed(), TENDER.deadline.timestamp() * 1000
    assert given_there(modules, 0, data, now=early) == "too-early"
    assert given_there(modules, 0, data, passphrase="fyra andra ord här") == "passphrase-wrong"
    assert json.loads(given_there(modules, 0, rehearsal(), now=early))["samkop"] == "bid-parts"
    changed = bytearray(data)
    changed[50] ^= 1  # the nonce: every part is bound to it
    assert given_there(modules, 0, bytes(changed)) == "part-unopenable"


def test_a_key_made_in_the_browser_is_the_cores_own_kind_of_file(modules: Page):
    assert modules.evaluate(MADE, {"name": "Åsa", "passphrase": "short"}) == "passphrase-short"
    made = modules.evaluate(MADE, {"name": "Åsa", "passphrase": PASSPHRASE})
    name, key = read_private_file(made["privateFile"].encode(), PASSPHRASE)
    assert (name, key.public.raw.hex()) == ("Åsa", made["publicKey"])
    assert PublicKey(bytes.fromhex(made["publicKey"])).fingerprint == made["fingerprint"]
