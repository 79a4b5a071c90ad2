"""Every item of a content pack says where it was read, when, and how well that was verified. What is missing is missing."""

import datetime as dt
import json
import re

import pytest
from houseplan import PACKAGE

CONTENT = PACKAGE / "content"
VERIFICATIONS = {"primary", "secondary", "adjunct", "inferred", "missing"}
# Read on: no earlier than the reform that all of this describes, no later than any day a test will run on.
EARLIEST, LATEST = dt.date(2017, 1, 1), dt.date(2100, 1, 1)


def faults_of(item):
    if not isinstance(item, dict):
        return ["is no object"]
    faults = []
    source = item.get("source")
    if not isinstance(source, str) or len(source.strip()) < 8:
        faults.append("has no source")
    try:
        if not EARLIEST <= dt.date.fromisoformat(item.get("retrieved_on", "")) <= LATEST:
            faults.append("has a date that cannot be")
    except (TypeError, ValueError):
        faults.append("has no date")
    if item.get("verification") not in VERIFICATIONS:
        faults.append("has no verification")
    return faults


def items_without_source(folder):
    for path in sorted(folder.rglob("*.json")):
        items = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(items, list):
            yield f"{path.relative_to(folder)} is no list of items"
            continue
        for number, item in enumerate(items, 1):
            for fault in faults_of(item):
                yield f"{path.relative_to(folder)} item {number} {fault}"


def test_every_item_has_source_date_and_verification():
    assert list(items_without_source(CONTENT)) == []
    assert len(list(CONTENT.rglob("*.json"))) >= 10


GOOD = {"code": "RUS-001", "source": "https://example.no/x", "retrieved_on": "2026-11-22", "verification": "primary"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"source": ""}, "has no source"),
        ({"source": None}, "has no source"),
        ({"retrieved_on": "in November"}, "has no date"),
        ({"retrieved_on": "1999-01-01"}, "has a date that cannot be"),
        ({"verification": "sure"}, "has no verification"),
        ({"verification": None}, "has no verification"),
    ],
)
def test_an_item_without_source_is_caught(tmp_path, change, fault):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/goals.json").write_text(json.dumps([GOOD, GOOD | change]))
    assert list(items_without_source(tmp_path)) == [f"pack/goals.json item 2 {fault}"]


def test_a_file_that_is_no_list_is_caught(tmp_path):
    (tmp_path / "x.json").write_text("{}")
    assert list(items_without_source(tmp_path)) == ["x.json is no list of items"]


# --- Placeholders are no content ---

INVENTED = re.compile(r"\b(lorem ipsum|TODO|FIXME|TBD|XXX|kommer senere)\b", re.IGNORECASE)


def placeholders(text):
    return [match[0] for match in INVENTED.finditer(text)]


def test_nothing_in_the_content_is_a_placeholder():
    found = [path.name for path in CONTENT.rglob("*.json") if placeholders(path.read_text(encoding="utf-8"))]
    assert found == []


def test_a_placeholder_is_caught():
    assert placeholders('{"text": "TODO: skriv dette"}') == ["TODO"]
