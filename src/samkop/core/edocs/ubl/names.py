"""Names of UBL elements: `cbc:ID` in our tables, `{urn:…}ID` in the parsed tree."""

from functools import lru_cache

NAMESPACES = {
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
}
DOCUMENT_NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:{}-2"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

_PREFIXES = {namespace: prefix for prefix, namespace in NAMESPACES.items()}


def tag_of(name: str) -> str:
    """`cbc:ID` → `{urn:…CommonBasicComponents-2}ID`; a name without prefix is a document's root."""
    prefix, _, local = name.rpartition(":")
    namespace = NAMESPACES[prefix] if prefix else DOCUMENT_NAMESPACE.format(local)
    return f"{{{namespace}}}{local}"


@lru_cache(maxsize=4096)
def name_of(tag: str) -> str:
    """The other way round; a root has no prefix, an unknown namespace the prefix `?`."""
    namespace, _, local = tag.removeprefix("{").rpartition("}")
    prefix = _PREFIXES.get(namespace)
    if prefix:
        return f"{prefix}:{local}"
    return local if namespace == DOCUMENT_NAMESPACE.format(local) else f"?:{local}"


def bare_tag(name: str) -> str:
    """The tag of an element without namespace, as Finvoice has them: its name."""
    return name


@lru_cache(maxsize=4096)
def bare_name(tag: str) -> str:
    """The other way round; an element of any namespace has the prefix `?`."""
    return f"?:{tag.rpartition('}')[2]}" if tag.startswith("{") else tag
