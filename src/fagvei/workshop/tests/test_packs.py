"""The packs as they are shipped, counted against the sources, and packs that change. Numbers are those of the sources."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import (
    ChoiceGroup,
    GoalCoverage,
    GoalRevision,
    GoalSet,
    LearningActivity,
    LearningGoal,
    LearningOutcome,
    LevelWords,
    Requirement,
)
from fagvei.handbook.models import ContentFile, HandbookPage, PageItem
from fagvei.organisations.models import HealthRegion, RegionalEducationCentre, Specialty, TrainingInstitution
from fagvei.workshop import content

# courses.json, meta.outcome_counts (sum 64)
OUTCOMES = {
    "RUS-INNF": 8,
    "RUS-GK1": 11,
    "RUS-GK2": 3,
    "RUS-GK3": 3,
    "RUS-GK4": 16,
    "RUS-PSYDYN": 5,
    "RUS-GRUPPE": 5,
    "RUS-KOGN": 8,
    "RUS-FARM": 2,
    "KLINTOX": 2,
    "RUS-ADHD": 1,
    "ADMLED": 0,
}
# courses.json, goal_codes; the three psychotherapy courses have theirs by the group
COURSE_GOALS = {
    "RUS-INNF": "RUS-001 RUS-002 RUS-011 RUS-021 RUS-066 RUS-069",
    "RUS-GK1": "RUS-004 RUS-020 RUS-030 RUS-032 RUS-033 RUS-059",
    "RUS-GK2": "RUS-004 RUS-020 RUS-047",
    "RUS-GK3": "RUS-015 RUS-019 RUS-056 RUS-057",
    "RUS-GK4": "RUS-005 RUS-006 RUS-008 RUS-013 RUS-024 RUS-059 RUS-061",
    "RUS-FARM": "RUS-004 RUS-020 RUS-021 RUS-030 RUS-032 RUS-033 RUS-036 RUS-046",
    "KLINTOX": "RUS-032 RUS-034 AMM-011 AMM-012 AMM-013 AMM-014 AMM-015 AMM-019 AMM-023 AMM-027",
    "RUS-ADHD": "RUS-040",
}
GROUP_GOALS = ["RUS-025", "RUS-026", "RUS-027", "RUS-028", "RUS-029"]
# courses.json, meta.goal_category_counts
CATEGORIES_PER_COURSE = {
    "RUS-INNF": 4,
    "RUS-GK1": 4,
    "RUS-GK2": 3,
    "RUS-GK3": 2,
    "RUS-GK4": 4,
    "RUS-FARM": 4,
    "KLINTOX": 4,
    "RUS-ADHD": 1,
}
# specialty-page.json, meta.counts: (page, start of the items' keys) -> number
PAGE_ITEMS = {
    ("rus-roller-og-ansvar", "PARTY-"): 4,
    ("rus-roller-og-ansvar", "DIRECTORATE-"): 4,
    ("rus-roller-og-ansvar", "RHF-0"): 1,
    ("rus-roller-og-ansvar", "RHF-"): 5 + 1,
    ("rus-roller-og-ansvar", "KIND-"): 5,
    ("rus-roller-og-ansvar", "INSTITUTION-"): 2,
    ("rus-roller-og-ansvar", "REGUT-PURPOSE-"): 2,
    ("rus-roller-og-ansvar", "REGUT-"): 1 + 2,
    ("rus-roller-og-ansvar", "COMMITTEE-CAN-"): 1,
    ("rus-roller-og-ansvar", "COMMITTEE-ASKED-"): 2,
    ("rus-roller-og-ansvar", "DOCTOR-"): 1,
    ("rus-laeringsmal", "GOALDEF-"): 4,
    ("rus-laeringsmal", "GOALSET-"): 3,
    ("rus-laeringsaktiviteter", "EXAMPLE-"): 4,
    ("rus-laeringsaktiviteter", "SCOPE-"): 3,
    ("rus-laeringsaktiviteter", "RECOMMENDED-"): 4,
    ("rus-laeringsaktiviteter", "PLAN-"): 3,
    ("rus-regut-ansvar", "REGUT-COURSE-"): 4,
    ("rus-regut-ansvar", "REGUT-PROCEDURE-"): 3,
    ("rus-regut-ansvar", "REGUT-DIST-"): 3,
    ("rus-utdanningsplan-22", "PARAGRAPH-22-"): 9,
    ("rus-kursplan", "LONGPLAN-"): 5,
    ("rus-kursplan", "ANNOUNCE-"): 2,
    ("rus-gammel-ordning", "OLD-"): 3,
    ("rus-diglis", "DIGLIS-"): 6,
    ("rus-lenker", "LINK-"): 15,
    ("rus-kontakt", "CONTACT-EMAIL-"): 2,
    ("rus-kontakt", "CONTACT-FEEDBACK"): 1,
}


@pytest.fixture(scope="module")
def furnished(django_db_setup, django_db_blocker):
    """The packs loaded once for the whole module, and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        content.load(content.prepare())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(furnished, db):
    """Each test works on a savepoint of its own above the loaded packs."""


def codes(rows):
    return list(rows.order_by("code").values_list("code", flat=True))


def test_specialties_are_the_46_with_their_codes(loaded):
    assert Specialty.objects.count() == 46
    assert Specialty.objects.filter(code_7426__isnull=True).get().name == "Akutt- og mottaksmedisin"
    assert Specialty.objects.filter(liaison_centre__code="regut-helse-sor-ost").count() == 15
    assert Specialty.objects.get(slug="rus").code_7426 == 199


def test_regions_have_one_centre_each_and_institutions_are_real_ones(loaded):
    assert HealthRegion.objects.count() == RegionalEducationCentre.objects.count() == 4
    assert not TrainingInstitution.objects.filter(is_demo=True).exists()
    assert "Sykehuset Innlandet HF" in TrainingInstitution.objects.values_list("name", flat=True)


def test_addiction_goals_are_71_of_which_32_have_a_name(loaded):
    goals = GoalRevision.objects.filter(goal__goal_set__code="RUS")

    assert codes(LearningGoal.objects.filter(goal_set__code="RUS")) == [f"RUS-{n:03}" for n in range(1, 72)]
    assert goals.filter(name__isnull=False).count() == 32
    assert goals.filter(name__isnull=True).count() == 39
    assert {goal.shown_name for goal in goals.filter(name__isnull=True)} == {"navn ikke innhentet"}


def test_no_goal_has_a_level_or_a_text_that_no_source_gave(loaded):
    assert not GoalRevision.objects.exclude(knowledge_level="", skill_level="", official_text="").exists()
    hinted = LearningGoal.objects.exclude(skill_level_hint="")
    assert codes(hinted) == [f"RUS-{n:03}" for n in (5, 6, 8, 13, 24, 33, 40, 59, 61)]


def test_other_sets_hold_what_is_known(loaded):
    sets = {goal_set.code: goal_set for goal_set in GoalSet.objects.all()}

    assert {code: goal_set.expected_goals for code, goal_set in sets.items()} == {
        "PART1": 101,
        "FKM": 75,
        "RUS": 71,
        "AMM": None,
    }
    assert codes(sets["FKM"].goals) == ["FKM-01", "FKM-02", "FKM-03", "FKM-04", "FKM-75"]
    assert sets["FKM"].categories.count() == 11
    assert sets["RUS"].categories.count() == 7
    assert sets["AMM"].goals.count() == 9
    assert sets["PART1"].goals.count() == 0
    assert "151" in sets["PART1"].note
    assert "50" in sets["PART1"].note


def test_levels_have_six_cells_of_words(loaded):
    cells = [words for level in LevelWords.objects.all() for words in (level.knowledge_words, level.skill_words)]
    assert [len(words) for words in cells] == [2, 2, 1, 1, 1, 2]


def test_the_12_courses_have_their_64_outcomes(loaded):
    counts = {course.code: course.outcomes.count() for course in LearningActivity.objects.all()}

    assert counts == OUTCOMES
    assert LearningOutcome.objects.count() == 64
    assert LearningOutcome.objects.exclude(under="").count() == 5
    assert LearningActivity.objects.filter(former_names__isnull=False).count() == 11
    assert LearningActivity.objects.get(code="RUS-INNF").parts == ["I", "II"]


def test_leadership_is_for_all_but_three(loaded):
    course = LearningActivity.objects.get(code="ADMLED")
    assert course.is_for_all_specialties
    assert sorted(course.for_all_specialties_but.values_list("slug", flat=True)) == [
        "allmennmedisin",
        "arbeidsmedisin",
        "samfunnsmedisin",
    ]


def test_each_course_contributes_to_the_goals_of_the_source(loaded):
    found = {
        code: " ".join(c.goal.code for c in course.coverages.order_by("pk"))
        for code in COURSE_GOALS
        for course in [LearningActivity.objects.get(code=code)]
    }
    assert found == COURSE_GOALS
    assert GoalCoverage.objects.filter(activity__isnull=False).count() == 45


def test_goals_of_a_course_stand_in_as_many_categories_as_on_the_page(loaded):
    found = {
        code: LearningActivity.objects.get(code=code).coverages.values("goal__category").distinct().count()
        for code in CATEGORIES_PER_COURSE
    }
    assert found == CATEGORIES_PER_COURSE


def test_psychotherapy_goals_belong_to_the_group_and_not_to_each_course(loaded):
    group = ChoiceGroup.objects.get()

    assert (group.choose, group.members.count()) == (2, 3)
    assert [c.goal.code for c in group.coverages.order_by("goal__code")] == GROUP_GOALS
    assert not GoalCoverage.objects.filter(activity__in=group.members.all()).exists()


def test_nine_parts_of_the_page_carry_the_notice_on_eleven_courses(loaded):
    noticed = GoalCoverage.objects.exclude(reservation="")
    sections = {(c.activity_id, c.group_id) for c in noticed}
    courses = {c.activity_id for c in noticed} - {None}
    assert len(sections) == 9
    assert len(courses) + ChoiceGroup.objects.get().members.count() == 11
    assert noticed.count() == GoalCoverage.objects.count() == 50


def test_requirements_follow_from_coverage(loaded):
    root, two_of_three = Requirement.objects.filter(goal__code="RUS-025").exclude(kind="activity").order_by("pk")
    assert (root.kind, root.parent, two_of_three.kind, two_of_three.choose) == ("all_of", None, "k_of_n", 2)
    assert two_of_three.children.count() == 3

    both = Requirement.objects.get(goal__code="RUS-059", parent=None)
    assert [child.activity.code for child in both.children.all()] == ["RUS-GK1", "RUS-GK4"]
    assert not Requirement.objects.filter(goal__code="RUS-003").exists()


def test_pages_have_every_statement_of_the_source(loaded):
    found = {
        (slug, start): PageItem.objects.filter(page__slug=slug, key__startswith=start).count()
        for slug, start in PAGE_ITEMS
    }
    assert found == PAGE_ITEMS
    assert {page.owner.name for page in HandbookPage.objects.all()} == {"RegUt Helse Sør-Øst"}


def test_every_item_says_where_it_was_read(loaded):
    for loading in content.prepare():
        for item, entry in loading.items:
            assert entry.source, (item.file, item.line)
            assert entry.retrieved_on.year == 2026


def test_loading_again_changes_nothing_and_writes_no_event(loaded):
    events = AuditEvent.objects.count()

    report = content.load(content.prepare())

    assert not report.has_changes
    assert AuditEvent.objects.count() == events


def test_a_file_leaves_one_event_with_counts_and_digest(loaded):
    event = AuditEvent.objects.get(name="content_file_loaded", details__path="curriculum/goals-rus.json")
    assert event.details["added"] == 71
    assert event.details["digest"] == ContentFile.objects.get(path="curriculum/goals-rus.json").digest


# --- Changed packs --------------------------------------------------------------------------------------------------


@pytest.fixture
def pack(tmp_path, loaded):
    """A copy of the packs; call it to change an item and load."""

    def change(file_name, key, **values):
        for loading in content.prepare():
            path = tmp_path / loading.file.name
            path.parent.mkdir(exist_ok=True)
            if not path.exists():
                path.write_bytes(loading.file.content)
        path = tmp_path / file_name
        items = json.loads(path.read_text())
        for item in items:
            if key in (item.get("code"), item.get("slug"), item.get("goal")):
                item.update(values)
        path.write_text(json.dumps([item for item in items if not item.get("gone")], indent=1))
        return content.prepare(root=tmp_path)

    return change


def test_changed_content_becomes_a_new_revision_and_the_old_one_stands(pack):
    report = content.load(pack("curriculum/goals-rus.json", "RUS-001", name="Et nytt navn"))

    old, new = LearningGoal.objects.get(code="RUS-001").revisions.order_by("number")
    assert (new.number, new.name, new.reason) == (2, "Et nytt navn", "innholdspakke")
    assert old.name.startswith("Møte pasient")
    assert old.replaced_on == clock.today()
    assert list(GoalRevision.objects.in_force().filter(goal__code="RUS-001")) == [new]
    assert [c.key for c in report.changes if c.state == "changed"] == ["RUS-001"]
    assert AuditEvent.objects.filter(name="goal_revision_published", details__code="RUS-001").count() == 2


def test_the_command_shows_the_difference_field_by_field(pack, tmp_path):
    pack("courses/activities.json", "RUS-ADHD", place="Hamar")
    out = StringIO()

    call_command("load_content", "--from", str(tmp_path), "--dry-run", stdout=out)

    assert "~ RUS-ADHD\n    place: – → Hamar\n" in out.getvalue()
    assert LearningActivity.objects.get(code="RUS-ADHD").place == ""


def test_coverage_that_left_the_pack_is_ended_and_the_requirement_goes(pack):
    content.load(pack("courses/coverage.json", "RUS-040", gone=True))

    assert GoalCoverage.objects.get(goal__code="RUS-040").valid_to_on == clock.today()
    assert not Requirement.objects.filter(goal__code="RUS-040").exists()


def test_what_regut_corrected_is_not_brought_back_by_the_pack(loaded, settings):
    settings.FAGVEI_DEMO = False
    coverage = GoalCoverage.objects.get(goal__code="RUS-047")
    curriculum.end_coverage(coverage=coverage, by=None)

    report = content.load(content.prepare())

    assert not report.has_changes
    assert not GoalCoverage.objects.current().filter(goal__code="RUS-047").exists()
    assert "rettet av RegUt" in next(c.note for c in report.changes if c.key == "RUS-047 – RUS-GK2")


def test_what_a_deployer_imported_is_not_overruled_by_the_pack(pack):
    goal = LearningGoal.objects.get(code="RUS-032")
    official = curriculum.publish_revision(
        goal=goal,
        valid_from_on=clock.today(),
        name="Abstinens",
        official_text="Teksten.",
        verification="imported",
        by=None,
    )

    content.load(pack("curriculum/goals-rus.json", "RUS-032", name="Noe annet"))

    assert list(GoalRevision.objects.in_force().filter(goal=goal)) == [official]


def test_a_person_who_agreed_to_other_differences_gets_nothing(pack, tmp_path):
    agreed = content.load(pack("courses/activities.json", "RUS-ADHD", place="Hamar"), dry_run=True)
    changed = pack("courses/activities.json", "RUS-ADHD", place="Bodø")

    with pytest.raises(content.ChangedMeanwhile):
        content.load(changed, expected=agreed)

    assert LearningActivity.objects.get(code="RUS-ADHD").place == ""
