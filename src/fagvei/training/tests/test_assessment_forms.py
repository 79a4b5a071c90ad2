"""Forms as data: comments first, versions that never change, and honest marking of what is nationally recommended."""

import json
from collections import Counter
from pathlib import Path

import pytest

from fagvei import training
from fagvei.training import actions, rules
from fagvei.training.loaders.assessment_forms import FormEntry, load_form
from fagvei.training.models import AssessmentForm, AssessmentFormVersion
from fagvei.training.tests import factories_of_assessments as make
from fagvei.training.tests.checks import refused

PACK = Path(training.__file__).parent.parent / "content/assessments/forms.json"


@pytest.fixture
def entries():
    return [FormEntry.model_validate_json(json.dumps(item)) for item in json.loads(PACK.read_text(encoding="utf-8"))]


def test_the_pack_loads_once_and_a_second_time_changes_nothing(db, entries):
    assert {load_form(entry, by=None).state for entry in entries} == {"added"}
    assert {load_form(entry, by=None).state for entry in entries} == {"unchanged"}
    assert AssessmentFormVersion.objects.count() == len(entries) == 4


def test_a_changed_item_becomes_the_next_version(db, entries):
    load_form(entries[0], by=None)
    changed = entries[0].model_copy(update={"intro": "Noe annet."})

    assert load_form(changed, by=None).state == "changed"
    assert [version.number for version in AssessmentForm.objects.get().versions.order_by("number")] == [1, 2]


def test_nothing_is_called_recommended_that_no_source_confirms(entries):
    assert Counter(entry.standing for entry in entries) == {"unconfirmed": 3, "mentioned": 1}
    assert all("egen" in entry.source or "eget" in entry.source for entry in entries)
    assert all(rules.form_fault(rules.questions_of(q.model_dump() for q in entry.questions)) == "" for entry in entries)


@pytest.mark.parametrize(
    ("questions", "fault"),
    [
        ([], "empty"),
        ([make.LEVEL], "empty"),
        ([{**make.COMMENTS[0], "text": " "}], "empty"),
        ([make.LEVEL, *make.COMMENTS], "order"),
        ([make.COMMENTS[0], make.COMMENTS[0]], "doubled"),
        ([*make.COMMENTS, {**make.SCALE, "options": ["Ja"]}], "options"),
        ([*make.COMMENTS, {**make.SCALE, "options": ["Ja", "Ja"]}], "options"),
        ([{**make.COMMENTS[0], "options": ["a", "b"]}], "options"),
        ([{**make.COMMENTS[0], "key": f"k{n}"} for n in range(21)], "too_many"),
        ([*make.COMMENTS, make.SCALE, make.LEVEL], ""),
    ],
)
def test_what_a_form_may_be(questions, fault):
    assert rules.form_fault(rules.questions_of(questions)) == fault


def test_a_form_with_levels_first_is_refused(db):
    with refused(actions.FormNotUsable, words="Kommentarene skrives før"):
        actions.save_common_form(
            code="x", kind="case_discussion", name="X", questions=[make.LEVEL, *make.COMMENTS],
            standing="unconfirmed", source="x", retrieved_on=None, verification="missing", by=None,
        )  # fmt: skip


def test_a_version_is_never_edited(db):
    version = make.make_form()
    version.name = "Noe annet"
    with pytest.raises(TypeError, match="append-only"):
        version.save()


def test_only_the_newest_version_of_a_form_in_use_is_offered(record):
    first = make.make_form()
    actions.save_common_form(
        code=first.form.code, kind=first.form.kind, name="Ny", intro="", questions=make.COMMENTS,
        standing="unconfirmed", source="x", retrieved_on=None, verification="missing", by=None,
    )  # fmt: skip
    multisource = make.make_form("multisource")
    with refused(actions.FormNotOffered, words="nyere versjon"):
        make.ask(record, version=first)
    with refused(actions.FormNotOffered):
        make.ask(record, version=multisource)
