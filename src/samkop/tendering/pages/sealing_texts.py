"""What the browser's programs say: faults by their codes, and the steps of their work."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samkop.tendering.sealing_words import FAULTS


def sealing_texts() -> dict[str, str]:
    """For ``json_script``: the sentence of each code."""
    return {
        **{code.value: str(sentence) for code, sentence in FAULTS.items()},
        "failed": _("This did not work. Load the page again and try once more."),
        "passphrases-differ": _("The two passphrases differ. Type them again."),
        "choose-file": _("Choose the file of your private key."),
        "making": _("Your key is being made …"),
        "made": _("Your private key is saved as a file. Keep it, and hand in the public key."),
        "opening": _("Your parts are being opened …"),
        "sealing": _("Sealing and sending …"),
        "stopped": _("Stopped. Nothing is lost: go on when you like, from this page."),
        "resuming": _("The connection broke. Trying again …"),
        "received": _("Sent. Writing the receipt …"),
        "hash-differs": _("The server received other bytes than were sent. Send again."),
        "fill-in": _("Fill in what is marked first."),
    }
