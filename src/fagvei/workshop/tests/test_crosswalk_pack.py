"""The pairs as they are shipped, counted against the list they come from (guideline.md, section 16): proposals, nothing more."""

from collections import Counter

import pytest
from django.db import transaction
from django.test import Client

from fagvei.crosswalk import actions
from fagvei.crosswalk.models import GoalRecommendationPair, GoalTouch
from fagvei.crosswalk.queries.pair_list import Wish, pair_list
from fagvei.crosswalk.queries.windows import goal_window
from fagvei.crosswalk.tests import factories as make
from fagvei.curriculum.tests.factories import make_goal, make_set
from fagvei.workshop import content

# The rows of the list that name goals.
LISTED = {
    *("RUS-032", "RUS-033", "RUS-030"),
    *("RUS-034", "RUS-059"),
    *("RUS-021",),
    *("RUS-005", "RUS-006", "RUS-008", "RUS-013"),
    *("RUS-015", "RUS-019", "RUS-057"),
    *("RUS-024",),
    *("RUS-001", "RUS-002"),
    *("RUS-061",),
}
# What no text we have read can be paired with: the text is another document (IS-2231), which is not in our sources.
WITHOUT = {"RUS-021"}
PAIRS = {
    "RUS-001": 3,  # BRUK-1 to BRUK-3
    "RUS-002": 3,
    "RUS-005": 1,
    "RUS-006": 4,
    "RUS-008": 1,  # AKUTT-KRIT: relations and social consequences
    "RUS-013": 3,
    "RUS-015": 3,
    "RUS-019": 4,
    "RUS-024": 1,  # OM-PRINSIPP: next of kin and family, children are not named
    "RUS-030": 14,  # what is about medicines in the three chapters
    "RUS-032": 24,  # all of the three chapters: alcohol, benzodiazepines, opioids
    "RUS-033": 14,
    "RUS-034": 10,
    "RUS-057": 1,
    "RUS-059": 14,  # all of the two chapters: emergency, overdose
    "RUS-061": 2,
}


@pytest.fixture(scope="module")
def furnished(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        rus = make_set("RUS")
        for code in LISTED:
            make_goal(rus, int(code[-3:]))
        for pack in ("guideline", "crosswalk"):
            content.load(content.prepare(only=pack))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(furnished, db):
    return GoalRecommendationPair.objects


def test_every_goal_of_the_list_is_there_and_no_other(loaded):
    assert sorted(GoalTouch.objects.values_list("goal__code", flat=True)) == sorted(LISTED)
    assert set(GoalTouch.objects.exclude(missing="").values_list("goal__code", flat=True)) >= WITHOUT


def test_pairs_are_102_of_sixteen_goals_each_a_proposal_with_reason_and_source(loaded):
    assert Counter(loaded.values_list("goal__code", flat=True)) == PAIRS
    assert set(PAIRS) == LISTED - WITHOUT
    assert set(loaded.values_list("state", "proposed_by", "approved_by", "verification")) == {
        ("proposed", None, None, "inferred")
    }
    assert not loaded.filter(source="").exists()


def test_a_goal_without_a_pair_says_so_and_why(loaded, cast):
    """RUS-021 has nothing to point to; of RUS-024 a proposal waits, so nobody says that there is nothing."""
    lines = {line.touch.goal.code: line for line in pair_list(Wish(), loaded.with_both_ends().approved()).coverage}
    assert {code for code, line in lines.items() if line.is_without} == WITHOUT
    windows = {code: goal_window(lines[code].touch.goal) for code in ("RUS-021", "RUS-024")}
    assert [windows[code].is_without for code in ("RUS-021", "RUS-024")] == [True, False]

    # What came of a pair says nothing of whether there was a text to point to.
    loaded.filter(goal__code="RUS-024").update(state="rejected")
    lines = {line.touch.goal.code: line for line in pair_list(Wish(), loaded.with_both_ends().approved()).coverage}
    assert {code for code, line in lines.items() if line.is_without} == WITHOUT
    assert not goal_window(lines["RUS-024"].touch.goal).is_without

    page = " ".join(Client().get("/maal-og-anbefalinger/").content.decode().split())
    assert page.count("Ingen anbefaling i våre kilder å peke på.") == 1
    assert "Ingen tekst vi har lest i retningslinjen, handler om rusmiddeltester." in page


def test_the_chapters_that_the_list_names_are_paired_whole(loaded):
    chapters = Counter(loaded.filter(goal__code="RUS-032").values_list("unit__chapter__slug", flat=True))
    assert chapters == {
        "avrusning-fra-alkohol": 10,
        "avrusning-fra-benzodiazepiner": 8,
        "avrusning-fra-opioider": 6,
    }
    codes = set(loaded.filter(goal__code="RUS-001").values_list("unit__code", flat=True))
    assert codes == {"BRUK-1", "BRUK-2", "BRUK-3"}


def test_readers_see_none_of_it_until_somebody_has_approved(loaded, cast):
    make.make_world(cast)
    page = pair_list(Wish(), loaded.with_both_ends().approved())
    assert (page.groups, len(page.coverage), page.covered) == ([], 17, 0)

    pair = loaded.get(goal__code="RUS-032", unit__code="BZD-1")
    actions.approve_pair(pair=pair, shown=make.shown(pair.unit), by=cast.eva)

    page = pair_list(Wish(goal="rus-032"), loaded.with_both_ends().approved())
    assert [group.title for group in page.groups] == ["RUS-032"]
    assert page.covered == 1


def test_loading_again_changes_nothing_and_keeps_what_was_answered(loaded, cast):
    make.make_world(cast)
    pair = loaded.get(goal__code="RUS-032", unit__code="BZD-1")
    actions.reject_pair(pair=pair, note="Nei.", by=cast.eva)
    assert not content.load(content.prepare(only="crosswalk")).has_changes
    assert make.again(pair).state == "rejected"
