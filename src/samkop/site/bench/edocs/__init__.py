"""``samkop bench edocs``: reading and ruling documents, beside parsing and the official rules."""

from samkop.site.bench.edocs.measuring import measure

__all__ = ["measure"]
