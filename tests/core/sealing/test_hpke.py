"""The envelope's cryptography is RFC 9180's, and a browser can make and open the same bytes.

Vectors: RFC 9180, appendix A.3.1 (DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, base mode), and for
AES-256-GCM the RFC's set of all suites in the accumulated form of C2SP and Go (a thousand
messages, hashed by SHAKE128).
"""

from __future__ import annotations

import hashlib
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.sealing import twin
from core.sealing.tender import BIDDER, CHUNK, KEYS, TENDER, opened, sealed
from samkop.core.sealing import PrivateKey, PublicKey

INFO = b"Ode on a Grecian Urn"
TEXT = b"Beauty is truth, truth beauty"
SCALAR = bytes.fromhex("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2")
POINT = bytes.fromhex(
    "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62f"
    "b3d30ad6aa8f80e30f1d128aafd68a2ce72ea0"
)
ENCAPSULATED = bytes.fromhex(
    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c"
    "0900be863c403ce65c9bfcb9382657222d18c4"
)
SCALAR_256 = bytes.fromhex("317f915db7bc629c48fe765587897e01e282d3e8445f79f27f65d031a88082b2")
POINT_256 = bytes.fromhex(
    "04abc7e49a4c6b3566d77d0304addc6ed0e98512ffccf505e6a8e3eb25c685136f853148544876de76c0f2ef99cd"
    "c3a05ccf5ded7860c7c021238f9e2073d2356c"
)
ENCAPSULATED_256 = bytes.fromhex(
    "04c06b4f6bebc7bb495cb797ab753f911aff80aefb86fd8b6fcc35525f3ab5f03e0b21bd31a86c6048af3cb2d98e"
    "0d3bf01da5cc4c39ff5370d331a4f1f7d5a4e0"
)


def test_the_twin_is_rfc_9180_step_by_step():
    secret = twin.shared_secret(twin.private(SCALAR), ENCAPSULATED, ENCAPSULATED, POINT)
    key, nonce, context = twin.schedule(secret, INFO, aead=1)
    assert secret.hex() == "c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8"
    assert context.hex() == (
        "00b88d4e6d91759e65e87c470e8b9141113e9ad5f0c8ceefc1e088c82e6980500798e486f9c9c09c9b5c753a"
        "c72d6005de254c607d1b534ed11d493ae1c1d9ac85"
    )
    assert (key.hex(), nonce.hex()) == (
        "868c066ef58aae6dc589b6cfdd18f97e", "4e0bc5018beba4bf004cca59",
    )  # fmt: skip
    assert AESGCM(key).encrypt(nonce, TEXT, b"Count-0").hex() == (
        "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434"
    )


def test_with_aes_256_the_twin_makes_the_thousand_messages_of_the_vectors():
    secret = twin.shared_secret(
        twin.private(SCALAR_256), ENCAPSULATED_256, ENCAPSULATED_256, POINT_256
    )
    key, nonce, _ = twin.schedule(secret, INFO)
    source, at, made = hashlib.shake_128(b"").digest(600_000), 0, hashlib.shake_128()
    for number in range(1000):
        drawn = []
        for _ in range(2):
            length = source[at]
            drawn.append(source[at + 1 : at + 1 + length])
            at += 1 + length
        counted = bytes(a ^ b for a, b in zip(nonce, number.to_bytes(12), strict=True))
        made.update(AESGCM(key).encrypt(counted, drawn[1], drawn[0]))
    assert made.digest(16).hex() == "8d3263541fc1695b6e88ff3a1208577c"


def test_our_keys_are_the_vectors_keys():
    assert PrivateKey(SCALAR).public == PublicKey(POINT)
    assert PrivateKey(SCALAR_256).public == PublicKey(POINT_256)


def test_what_the_product_seals_the_twin_opens_and_the_other_way_round():
    """So the product's HPKE is the RFC's: the twin is, by its vectors."""
    key = PrivateKey(SCALAR_256)
    assert twin.hpke_open(SCALAR_256, INFO, key.public.seal(TEXT, INFO)) == TEXT
    made = twin.hpke_seal(POINT_256, INFO, TEXT)
    assert key.open(made, INFO) == TEXT
    assert key.open(made, INFO + b"!") is None
    assert key.open(made[:-1], INFO) is None
    assert key.open(b"", INFO) is None


def test_whole_bids_are_the_same_format_for_both():
    files = {"prices.csv": b"Price: 899.00", "Bilaga å.pdf": secrets.token_bytes(3 * CHUNK)}
    made = twin.seal(TENDER.data, "2", BIDDER, files, secrets.token_bytes)
    assert opened(made, (0, 2)) == files
    ours = sealed(files["Bilaga å.pdf"])
    for pair in TENDER.pairs:
        found = twin.open_sealed(ours, {officer: KEYS[officer].scalar for officer in pair})
        assert found == {"prices.csv": files["Bilaga å.pdf"]}
