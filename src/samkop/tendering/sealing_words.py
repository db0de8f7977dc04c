"""What is said of each fault of sealed bids, in the reader's language.

The same table goes to the browser's programs, whose faults have the same codes.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.sealing import Fault, SealingError
from samkop.platform.refusals import Refused

FAULTS: Mapping[Fault, str | Promise] = {
    Fault.NOT_READABLE: _("This is no such file of Samköp, or it is damaged. Choose another."),
    Fault.VERSION_UNKNOWN: _(
        "The file was made by a newer version of Samköp. Make it again with the one of this page."
    ),
    Fault.KEY_UNUSABLE: _("The key cannot be used. Take another copy of its file."),
    Fault.WORDS_SHORT: _("A passphrase has at least 14 characters. Take four or more words."),
    Fault.WORDS_WRONG: _(
        "The passphrase does not open this file, or the file has been changed. Try again."
    ),
    Fault.OFFICERS_NUMBER: _("Two to ten officers open a tender. Appoint more, or fewer."),
    Fault.OFFICER_TWICE: _("Two officers have the same key. Each makes one of their own."),
    Fault.LOT_UNKNOWN: _("The bid was sealed for another lot. Send it in there."),
    Fault.FILE_NAME: _(
        "The name of a file cannot be kept on every system, or two have the same. Rename it."
    ),
    Fault.FILE_CHANGED: _("A file changed while it was sealed. Choose it again and send again."),
    Fault.TOO_LARGE: _("This is too large, or too many files. Make it smaller."),
    Fault.OTHER_TENDER_KEY: _(
        "This was sealed to another tender's key. Seal it again, to the key of this tender."
    ),
    Fault.NOT_AN_OFFICER: _("This key is of none of the tender's officers. Choose another file."),
    Fault.TOO_EARLY: _("Bids are opened after the deadline. Wait for it."),
    Fault.PART_UNOPENABLE: _("Your part does not open; another pair of officers may open the bid."),
    Fault.PART_FORGED: _(
        "A part is not what was sealed. Give it out again; the bid itself is whole."
    ),
    Fault.SAME_OFFICER: _("Two officers are needed. The other one has to give out parts too."),
    Fault.OTHER_BID: _("The parts are of other bids. Give out those of these."),
    Fault.SEALED_WRONG: _("The officers' parts are right and make no key: it was sealed wrongly."),
    Fault.BODY_CHANGED: _("The sealed bid has been changed or is damaged."),
    Fault.BODY_CUT: _("The sealed bid is not whole. Send it again."),
    Fault.BODY_EXTENDED: _("Something stands after the sealed bid's end. Send it again."),
    Fault.OTHER_BIDDER: _("The bid names another bidder than the one who sent it in."),
    Fault.SIGNATURE_WRONG: _("The receipt has been changed: it is not what was signed."),
}


def refused(error: SealingError) -> Refused:
    """The refusal with the same code."""
    return Refused(error.code.value, FAULTS[error.code])
