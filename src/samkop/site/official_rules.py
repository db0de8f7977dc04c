"""The official rules as XSLT, run by saxonche from a directory that the user names.

They are not shipped. Each rule set is a file whose name ends in the transaction: `…T01.xslt`.
"""

from pathlib import Path
from typing import Any

from lxml import etree

from samkop.core.edocs import Faults
from samkop.core.edocs.rules.rulesets import by_id

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
        self._files = {path.stem.rpartition("-")[2]: path for path in directory.glob("*.xslt")}
        if not self._files:
            raise OfficialRulesUnavailableError(f"{directory} holds no *.xslt.")
        self._saxon = PySaxonProcessor(license=False)
        self._compiled: dict[str, Any] = {}

    def compare(self, data: bytes, ours: Faults) -> dict[str, Any]:
        """The official rule ids besides ours; `verdict` is false where they come to none."""
        ruleset = by_id(ours.ruleset)
        found = None
        if ruleset is not None and ruleset.transaction in self._files:
            found = self._findings(ruleset.transaction, data)
        if found is None:
            return {"verdict": False, "rules": [], "only_official": [], "only_ours": []}
        peppol = {rule for rule in ours.rules if not rule.startswith(("UBL-", "EDOC-"))}
        return {
            "verdict": True,
            "rules": sorted(found),
            "only_official": sorted(found - peppol),
            "only_ours": sorted(peppol - found),
        }

    def _findings(self, transaction: str, data: bytes) -> set[str] | None:
        if transaction not in self._compiled:
            self._compiled[transaction] = self._saxon.new_xslt30_processor().compile_stylesheet(
                stylesheet_file=str(self._files[transaction])
            )
        # Reparsed here, so that Saxon gets neither DOCTYPE nor unusual encodings.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        text = etree.tostring(etree.fromstring(data, parser), encoding="unicode")
        try:
            document = self._saxon.parse_xml(xml_text=text)
            report = self._compiled[transaction].transform_to_string(xdm_node=document)
        except Exception:  # noqa: BLE001 - saxonche raises many kinds; each means no verdict
            return None
        if report is None:
            return None
        root = etree.fromstring(report.encode())
        return {
            found.get("id", "")
            for found in root.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report")
        }
