"""``samkop opendata export``: everything that is published as files in a folder.

The set is that of one moment (the last release then), which ``manifest.json`` keeps: broken off,
the command goes on where it was, with the same set. Each file is written beside and put in its
place once it is whole.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from samkop.core import ocds
from samkop.opendata.documents.files import agreement_lines, purchase_lines, release_lines
from samkop.opendata.documents.packages import publisher, uri_of
from samkop.opendata.models import Release
from samkop.opendata.queries import newest_releases
from samkop.opendata.queries.purchases import published_purchases
from samkop.opendata.vocabulary import ReleaseKind
from samkop.platform.actors import ANONYMOUS
from samkop.platform.unit_of_work import reading
from samkop.site.importing.answering import DONE, unreadable

MANIFEST = "manifest.json"
IN_A_FILE = 5000  # releases
SOME = 2000  # rows read at a time
Json = dict[str, Any]


def export_open_data(out: Path, *, as_json: bool) -> int:
    """Write the whole set into the folder. Returns the exit code: 0 done, 2 not writable."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with reading(ANONYMOUS):
            manifest = _begun(out)
            _write_all(out, manifest)
        manifest["done"] = True
        _keep(out, manifest)
    except OSError as error:
        return unreadable(error)
    if as_json:
        sys.stdout.write(json.dumps(manifest) + "\n")
    return DONE


def _begun(out: Path) -> Json:
    """The set that was begun in the folder, or a new one."""
    path = out / MANIFEST
    if path.is_file():
        known: Json = json.loads(path.read_text(encoding="utf-8"))
        if not known["done"]:
            return known
    last = Release.objects.order_by("-id").values_list("id", flat=True).first()
    return {"samkop": "open-data", "version": 1, "until": last or 0, "done": False, "files": []}


def _write_all(out: Path, manifest: Json) -> None:
    until = manifest["until"]
    known = {each["name"] for each in manifest["files"] if (out / each["name"]).is_file()}
    manifest["files"] = [each for each in manifest["files"] if each["name"] in known]
    work = list(_work(until))
    for number, (name, lines) in enumerate(work, 1):
        if name not in known:
            manifest["files"].append({"name": name, "sha256": _written(out / name, lines)})
            _keep(out, manifest)
        _say(number, len(work), name)


def _work(until: int) -> Iterator[tuple[str, Iterable[str]]]:
    """Each file's name and lines; nothing is read before its lines are."""
    rows = Release.objects.filter(id__lte=until)
    for part in range((rows.count() + IN_A_FILE - 1) // IN_A_FILE):
        some = rows.order_by("id")[part * IN_A_FILE : (part + 1) * IN_A_FILE]
        yield f"releases/{part + 1:05}.jsonl", release_lines(some.iterator(SOME))
    for ocid in rows.order_by("ocid").values_list("ocid", flat=True).distinct():
        yield f"records/{ocid}.json", _record(ocid, until)
    agreements = newest_releases(ReleaseKind.AGREEMENT, until)
    yield "agreements.csv", agreement_lines(agreements.iterator(SOME))
    bought = published_purchases(until).select_related("buyer", "supplier", "release")
    yield "purchases.csv", purchase_lines(bought.iterator(SOME))


def _record(ocid: str, until: int) -> Iterator[str]:
    rows = list(Release.objects.filter(ocid=ocid, id__lte=until).order_by("number"))
    told = ocds.record_package(
        [ocds.record([json.loads(row.body) for row in rows])],
        uri=uri_of(f"processes/{ocid}.json"), publisher=publisher(), published=rows[-1].at,
    )  # fmt: skip
    yield ocds.canonical(told)


def _written(path: Path, lines: Iterable[str]) -> str:
    """The file put in its place whole; its SHA-256."""
    path.parent.mkdir(exist_ok=True)
    beside, digest = path.with_name(f"{path.name}.part"), hashlib.sha256()
    try:
        with beside.open("wb") as file:
            for line in lines:
                data = line.encode()
                digest.update(data)
                file.write(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return digest.hexdigest()


def _keep(out: Path, manifest: Json) -> None:
    beside = out / f"{MANIFEST}.part"
    beside.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    beside.replace(out / MANIFEST)


def _say(number: int, total: int, name: str) -> None:
    """Progress on stderr: one line that is written over, where a person watches."""
    if sys.stderr.isatty():
        end = "\n" if number == total else ""
        sys.stderr.write(f"\r\x1b[K{number}/{total} {name}{end}")
        sys.stderr.flush()
