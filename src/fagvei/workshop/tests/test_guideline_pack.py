"""The guideline's pack as it is shipped, counted against the sources it was copied from."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from fagvei.guideline.models import (
    Chapter,
    EvidenceGrade,
    GroupMember,
    Guideline,
    MandateDemand,
    NormativeUnit,
    RelatedDocument,
    RelationCheck,
    Statement,
    TargetGroup,
    UnitVersion,
)
from fagvei.guideline.queries.guideline_page import guideline_page
from fagvei.guideline.rules.plain_language import added_numbers
from fagvei.workshop import content
from fagvei.workshop.demo.plain_texts import APPROVED, WAITING

# chapter1.json, meta.counts, by the kind of statement
STATEMENTS = {
    "reason": 3,
    "process": 5,
    "consultants": 1,
    "definition": 3,
    "goal": 10,
    "principle": 8,
    "history": 13,
    "international": 5,
    "international_note": 2,
    "norwegian": 7,
    "norwegian_note": 1,
    "video": 1,
    "gap": 1,
}
# guideline.json, entries by kind (meta.coverage: 48 entries, 24 recommendations)
UNITS = {
    "recommendation": 24,
    "explanation": 14,
    "evidence": 3,
    "legal_duty": 2,
    "pathway": 1,
    "scope": 1,
    "goal": 1,
    "principle": 1,
    "definition": 1,
}
GRADES = {
    "A": "BRUK-2",
    "B": "ALK-NIVA-3 OPI-LM-1 OPI-LM-3 OVERD-2 OVERD-4 OVERD-5",
    "C": "ALK-NIVA-1 ALK-NIVA-2 BRUK-1 FENG-1 FENG-2 OPI-LM-2 OVERD-1 OVERD-3 OVERD-6 OVERD-7",
}


@pytest.fixture(scope="module")
def furnished(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        content.load(content.prepare(only="guideline"))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(furnished, db):
    return Guideline.objects.get(slug="avrusning")


def test_the_guideline_is_is_2211_last_updated_in_may_2016(loaded):
    assert (loaded.code, loaded.official_count, loaded.meetings, loaded.work_began) == ("IS-2211", 92, 13, "2010-08")
    assert (loaded.launched_on.isoformat(), loaded.updated_on.isoformat()) == ("2016-03-02", "2016-05-13")


def test_units_are_48_of_nine_kinds(loaded):
    assert Counter(UnitVersion.objects.values_list("kind", flat=True)) == UNITS
    assert NormativeUnit.objects.count() == 48


def test_eighteen_of_ninety_two_graded_recommendations_are_read_first_hand(loaded):
    coverage = guideline_page(loaded).coverage
    assert (coverage.read, coverage.official, coverage.percent) == (18, 92, 19)


def test_grades_are_those_of_the_source_and_all_of_one_scheme(loaded):
    graded = UnitVersion.objects.filter(grade__isnull=False).order_by("unit__code")
    found = {code: [] for code in GRADES}
    for version in graded.select_related("grade__scheme", "unit"):
        assert version.grade.scheme.code == "SIGN"
        found[version.grade.code].append(version.unit.code)
    assert {code: " ".join(codes) for code, codes in found.items()} == GRADES
    assert UnitVersion.objects.get(unit__code="BRUK-3").grade_words == "C/D"


def test_strength_is_known_only_where_the_source_gives_the_word(loaded):
    known = UnitVersion.objects.exclude(strength="").values_list("unit__code", "strength", "strength_words")
    assert sorted(known) == [("ALK-NIVA-1", "may", "kan"), ("BRUK-2", "must", "skal")]


def test_layers_that_no_source_gave_are_empty(loaded):
    empty = {
        "quote": "",
        "rationale": "",
        "practical_advice": "",
        "benefits_and_harms": "",
        "values_and_preferences": "",
    }
    assert UnitVersion.objects.filter(**empty).count() == 48
    referring = UnitVersion.objects.exclude(references=[]).values_list("unit__code", flat=True)
    assert sorted(referring) == ["ALK-LM-1", "ALK-LM-2"]


def test_schemes_are_two_and_the_words_of_grade_are_not_invented(loaded):
    words = {f"{grade}": bool(grade.words) for grade in EvidenceGrade.objects.select_related("scheme")}
    assert words == {
        "SIGN A": True,
        "SIGN B": True,
        "SIGN C": True,
        "SIGN D": True,
        "GRADE sterk": False,
        "GRADE svak": False,
    }


def test_chapters_say_what_is_missing(loaded):
    assert Counter(Chapter.objects.values_list("found", flat=True)) == {"found": 3, "partial": 7, "missing": 11}
    assert not Chapter.objects.filter(found="missing", units__isnull=False).exists()
    expected = dict(
        Chapter.objects.filter(expected_recommendations__isnull=False).values_list("slug", "expected_recommendations")
    )
    assert expected == {"behandlingsinnhold-under-avrusning": 7, "avrusning-av-gravide": 6}
    assert len(Chapter.objects.get(number=18).terms) == 15


def test_chapter_1_is_whole(loaded):
    assert Counter(Statement.objects.values_list("kind", flat=True)) == STATEMENTS
    assert TargetGroup.objects.count() == 6
    assert MandateDemand.objects.count() == 6
    assert len(MandateDemand.objects.get(code="MANDATE-1").purposes) == 3
    assert len(Statement.objects.get(kind="video").facts["topics"]) == 4


def test_each_demand_of_the_mandate_has_an_answer_and_its_recommendations(loaded):
    answers = {demand.code: (demand.answer, demand.units.count()) for demand in MandateDemand.objects.all()}
    assert answers == {
        "MANDATE-1": ("partly", 1),
        "MANDATE-2": ("partly", 3),
        "MANDATE-3": ("partly", 9),
        "MANDATE-4": ("partly", 12),
        "MANDATE-5": ("missing", 0),
        "MANDATE-6": ("partly", 4),
    }


def test_the_mandate_does_not_answer_itself(loaded):
    assert not MandateDemand.objects.filter(units__code="OM-MANDAT").exists()


def test_the_working_group_has_fifteen_members(loaded):
    assert GroupMember.objects.count() == 15
    assert GroupMember.objects.get(is_leader=True).name == "Gabrielle Welle-Strand"
    representatives = GroupMember.objects.filter(is_user_representative=True).values_list("organisation", flat=True)
    assert sorted(representatives) == ["A-larm", "LAR-nett Norge", "LAR-nett Norge"]
    assert GroupMember.objects.get(left_year__isnull=False).left_year == 2011


def test_related_documents_as_written_and_as_of_now(loaded):
    assert Counter(RelatedDocument.objects.values_list("scope", flat=True)) == {"named": 13, "newer": 1, "foreign": 7}
    named = RelatedDocument.objects.filter(scope="named")
    assert named.exclude(number="").count() == 9
    written = dict(named.filter(recommendations__isnull=False).values_list("code", "recommendations"))
    assert written == {"IS-1701": 111, "IS-1876": 217, "IS-1948": 93, "IS-2219": 60}
    differing = RelatedDocument.objects.exclude(difference="")
    said_where = {each.code: sorted(unit.code for unit in each.units.all()) for each in differing}
    assert said_where == {"NICE-CG52": ["OPI-LM-1", "OPI-LM-2", "OPI-LM-3"], "BCCSU": []}
    assert Counter(RelationCheck.objects.values_list("status", flat=True)) == {
        "in_force": 7,
        "unknown": 4,
        "replaced": 1,
        "partly_replaced": 1,
        "under_revision": 1,
    }


def test_every_unit_touches_a_target_group_and_has_a_source(loaded):
    assert not NormativeUnit.objects.filter(target_groups__isnull=True).exists()
    assert not UnitVersion.objects.filter(source="").exists()


def test_loading_twice_changes_nothing(loaded):
    assert not content.load(content.prepare(only="guideline")).has_changes


def test_a_changed_text_becomes_a_new_version(loaded):
    loadings = content.prepare(only="guideline")
    units = next(loading for loading in loadings if loading.kind.name == "units")
    item, entry = units.items[0]
    units.items[0] = (item, entry.model_copy(update={"short_text": "Lest på nytt."}))

    content.load(loadings)

    versions = UnitVersion.objects.filter(unit__code=entry.code).order_by("number")
    assert [(each.number, each.state, each.label) for each in versions] == [
        (1, "superseded", "not_reviewed"),
        (2, "published", "amended"),
    ]
    assert versions[0].short_text == entry.short_text


def test_an_unknown_grade_is_refused_with_the_scheme_it_was_looked_for_in(loaded, tmp_path):
    loadings = content.prepare(only="guideline")
    units = next(loading for loading in loadings if loading.kind.name == "units")
    position = next(n for n, (_item, entry) in enumerate(units.items) if entry.grade)
    item, entry = units.items[position]
    wrong = entry.grade.model_copy(update={"scheme": "GRADE"})
    units.items[position] = (item, entry.model_copy(update={"grade": wrong}))

    with pytest.raises(content.PackRefused, match="finnes ikke i ordningen «GRADE»"):
        content.load(loadings)


def test_the_command_loads_the_guideline_alone(db):
    call_command("load_content", pack="guideline", yes=True, stdout=StringIO())
    assert Guideline.objects.get().code == "IS-2211"


def test_a_danger_sign_that_an_error_page_says_otherwise_is_refused(loaded):
    loadings = content.prepare(only="guideline")
    dangers = next(loading for loading in loadings if loading.kind.name == "dangers")
    item, entry = dangers.items[0]
    dangers.items[0] = (item, entry.model_copy(update={"text": "112: nødtelefon"}))

    with pytest.raises(content.PackRefused, match="programmet viser når databasen er borte"):
        content.load(loadings)


def test_plain_texts_of_the_demo_add_no_number_to_what_the_source_list_says(loaded):
    told = dict([*APPROVED.items(), WAITING])
    said = {each.unit.code: f"{each.short_text} {each.note}" for each in UnitVersion.objects.select_related("unit")}
    assert {code: added_numbers(text, said[code]) for code, text in told.items()} == dict.fromkeys(told, [])
