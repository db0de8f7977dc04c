"""What an archive says of itself, in the reader's language."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _


def not_yet() -> Promise:
    """Why a tender cannot be archived yet."""
    return _("Before the bids are opened nothing is archived: it would tell who has bid.")


def readme() -> str:
    """How the archive is read and checked, in each language."""
    said = []
    for language, _label in settings.LANGUAGES:
        with override(language):
            said.append(
                gettext(
                    "This archive holds a tender whole. records/ has its data as JSON, a file a"
                    " table; files/ what was sent, as it was sent; history.json who did what and"
                    " when. manifest.json names each file with its SHA-256, its document class and"
                    " how long it is kept. Check it with: sha256sum --check SHA256SUMS"
                )
            )
    return "\n\n".join(said) + "\n"
