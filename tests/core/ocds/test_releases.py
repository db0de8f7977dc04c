"""Releases by the official schema, and what is in them."""

import sys
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ocds import official, samples
from samkop.core.ocds import (
    Amount,
    BadPrefixError,
    MixedProcessesError,
    Span,
    Tag,
    compiled,
    digest,
    ocid,
    record,
    record_package,
    register_number,
    register_of,
    release_json,
    release_package,
)
from samkop.core.ocds.merging import WHOLE_LISTS
from samkop.core.ocds.packages import canonical

URI = "https://samkop.example/open-data/releases.json"


@cache
def known():
    return official.release_schema(), *official.validators()


def faults(release) -> list[str]:
    """What the official schema says against a release, and members that it does not know."""
    if not official.HERE:
        return []
    schema, validator, _package = known()
    said = [f"{e.instance_path}: {e.message}" for e in validator.iter_errors(release)]
    return said + official.unknown(release, schema, schema)


def optional(value):
    """Every optional field may be there or not, at all depths."""
    if isinstance(value, tuple):
        return st.tuples(*(optional(part) for part in value))
    if not is_dataclass(value):
        return st.just(value)
    parts = {}
    for field in fields(value):
        whole = optional(getattr(value, field.name))
        free = field.default is not MISSING
        parts[field.name] = whole | st.just(field.default) if free else whole
    return st.builds(lambda **given: replace(value, **given), **parts)


@pytest.fixture(autouse=True, scope="module")
def _said_where_not_compared():
    if not official.HERE:
        sys.stderr.write(official.SAID)


def test_a_release_with_everything_is_one_by_the_schema():
    assert faults(release_json(samples.WHOLE)) == []


def test_a_fault_and_a_misspelt_member_would_be_found():
    told = release_json(samples.WHOLE)
    wrong = told | {"tag": [], "tender": told["tender"] | {"titel": "x"}}
    assert len(faults(wrong)) == (2 if official.HERE else 0)


@settings(max_examples=60)
@given(optional(samples.WHOLE))
def test_a_release_is_one_by_the_schema_whatever_is_left_out(release):
    told = release_json(release)
    assert faults(told) == []
    assert holes(told) == []
    named = {party["id"] for party in told.get("parties", [])}
    assert references_in(told) <= named


def holes(value) -> list[object]:
    """Members that say nothing."""
    if isinstance(value, dict):
        return [
            hole for part in value.values() for hole in ([part] if empty(part) else holes(part))
        ]
    return [hole for part in value for hole in holes(part)] if isinstance(value, list) else []


def empty(part) -> bool:
    return part is None or (part in ("", [], {}) and part is not False and part != 0)


def references_in(told) -> set[str]:
    pointing = [told.get("buyer"), told.get("tender", {}).get("procuringEntity")]
    pointing += told.get("tender", {}).get("tenderers", [])
    for award in told.get("awards", []):
        pointing += award.get("suppliers", [])
    for contract in told.get("contracts", []):
        for each in contract.get("implementation", {}).get("transactions", []):
            pointing += [each.get("payer"), each.get("payee")]
    return {each["id"] for each in pointing if each}


def test_a_party_has_all_its_roles_and_its_number_by_register():
    body, city, shop = sorted(release_json(samples.WHOLE)["parties"], key=lambda p: p["name"])
    assert (body["id"], body["roles"]) == ("FI-PRO-1234567-1", ["procuringEntity"])
    assert (body["name"], body["name_sv"]) == ("Alueen hankinnat Oy", "Regionens upphandling Ab")
    assert city["roles"] == ["buyer", "payer"]
    assert shop["roles"] == ["tenderer", "supplier", "payee"]
    assert shop["identifier"] == {
        "scheme": "SE-ON", "id": "556036-0793", "legalName": "Säljaren AB",
    }  # fmt: skip
    assert shop["address"] == {"countryName": "Sweden"}


def test_a_text_stands_in_the_releases_language_with_the_others_beside():
    tender = release_json(samples.WHOLE)["tender"]
    assert tender["title"] == "Kannettavat tietokoneet"
    assert (tender["title_sv"], tender["title_en"]) == ("Bärbara datorer", "Laptops")
    assert (tender["description"], tender["description_en"]) == ("For all.", "For all.")


def test_money_is_exact_to_the_cent_and_whole_where_it_is():
    amounts = {1_234_550: "12345.5", 100: "1", 1: "0.01", -150: "-1.5", 0: "0"}
    for cents, written in amounts.items():
        award = replace(samples.AWARD, value=Amount(cents, "EUR"))
        told = release_json(replace(samples.WHOLE, awards=(award,)))["awards"][0]
        assert canonical(told["value"]) == f'{{"amount":{written},"currency":"EUR"}}'


def test_times_keep_the_offset_in_which_they_were_told():
    told = release_json(samples.WHOLE)
    assert told["date"] == "2027-01-15T09:30:00+02:00"
    assert told["tender"]["contractPeriod"] == {
        "startDate": "2027-01-15T09:30:00+02:00", "endDate": "2027-05-01T12:00:00Z",
        "maxExtentDate": "2028-04-30T12:00:00Z",
    }  # fmt: skip


def test_a_package_is_one_by_the_schema():
    package = release_package(
        [release_json(samples.WHOLE)], uri=URI, publisher=samples.PUBLISHER, published=samples.LATER
    )
    assert package["publisher"]["uid"] == "1234567-1"
    assert package["version"] == "1.1"
    if official.HERE:
        assert [e.message for e in known()[2].iter_errors(package)] == []
        assert not known()[2].is_valid(package | {"releases": []})


def later(days: int, **changed):
    at = samples.AT + timedelta(days=days)
    return release_json(replace(samples.WHOLE, id=str(days), at=at, **changed))


def test_a_record_holds_the_releases_and_what_they_say_together():
    won = replace(samples.AWARD, title={"fi": "Muutettu"}, suppliers=(samples.BODY,))
    first = later(0, awards=(samples.AWARD,), contracts=(), tags=(Tag.TENDER, Tag.AWARD))
    second = later(3, planning=None, tender=None, awards=(won,), tags=(Tag.AWARD_UPDATE,))
    found = record([second, first])
    together = found["compiledRelease"]
    assert [each["id"] for each in found["releases"]] == ["3", "0"]
    assert together["tag"] == ["compiled"]
    assert together["id"] == f"{samples.WHOLE.ocid}-2027-01-18T09:30:00+02:00"
    assert together["tender"] == first["tender"]
    (award,) = together["awards"]
    assert (award["title"], award["title_en"]) == ("Muutettu", "Laptops")
    assert [each["name"] for each in award["suppliers"]] == ["Säljaren AB", "Alueen hankinnat Oy"]
    assert together["contracts"] == second["contracts"]
    assert faults(together) == []
    package = record_package([found], uri=URI, publisher=samples.PUBLISHER, published=samples.LATER)
    assert package["records"] == [found]


def test_null_takes_away_and_a_list_without_ids_is_replaced_whole():
    one = {"ocid": "a", "date": "2027-01-01", "id": "1", "tag": ["tender"],
           "tender": {"title": "x", "submissionMethod": ["written"],
                      "items": [{"id": "1", "additionalClassifications": [{"id": "a"}]}]},
           }  # fmt: skip
    two = {"ocid": "a", "date": "2027-01-02", "id": "2", "tag": ["tenderUpdate"],
           "tender": {"title": None, "submissionMethod": ["inPerson"],
                      "items": [{"id": "1", "additionalClassifications": [{"id": "b"}]},
                                {"id": "2"}]}}  # fmt: skip
    assert compiled([two, one])["tender"] == {
        "submissionMethod": ["inPerson"],
        "items": [{"id": "1", "additionalClassifications": [{"id": "b"}]}, {"id": "2"}],
    }


def test_the_order_of_merging_is_that_of_the_dates_not_of_their_letters():
    early = {
        "ocid": "a",
        "date": "2027-01-02T00:30:00+02:00",
        "id": "1",
        "tag": [],
        "language": "fi",
    }
    late = {"ocid": "a", "date": "2027-01-01T23:00:00Z", "id": "2", "tag": [], "language": "sv"}
    assert compiled([late, early])["language"] == "sv"


def test_only_one_process_is_compiled():
    one, other = later(0), later(1, ocid="ocds-000000-1-tender-2")
    with pytest.raises(MixedProcessesError):
        compiled([one, other])
    with pytest.raises(MixedProcessesError):
        compiled([])


def test_the_lists_replaced_whole_are_the_schemas():
    def named(value):
        if not isinstance(value, dict):
            return set()
        own = {
            name
            for name, part in value.items()
            if isinstance(part, dict) and part.get("wholeListMerge")
        }
        return own.union(*map(named, value.values()))

    if official.HERE:
        assert named(official.release_schema()) == WHOLE_LISTS
    assert "additionalClassifications" in WHOLE_LISTS


def test_the_canonical_text_is_the_same_whatever_the_order_of_names():
    assert canonical({"b": 1, "a": {"d": "å", "c": 1.5}}) == '{"a":{"c":1.5,"d":"å"},"b":1}'
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_process_and_an_organisation_have_their_names():
    assert ocid("ocds-000000", "1234567-1", "tender", "D 12/2027 å") == (
        "ocds-000000-1234567-1-tender-D-12-2027"
    )
    with pytest.raises(BadPrefixError):
        ocid("ocds-12", "1", "tender", "1")
    assert [register_of(code) for code in ("0212", "0007", "0088")] == [
        "FI-PRO", "SE-ON", "ISO6523-0088",
    ]  # fmt: skip
    assert register_number("0007", "5560360793") == "556036-0793"
    assert register_number("0212", "1234567-1") == "1234567-1"
    assert register_number("0088", "7300010000001") == "7300010000001"


def test_a_period_without_days_is_none():
    tender = replace(samples.TENDER, bids=Span())
    assert "tenderPeriod" not in release_json(replace(samples.WHOLE, tender=tender))["tender"]
