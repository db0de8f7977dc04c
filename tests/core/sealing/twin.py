"""Sealing and opening once more, from nothing but what a browser's Web Crypto has.

ECDH and import of P-256 points, HMAC and SHA-256 (HKDF is HMAC), AES-GCM. It knows the format from
docs/reference/sealed-bids.md and shares no code with the product.
"""

from __future__ import annotations

import hashlib
import hmac
import json

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LABEL = b"samkop sealed-bid/1 "
_KEM = b"KEM" + (16).to_bytes(2)


def sha(data):
    return hashlib.sha256(data).digest()


def extract(salt, data):
    return hmac.digest(salt or bytes(32), data, "sha256")


def expand(key, info, length):
    found = block = b""
    for n in range(1, -(-length // 32) + 1):
        block = hmac.digest(key, block + info + bytes([n]), "sha256")
        found += block
    return found[:length]


def labeled_extract(suite, salt, label, data):
    return extract(salt, b"HPKE-v1" + suite + label + data)


def labeled_expand(suite, key, label, info, length):
    return expand(key, length.to_bytes(2) + b"HPKE-v1" + suite + label + info, length)


def private(number: bytes):
    return ec.derive_private_key(int.from_bytes(number), ec.SECP256R1())


def public(raw: bytes):
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)


def raw_of(key) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def shared_secret(own, other: bytes, encapsulated: bytes, recipient: bytes) -> bytes:
    """DHKEM's, RFC 9180, section 4.1."""
    prk = labeled_extract(_KEM, b"", b"eae_prk", own.exchange(ec.ECDH(), public(other)))
    return labeled_expand(_KEM, prk, b"shared_secret", encapsulated + recipient, 32)


def schedule(secret: bytes, info: bytes, aead: int = 2):
    """Key, nonce and key schedule context of base mode, RFC 9180, section 5.1."""
    suite = b"HPKE" + b"".join(n.to_bytes(2) for n in (16, 1, aead))
    context = (
        b"\0" + labeled_extract(suite, b"", b"psk_id_hash", b"")
        + labeled_extract(suite, b"", b"info_hash", info)
    )  # fmt: skip
    prk = labeled_extract(suite, secret, b"secret", b"")
    key = labeled_expand(suite, prk, b"key", context, {1: 16, 2: 32}[aead])
    return key, labeled_expand(suite, prk, b"base_nonce", context, 12), context


def hpke_seal(recipient: bytes, info: bytes, plain: bytes) -> bytes:
    own = ec.generate_private_key(ec.SECP256R1())
    encapsulated = raw_of(own.public_key())
    key, nonce, _ = schedule(shared_secret(own, recipient, encapsulated, recipient), info)
    return encapsulated + AESGCM(key).encrypt(nonce, plain, b"")


def hpke_open(scalar: bytes, info: bytes, sealed: bytes) -> bytes:
    own, encapsulated = private(scalar), sealed[:65]
    secret = shared_secret(own, encapsulated, encapsulated, raw_of(own.public_key()))
    key, nonce, _ = schedule(secret, info)
    return AESGCM(key).decrypt(nonce, sealed[65:], b"")


def padded(length):
    if length <= 65536:
        return 65536
    exponent = length.bit_length() - 1
    step = 2 ** (exponent - exponent.bit_length())
    return (length + step - 1) // step * step


def body_key(file_key, head):
    return AESGCM(expand(extract(sha(head), file_key), LABEL + b"body", 32))


def seal(tender_file: bytes, lot: str, bidder: str, files: dict[str, bytes], chance) -> bytes:
    officers = [bytes.fromhex(one["public_key"]) for one in json.loads(tender_file)["officers"]]
    file_key, nonce = chance(32), chance(32)
    context = (
        b"samkop-bid\n" + bytes([1, 0]) + sha(tender_file) + nonce
        + sha(LABEL + b"file key\0" + file_key) + bytes([len(officers), len(lot.encode())])
        + lot.encode()
    )  # fmt: skip
    parts = b""
    for low in range(len(officers)):
        for high in range(low + 1, len(officers)):
            one = chance(32)
            two = bytes(a ^ b for a, b in zip(one, file_key, strict=True))
            for officer, share in ((low, one), (high, two)):
                info = LABEL + b"part\0" + sha(context) + bytes([low, high, officer])
                parts += sha(LABEL + b"share\0" + info + share)
                parts += hpke_seal(officers[officer], info, share)
    listed = json.dumps(
        {"bidder": bidder, "files": [{"name": n, "size": len(d)} for n, d in files.items()]},
        separators=(",", ":"), ensure_ascii=False,
    ).encode()  # fmt: skip
    content = len(listed).to_bytes(4) + listed + b"".join(files.values())
    content += bytes(padded(len(content)) - len(content))
    cipher, sealed = body_key(file_key, context + parts), context + parts
    pieces = [content[at : at + 65536] for at in range(0, len(content), 65536)]
    for number, piece in enumerate(pieces):
        last = bytes([number == len(pieces) - 1])
        sealed += cipher.encrypt(number.to_bytes(11) + last, piece, None)
    return sealed


def open_sealed(sealed: bytes, scalars: dict[int, bytes]) -> dict[str, bytes]:
    """By the private keys of two officers of those in the head, by their places."""
    officers, lot = sealed[109], sealed[110]
    context, at = sealed[: 111 + lot], 111 + lot
    shares = []
    for low in range(officers):
        for high in range(low + 1, officers):
            for officer in (low, high):
                if {low, high} == set(scalars):
                    info = LABEL + b"part\0" + sha(context) + bytes([low, high, officer])
                    shares.append(hpke_open(scalars[officer], info, sealed[at + 32 : at + 145]))
                at += 145
    file_key = bytes(a ^ b for a, b in zip(*shares, strict=True))
    cipher, body = body_key(file_key, sealed[:at]), sealed[at:]
    pieces = [body[n : n + 65552] for n in range(0, len(body), 65552)]
    content = b"".join(
        cipher.decrypt(number.to_bytes(11) + bytes([piece is pieces[-1]]), piece, None)
        for number, piece in enumerate(pieces)
    )
    start = 4 + int.from_bytes(content[:4])
    found = {}
    for one in json.loads(content[4:start])["files"]:
        found[one["name"]] = content[start : start + one["size"]]
        start += one["size"]
    return found
