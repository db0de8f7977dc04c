"""The official samples, where the corpus stands beside this repository: paths, orders, codes."""

import csv
import tarfile
from collections import defaultdict
from functools import cache
from pathlib import Path

from lxml import etree

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "edocs"
HERE = (FOLDER / "manifest.tsv").is_file()
SAID = f"The corpus is not at {FOLDER}: no official notice was compared."


@cache
def samples():
    """The valid official notices, parsed, by the subtype of each."""
    with (FOLDER / "manifest.tsv").open(encoding="utf-8") as rows:
        table = csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        valid = {r["file"] for r in table if (r["kind"], r["expected"]) == ("eforms", "valid")}
    found = defaultdict(list)
    with tarfile.open(FOLDER / "corpus.tar.xz") as archive:
        for member in archive:
            if member.name.removeprefix("shared/") in valid:
                notice = etree.parse(archive.extractfile(member)).getroot()
                found[subtype_of(notice)].append(notice)
    return found


def subtype_of(notice) -> str:
    return next(notice.iter("{*}SubTypeCode")).text


def places(notice):
    """Each element with its path; the path of an element is its names from the root."""
    stack = [(notice, (notice.tag,))]
    while stack:
        element, path = stack.pop()
        yield element, path
        stack += [(part, (*path, part.tag)) for part in element if isinstance(part.tag, str)]


@cache
def known_shapes(subtype):
    """Those of the official samples of a subtype."""
    return shapes(samples()[subtype])


@cache
def known_codes():
    """Those of all official samples."""
    return codes(notice for alike in samples().values() for notice in alike)


def shapes(notices):
    """Paths with their attributes; under each path, which names stand before which."""
    paths, orders = set(), set()
    for notice in notices:
        for element, path in places(notice):
            paths.add((path, frozenset(element.attrib)))
            tags = [part.tag for part in element if isinstance(part.tag, str)]
            for number, tag in enumerate(tags):
                orders.update((path, tag, after) for after in tags[number + 1 :] if after != tag)
    return paths, orders


def codes(notices):
    """The codes of each list; schemes of identifiers are lists of their own kind."""
    found = defaultdict(set)
    for notice in notices:
        for element in notice.iter(etree.Element):
            if "listName" in element.attrib:
                found[element.get("listName")].add(element.text)
            if "schemeName" in element.attrib:
                found["scheme"].add(element.get("schemeName"))
            if "unitCode" in element.attrib:
                found["unit"].add(element.get("unitCode"))
    return found


# Their lists are too long to be sampled; codes are held to their form.
BY_FORM = {"country", "cpv", "nuts"}


def foreign(written: bytes) -> list[object]:
    """Paths, orders and codes of a notice that no official sample of its subtype has."""
    notice = etree.fromstring(written)
    if not HERE:
        return []
    paths, orders = shapes([notice])
    known_paths, known_orders = known_shapes(subtype_of(notice))
    assert known_paths
    wrong = [
        (name, code)
        for name, told in codes([notice]).items()
        for code in told - known_codes()[name]
        if name not in BY_FORM
    ]
    return sorted(map(str, paths - known_paths)) + sorted(map(str, orders - known_orders)) + wrong


def values(written: bytes, *path: str) -> list[str]:
    """The texts of the elements at the end of a path of local names."""
    steps = "/".join(f"*[local-name()='{name}']" for name in path)
    return [each.text for each in etree.fromstring(written).xpath(f".//{steps}")]
