"""Damages documents so that they stay XML: what only changes bytes seldom comes past the parser."""

import random
from copy import deepcopy

from lxml import etree

VALUES = (
    "", " ", "0", "-0", "-1", "1E999999", "NaN", "1" * 400, "0.0000001", "9" * 25 + ",99",
    "1,005", "9999-12-31", "00010101", "20261399", "true", "EUR", "XXX", "S", "O", "AE", "381",
    "Z", "\u00a0", "\u202e", "RF18539007547034", "INV02", "Cancel", "0216", "-",
)  # fmt: skip
_MOST = 4


def mutated(data: bytes, seed: int) -> bytes:
    """The document with one to four changes: elements out, twice, elsewhere, or with other text.

    Bytes that are no XML lose some of them instead.
    """
    chance = random.Random(seed)
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        place = chance.randrange(len(data) + 1)
        return data[:place] + data[place + chance.randint(0, 8) :]
    for _change in range(chance.randint(1, _MOST)):
        _change_one(root, chance)
    return etree.tostring(root)


def _change_one(root: etree._Element, chance: random.Random) -> None:
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    element, other = chance.choice(elements), chance.choice(elements)
    parent = element.getparent()
    what = chance.randrange(7)
    if what == 0 and parent is not None:
        parent.remove(element)
    elif what == 1 and parent is not None:
        parent.append(deepcopy(element))
    elif what == 2:
        other.append(deepcopy(chance.choice(elements[1:] or elements)))
    elif what == 3 and element.keys():
        element.set(chance.choice(element.keys()), chance.choice(VALUES))
    elif what == 4:
        element.tail = chance.choice(VALUES)
    elif what == 5:
        element.append(etree.Comment("a comment"))
    else:
        element.text = chance.choice(VALUES)
