"""What code lists are about, for the words of a fault: the first part of each list's title."""

from collections.abc import Callable

from samkop.core.edocs.messages import gettext_noop

NAMES = frozenset(
    {
        gettext_noop("Actions asked for by the status of an invoice"),
        gettext_noop("Actions of a catalogue"),
        gettext_noop("Actions of a catalogue line"),
        gettext_noop("Allowance reasons"),
        gettext_noop("Answers to a catalogue"),
        gettext_noop("Answers to a message"),
        gettext_noop("Answers to an order"),
        gettext_noop("Answers to an order line"),
        gettext_noop("Changes to an order line"),
        gettext_noop("Charge reasons"),
        gettext_noop("Countries"),
        gettext_noop("Currencies"),
        gettext_noop("Dangerous goods regulations"),
        gettext_noop("Days that VAT is due on"),
        gettext_noop("Document names"),
        gettext_noop("Electronic address schemes"),
        gettext_noop("Identifier schemes"),
        gettext_noop("Item classifications"),
        gettext_noop("Kinds of credit note"),
        gettext_noop("Kinds of fault in a message"),
        gettext_noop("Kinds of image"),
        gettext_noop("Kinds of invoice"),
        gettext_noop("Kinds of order"),
        gettext_noop("Kinds of reference"),
        gettext_noop("Labels and certificates"),
        gettext_noop("Lists of clarifications"),
        gettext_noop("Means of payment"),
        gettext_noop("Measured attributes"),
        gettext_noop("Measured attributes of handling units"),
        gettext_noop("Media types that may be attached"),
        gettext_noop("Modes of transport"),
        gettext_noop("Not applicable"),
        gettext_noop("Pack levels"),
        gettext_noop("Packages"),
        gettext_noop("Prefixes of VAT numbers"),
        gettext_noop("Price types"),
        gettext_noop("Reasons for exemption from VAT"),
        gettext_noop("Reasons for the status of an invoice"),
        gettext_noop("Schemes of handling unit numbers"),
        gettext_noop("Schemes of trace numbers"),
        gettext_noop("Statuses of an invoice"),
        gettext_noop("Subjects of notes"),
        gettext_noop("Transaction conditions"),
        gettext_noop("Transport service priority"),
        gettext_noop("Truth values"),
        gettext_noop("Units of measure"),
        gettext_noop("VAT categories"),
    }
)


def list_words(titles: str, translated: Callable[[str], str]) -> str:
    """The titles of lists (`Currencies: ISO 4217; Countries: …`) with their names `translated`.

    What is named after the colon is the standard's, and stays; so does a list without a title.
    """
    return "; ".join(_words(title, translated) for title in titles.split("; "))


def _words(title: str, translated: Callable[[str], str]) -> str:
    name, colon, standard = title.partition(":")
    return f"{translated(name)}{colon}{standard}" if name in NAMES else title
