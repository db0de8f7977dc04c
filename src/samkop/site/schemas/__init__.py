"""The JSON Schemas (draft 2020-12) of what commands answer with ``--json``; one file each."""

from samkop.site.schemas.files import names, text_of

__all__ = ["names", "text_of"]
