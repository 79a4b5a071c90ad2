"""Every field is sorted, personal ones are kept for a stated time, and facts say which columns they are made of."""

import re

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from houseplan import ROOT

from fagvei.audit.queries import fact_models
from fagvei.common.models import Fact, PublicIdModel
from fagvei.common.sensitivity import Retention, Sort
from fagvei.config import privacy


def test_every_field_is_sorted():
    assert privacy.unsorted_fields() == []


def test_nothing_is_sorted_that_is_not_there():
    assert privacy.stale_names() == []


def test_what_is_personal_has_a_retention():
    assert privacy.missing_retention() == []


def test_nothing_about_persons_is_sorted_as_open():
    assert privacy.too_lenient() == []


def test_every_retention_class_in_use_is_explained():
    text = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    assert {kept.value for kept in privacy.retention().values() if f"| {kept.value} |" not in text} == set()


def classes_in(text: str) -> dict[str, str]:
    """{"people.User": "A"} as the page of privacy has it."""
    rows = re.findall(r"^\| ([A-H]) \| (\w+) \| ([\w, ]+) \|$", text, re.MULTILINE)
    return {f"{room}.{name}": kept for kept, room, names in rows for name in names.split(", ")}


def test_every_table_stands_under_its_class():
    text = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    assert classes_in(text) == {name: kept.value for name, kept in privacy.retention().items()}


def test_the_classes_of_the_page_are_read():
    assert classes_in(
        "| A | people | Relation, User |\n| A | plans, roles and relations | as archive | transfer |"
    ) == {
        "people.Relation": "A",
        "people.User": "A",
    }


@pytest.fixture
def sorting(monkeypatch):
    """The sorting of the house, which the test may spoil."""
    fields, kept = privacy.sorted_fields(), privacy.retention()
    monkeypatch.setattr(privacy, "sorted_fields", lambda: fields)
    monkeypatch.setattr(privacy, "retention", lambda: kept)
    return fields, kept


def test_an_unsorted_field_is_caught(sorting):
    del sorting[0]["people.User.email"]
    assert privacy.unsorted_fields() == ["people.User.email"]


def test_a_stale_name_is_caught(sorting):
    sorting[0]["people.User.shoe_size"] = Sort.OPEN
    sorting[1]["people.Shoe"] = Retention.TECHNICAL
    assert privacy.stale_names() == ["people.User.shoe_size", "people.Shoe"]


def test_a_personal_model_without_retention_is_caught(sorting):
    del sorting[1]["people.User"]
    assert privacy.missing_retention() == ["people.User"]


@pytest.mark.parametrize(
    "name",
    [
        "people.User.email",  # an address
        "people.Relation.doctor",  # points at a user
        "handbook.Feedback.text",  # free text beside a user
    ],
)
def test_a_personal_field_that_is_called_open_is_caught(sorting, name):
    sorting[0][name] = Sort.OPEN
    assert privacy.too_lenient() == [name]


# --- No patient, no national identity number ---

FORBIDDEN = (
    "fodselsnummer",
    "fødselsnummer",
    "national_id",
    "birth_number",
    "ssn",
    "patient",
    "pasient",
    "personnummer",
)


def forbidden_columns(names):
    return [name for name in names if any(word in name.lower() for word in FORBIDDEN)]


def test_no_column_is_made_for_patients_or_national_identity_numbers():
    assert forbidden_columns(privacy.all_fields()) == []


@pytest.mark.parametrize("name", ["people.User.national_id", "training.PlanActivity.patient_name"])
def test_a_column_for_patients_is_caught(name):
    assert forbidden_columns([name]) == [name]


# --- Facts ---


def undigested(model):
    """Columns of a fact that are neither in its digest nor named as left out."""
    digested = {*model.digest_fields, *model.later_digest_fields}
    named = digested | set(model.undigested_fields) | {"id", "public_id"}
    return [
        f"{model._meta.label}.{field.name}"
        for field in model._meta.concrete_fields
        if field.name not in named and field.attname not in named
    ]


def test_every_column_of_a_fact_is_in_its_digest_or_left_out_by_name():
    assert [name for model in fact_models() for name in undigested(model)] == []


def test_no_fact_digests_or_leaves_out_what_is_not_there():
    assert [
        f"{model._meta.label}.{name}"
        for model in fact_models()
        for name in (*model.digest_fields, *model.later_digest_fields, *model.undigested_fields)
        if not hasattr(model, name)
    ] == []


def unverifiable(model):
    """A fact with a file must say what lies on disk, or a changed file is never found."""
    has_file = any(isinstance(field, models.FileField) for field in model._meta.concrete_fields)
    return has_file and not (hasattr(model, "verify_content") and hasattr(model, "sha256"))


def test_every_fact_with_a_file_can_verify_it():
    assert [model._meta.label for model in fact_models() if unverifiable(model)] == []


@isolate_apps("fagvei.audit")
def test_a_fact_with_a_file_that_nobody_verifies_is_caught():
    class Scan(PublicIdModel, Fact):
        file = models.FileField()

        class Meta:
            app_label = "audit"

    assert unverifiable(Scan)


@isolate_apps("fagvei.audit")
def test_a_forgotten_column_of_a_fact_is_caught():
    class Grade(PublicIdModel, Fact):
        digest_fields = ("value",)
        undigested_fields = ("since",)
        value = models.IntegerField()
        since = models.DateTimeField()
        secret = models.IntegerField()

        class Meta:
            app_label = "audit"

    assert undigested(Grade) == ["audit.Grade.secret"]
    assert Grade not in apps.get_models()
