"""What the history calls fields of information security and its jobs (``field_words``)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OF_SECURITY: dict[str, str | Promise] = {
    "applies": _("Whether the law applies"),
    "authority": _("Authority"),
    "aware_at": _("Became aware at"),
    "begun_at": _("Runs since"),
    "checked": _("Confirmed in the source"),
    "counted_on": _("Counted on"),
    "in_use": _("Devices in use"),
    "losing": _("Will lose support within six months"),
    "lost": _("Have lost support"),
    "mark": _("Marking"),
    "personal_data": _("Personal data are affected"),
    "significant": _("Significant"),
    "unknown": _("End of support unknown"),
    "warn_at": _("Warn at"),
    "adopted_on": _("Adopted on"),
    "adopted_reference": _("Minutes or number of the decision"),
    "attest_by": _("Attested by"),
    "file_name": _("File"),
    "guidelinefile_rows": _("Files of the guideline"),
    "guidelinepoint_rows": _("Points"),
    "reach": _("How reached"),
    "review_months": _("Months until attested anew"),
    "sha256": _("Hash of the file"),
    "text_en": _("Text in English"),
    "text_fi": _("Text in Finnish"),
    "text_sv": _("Text in Swedish"),
}

SECURITY_JOBS: dict[str, str | Promise] = {
    "attestation-watch": _("Samköp: reminding of attestations"),
    "guidelines": _("Samköp: hearing of motions on guidelines"),
    "incident-watch": _("Samköp: watching reporting times"),
}
