"""The official schema with its extensions, where it stands beside this repository."""

import json
import re
from pathlib import Path

import jsonschema_rs

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "ocds"
HERE = (FOLDER / "release-schema-1.1.5.json").is_file()
SAID = f"The schemas are not at {FOLDER}: only the form that we expect was compared."
PATCHES = ("lots", "bid", "techniques")
RELEASE_ID = "https://standard.open-contracting.org/schema/1__1__5/release-schema.json"
_TRANSLATED = re.compile(r"(.+)_[a-z]{2}")


def loaded(name: str) -> dict:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def patched(value, patch):
    """RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    result = dict(value) if isinstance(value, dict) else {}
    for name, part in patch.items():
        if part is None:
            result.pop(name, None)
        else:
            result[name] = patched(result.get(name), part)
    return result


def release_schema() -> dict:
    schema = loaded("release-schema-1.1.5")
    for name in PATCHES:
        schema = patched(schema, loaded(f"{name}-extension-schema"))
    # Of an extension that we do not write: lots points at it.
    return patched(schema, {"definitions": {"SubmissionTerms": {"type": "object"}}})


def validators() -> tuple[jsonschema_rs.Validator, jsonschema_rs.Validator]:
    """Of a release and of a package of releases."""
    schema = release_schema()
    registry = jsonschema_rs.Registry([(RELEASE_ID, schema)])
    package = loaded("release-package-schema-1.1.5")
    return tuple(
        jsonschema_rs.validator_for(each, validate_formats=True, registry=registry)
        for each in (schema, package)
    )


def unknown(value, schema, root, at="") -> list[str]:
    """Members that the schema does not know: it lets them through, so that errors of ours would."""
    if "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        inner = schema.get("items", {})
        return [fault for part in value for fault in unknown(part, inner, root, f"{at}[]")]
    if not isinstance(value, dict):
        return []
    known, faults = schema.get("properties", {}), []
    for name, part in value.items():
        translated = _TRANSLATED.fullmatch(name)
        if name in known:
            faults += unknown(part, known[name], root, f"{at}/{name}")
        elif not (translated and translated[1] in known):
            faults.append(f"{at}/{name}")
    return faults
