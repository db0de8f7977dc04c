"""From bytes to a document, or to what is wrong with them."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any

from samkop.core.edocs.finvoice import builder as finvoice
from samkop.core.edocs.limits import STANDARD, Limits
from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model import CreditNote, Document, Faults, Invoice
from samkop.core.edocs.punchout.cxml_messages import examine_cxml, is_cxml
from samkop.core.edocs.rules.rulesets import (
    FINVOICE,
    LINE_TAGS,
    ROOTS,
    RULESETS,
    RuleSet,
    by_id,
    for_document,
)
from samkop.core.edocs.source import (
    STREAMED_FROM,
    UnreadableError,
    checked,
    framed_parties,
    parse,
    root_tag,
    stream,
)
from samkop.core.edocs.ubl import problems
from samkop.core.edocs.ubl.bindings import Builder
from samkop.core.edocs.ubl.findings import TooManyFaultsError, unreadable
from samkop.core.edocs.ubl.names import name_of, tag_of
from samkop.core.edocs.ubl.node import compiled
from samkop.core.edocs.ubl.shaped import run_of

Progress = Callable[[int], None]
"""Told the number of lines read so far, every hundred lines."""

_EVERY = 100
_LONGEST_KNOWN = 400
_CUSTOMIZATION_ID, _PROFILE_ID = tag_of("cbc:CustomizationID"), tag_of("cbc:ProfileID")


def read(
    data: bytes, *, limits: Limits = STANDARD, progress: Progress | None = None
) -> Document | Faults:
    """The document in `data`, or its faults if one of them is fatal.

    Never raises for bad input. The rule set is the newest for the document's kind.
    """
    document, faults = examine(data, limits=limits, progress=progress)
    return faults if document is None else document


def examine(
    data: bytes,
    *,
    ruleset: str | None = None,
    limits: Limits = STANDARD,
    progress: Progress | None = None,
) -> tuple[Document | None, Faults]:
    """The document in `data` (None if a fault is fatal) together with all faults and warnings.

    Raises ValueError if there is no rule set of the name `ruleset`.
    """
    return _Reading(limits, progress, ruleset, build=True).of(data)


def validate(
    data: bytes,
    *,
    ruleset: str | None = None,
    limits: Limits = STANDARD,
    progress: Progress | None = None,
) -> Faults:
    """Every rule that `data` breaks, warnings included; `faults.valid` is the verdict.

    `ruleset` names what to apply (`peppol-order:3.0.17`); without it the document's own root and
    CustomizationID decide. Raises ValueError if there is no rule set of that name.
    """
    return _Reading(limits, progress, ruleset, build=False).of(data)[1]


class _Reading:
    def __init__(
        self, limits: Limits, progress: Progress | None, ruleset: str | None, *, build: bool
    ) -> None:
        self._limits = limits
        self._progress = progress
        self._build = build
        self._given = b""
        self._ruleset = by_id(ruleset) if ruleset else None
        if ruleset and self._ruleset is None:
            known = ", ".join(known.id for known in RULESETS)
            raise ValueError(f"there is no rule set {ruleset}; known are {known}")

    def of(self, data: bytes) -> tuple[Document | None, Faults]:
        if self._ruleset is None and is_cxml(data):
            return examine_cxml(data)
        try:
            self._given = data
            data = checked(data, self._limits)
            if len(data) <= STREAMED_FROM:
                return self._whole(data)
            with _garbage_collection_paused():
                return self._streamed(data)
        except UnreadableError as error:
            return None, Faults((error.fault,))

    def _whole(self, data: bytes) -> tuple[Document | None, Faults]:
        root = parse(data)
        ruleset = self._ruleset or _recognised(root)
        return self._walk(ruleset, root, self._counted(iter(root), ruleset.line_tag), [0], data)

    def _streamed(self, data: bytes) -> tuple[Document | None, Faults]:
        dropped = [0]

        def drop() -> None:
            dropped[0] += 1

        line_tag = _line_tag(root_tag(data))
        elements = stream(data, line_tag, drop)
        root = next(elements)
        ruleset = self._ruleset or _recognised(root)
        return self._walk(ruleset, root, self._counted(elements, line_tag), dropped, data)

    def _walk(
        self,
        ruleset: RuleSet,
        root: Any,
        children: Iterator[Any],
        dropped: list[int],
        data: bytes,
    ) -> tuple[Document | None, Faults]:
        if root.tag != ruleset.root_tag:
            raise UnreadableError(
                unreadable("EDOC-KIND", gettext_noop("The file is no {kind}."), kind=ruleset.kind)
            )
        builder = self._builder(ruleset)
        run = run_of(compiled(ruleset), self._limits, builder.add_line if builder else None, data)
        run.findings.dropped = dropped
        document = None
        try:
            tree = run.read(root, children)
        except TooManyFaultsError:
            builder = None
        if builder is not None and not run.findings.fatal:
            try:
                document = builder.document(tree)
            except (ValueError, ArithmeticError) as error:
                run.findings.add(problems.VALUE, root, detail=str(error))
        found = run.findings
        faults = Faults(tuple(found.faults), ruleset.kind, ruleset.id, found.omitted)
        if isinstance(document, Invoice | CreditNote) and isinstance(builder, finvoice.Builder):
            of_value = finvoice.faults_of_value(document, builder.rows, self._limits)
            faults = replace(faults, faults=(*faults.faults, *of_value))
            document = document if self._build and faults.valid else None
        return document, faults

    def _builder(self, ruleset: RuleSet) -> "Builder | finvoice.Builder | None":
        """Finvoice is built for checking too, as the rules of EN 16931 are asked of its value."""
        if ruleset.kind == FINVOICE:
            return finvoice.Builder(framed_parties(self._given))
        return Builder(ruleset.kind) if self._build else None

    def _counted(self, children: Iterator[Any], line_tag: str) -> Iterator[Any]:
        lines = others = 0
        for child in children:
            if child.tag == line_tag:
                lines += 1
                if self._progress is not None and lines % _EVERY == 0:
                    self._progress(lines)
            else:
                others += 1
            if lines > self._limits.lines:
                raise _too_much(
                    "EDOC-LINES",
                    gettext_noop("The document has more than the {limit} lines that are read."),
                    self._limits.lines,
                )
            if others > self._limits.width:
                raise _too_much(
                    "EDOC-WIDTH",
                    gettext_noop("The document has more than {limit} elements at its root."),
                    self._limits.width,
                )
            yield child


@contextmanager
def _garbage_collection_paused() -> Iterator[None]:
    """Nothing here is cyclic; looking for cycles among a long document's lines costs a quarter."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _too_much(rule: str, sentence: str, limit: int) -> UnreadableError:
    return UnreadableError(unreadable(rule, sentence, limit=str(limit)))


def _line_tag(tag: str) -> str:
    if tag not in LINE_TAGS:
        raise _unknown_kind(name_of(tag))
    return LINE_TAGS[tag]


def _unknown_kind(kind: str) -> UnreadableError:
    sentence = gettext_noop("The file is a document of the kind {kind}, which is not known here.")
    return UnreadableError(unreadable("EDOC-KIND", sentence, kind=kind))


_known_document = lru_cache(maxsize=512)(for_document)


def _recognised(root: Any) -> RuleSet:
    """The rule set for a root element. Raises UnreadableError if there is none."""
    name = ROOTS.get(root.tag) or name_of(root.tag)
    customization = (root.findtext(_CUSTOMIZATION_ID) or "").strip()
    profile = (root.findtext(_PROFILE_ID) or "").strip()
    short = len(customization) + len(profile) < _LONGEST_KNOWN
    ruleset = (_known_document if short else for_document)(name, customization, profile=profile)
    if ruleset is None:
        raise _unknown_kind(customization[:120] or name)
    return ruleset
