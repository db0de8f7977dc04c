"""A register as the import's benchmark takes it in: a large owner's, by a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

# Makers, models, categories: real names.
MODELS = (
    ("Apple", "iPhone 15", "phone"), ("Apple", "iPad (10th generation)", "tablet"),
    ("Samsung", "Galaxy A55 5G", "phone"), ("Samsung", "Galaxy XCover7", "rugged-phone"),
    ("HP", "Fortis 11 inch G9 Chromebook", "laptop"), ("HP", "255 G9 Notebook PC", "laptop"),
    ("Dell", "Latitude 5430", "laptop"), ("Dell", "P2422HE Monitor", "monitor"),
)  # fmt: skip
HEADING = (
    "asset_number;serial_number;manufacturer;model;category;state;holder_kind;holder;site;"
    "cost_centre;received_on;price;warranty_until"
)
SITES, CENTRES, CLASSES = 60, 40, 5_000
KINDS = ("class", "cart", "room")


def site_codes() -> list[str]:
    """The sites that the register names."""
    return [f"S{n}" for n in range(SITES)]


def centre_codes() -> list[str]:
    """The cost centres that the register names."""
    return [f"{n}" for n in range(1000, 1000 + CENTRES)]


def a_register(devices: int) -> bytes:
    """A CSV file of so many devices; the same number, the same file."""
    return "\n".join([HEADING, *_rows(devices)]).encode()


def _rows(devices: int) -> Iterator[str]:
    chance = random.Random(devices)  # noqa: S311 - made up, by a seed
    for number in range(devices):
        maker, model, category = MODELS[chance.randrange(len(MODELS))]
        group, year = chance.randrange(CLASSES), 2023 + number * 4 // devices
        day = f"{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        yield (
            f"A{number:08};{maker[0]}{chance.randrange(16**7):07X}{number:X};{maker};{model};"
            f"{category};in-use;{KINDS[group % 3]};G{group};S{group % SITES};"
            f"{1000 + group % CENTRES};{year}-{day};{chance.randrange(100, 900)}.50;"
            f"{year + 3}-{day}"
        )
