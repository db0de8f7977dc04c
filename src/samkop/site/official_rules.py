"""The official rules as XSLT, run by saxonche from a directory that the user names.

They are not shipped. Each rule set is a file whose name ends in the transaction: `…T01.xslt`. Of
invoices there are two, `CEN-EN16931-UBL.xslt` and `PEPPOL-EN16931-UBL.xslt`; the first alone is for
those that follow EN 16931 outside Peppol.
"""

from pathlib import Path
from typing import Any

from lxml import etree

from samkop.core.edocs import Faults
from samkop.core.edocs.rules.rulesets import RuleSet, by_id

_OF_OURS = ("UBL-21-", "UBL-23-", "EDOC-")
_PEPPOL = "PEPPOL"
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"


class OfficialRulesUnavailableError(Exception):
    """Raised if saxonche or the directory's files are not there; the message says what to do."""


class OfficialRules:
    """Compiles each stylesheet when it is first needed."""

    def __init__(self, directory: Path) -> None:
        try:
            from saxonche import PySaxonProcessor
        except ImportError:
            raise OfficialRulesUnavailableError(
                "The official rules need saxonche: install samkop[official-rules]."
            ) from None
        self._directory = directory
        if not any(directory.glob("*.xslt")):
            raise OfficialRulesUnavailableError(f"{directory} holds no *.xslt.")
        self._saxon = PySaxonProcessor(license=False)
        self._compiled: dict[Path, Any] = {}

    def compare(self, data: bytes, ours: Faults) -> dict[str, Any]:
        """The official rule ids besides ours; `verdict` is false where they come to none."""
        ruleset = by_id(ours.ruleset)
        files = stylesheets(self._directory, ruleset) if ruleset is not None else []
        found = self._all_findings(files, data) if files else None
        if found is None:
            return {"verdict": False, "rules": [], "only_official": [], "only_ours": []}
        peppol = {rule for rule in ours.rules if not rule.startswith(_OF_OURS)}
        return {
            "verdict": True,
            "rules": sorted(found),
            "only_official": sorted(found - peppol),
            "only_ours": sorted(peppol - found),
        }

    def _all_findings(self, files: list[Path], data: bytes) -> set[str] | None:
        found = [self._findings(file, data) for file in files]
        if any(one is None for one in found):
            return None
        return set().union(*(one for one in found if one is not None))

    def _findings(self, file: Path, data: bytes) -> set[str] | None:
        if file not in self._compiled:
            self._compiled[file] = self._saxon.new_xslt30_processor().compile_stylesheet(
                stylesheet_file=str(file)
            )
        # Reparsed here, so that Saxon gets neither DOCTYPE nor unusual encodings.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        text = etree.tostring(etree.fromstring(data, parser), encoding="unicode")
        try:
            document = self._saxon.parse_xml(xml_text=text)
            report = self._compiled[file].transform_to_string(xdm_node=document)
        except Exception:  # noqa: BLE001 - saxonche raises many kinds; each means no verdict
            return None
        if report is None:
            return None
        root = etree.fromstring(report.encode())
        return {
            found.get("id", "")
            for found in root.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report")
        }


def stylesheets(directory: Path, ruleset: RuleSet) -> list[Path]:
    """The files of a directory that make up a rule set."""
    if not ruleset.transaction:
        return []
    named = [
        path
        for path in sorted(directory.glob("*.xslt"))
        if f"-{path.stem}".endswith(f"-{ruleset.transaction}")
    ]
    if ruleset.kind.endswith("-en16931"):
        return [path for path in named if not path.stem.startswith(_PEPPOL)]
    return named
