"""Every page of every room is judged in a browser: tests/browser/looked_at.txt says in which story.

The story itself fails when it does not look at what is promised there (the fixture `look`).
"""

import pytest
from django.test import RequestFactory
from houseplan import ROOT, Address, addresses

STORIES = ROOT / "tests/browser"
NO_PAGES = {
    "courses:atom": "a news feed",
    "courses:calendar": "a calendar",
    "courses:external_proof": "a file that is handed over",
    "courses:lottery_file": "a file that is handed over",
    "courses:own_calendar": "a calendar",
    "courses:run_json_ld": "for programs",
    "courses:transcript": "a file that is handed over",
    "guideline:card_file": "a file that is handed over",
    "interop:badge": "a file that is handed over",
    "interop:badge_keys": "for programs",
    "interop:badge_status": "for programs",
    "interop:certificate": "a PDF",
    "interop:course_certificate": "a PDF",
    "interop:fhir_metadata": "for programs",
    "interop:fhir_resource": "for programs",
    "interop:fhir_root": "for programs",
    "interop:gap_report": "a PDF",
    "interop:guideline_tree_file": "for programs",
    "interop:ward_card": "a PDF",
    "surveys:measures_calendar": "a calendar",
    "training:attachment": "a file that is handed over",
    "training:mentoring_calendar": "a calendar",
    "training:teaching_calendar": "a calendar",
    "training:transfer_original": "a file that is handed over",
    "web:healthz": "for programs",
    "web:readyz": "for programs",
    "web:robots": "for programs",
    "web:security-txt": "for programs",
}


def told_in() -> dict[str, str]:
    """{address: file::story}."""
    lines = (STORIES / "looked_at.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line)


def is_opened(at: Address) -> bool:
    """Asked by a method that nothing takes."""
    refusal = at.view(RequestFactory().generic("TRACE", "/"), **dict.fromkeys(at.converters, "x"))
    return "GET" in refusal["Allow"].split(", ")


def pages() -> set[str]:
    """Login and account have no room of their own; test_account.py walks through them. The API answers programs."""
    of_rooms = (at for at in addresses() if at.room and not at.name.startswith("interop:api:"))
    return {at.name for at in of_rooms if is_opened(at)} - NO_PAGES.keys()


def never_looked_at(names: set[str], told: dict[str, str]) -> list[str]:
    return sorted(names - told.keys())


def stories_that_do_not_look(stories: set[str]) -> list[str]:
    return sorted(story for story in stories if not _looks(*story.split("::")))


def _looks(file: str, story: str) -> bool:
    path = STORIES / file
    head = path.read_text(encoding="utf-8").partition(f"def {story}(")[2].partition(")")[0] if path.exists() else ""
    return bool({"look", "look_at"} & set(head.replace(",", " ").split()))


def test_every_page_is_looked_at_in_a_story():
    assert never_looked_at(pages(), told_in()) == []
    assert told_in().keys() - pages() == set()


def test_every_story_that_is_named_exists_and_looks():
    assert stories_that_do_not_look(set(told_in().values())) == []


def test_a_page_without_a_story_is_found():
    told = told_in()
    story = told.pop("surveys:trend")
    assert never_looked_at(pages(), told) == ["surveys:trend"]
    assert stories_that_do_not_look({story, story + "_not"}) == [story + "_not"]


@pytest.mark.parametrize(("name", "opened"), [("surveys:survey", True), ("surveys:open_round", False)])
def test_what_only_takes_a_post_is_no_page(name, opened):
    assert is_opened(next(at for at in addresses() if at.name == name)) is opened
