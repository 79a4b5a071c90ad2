"""Organisations are saved by code: once, however often, and in Norwegian order."""

import pytest
from django.db import IntegrityError, transaction

from fagvei.audit.models import AuditEvent
from fagvei.organisations import actions
from fagvei.organisations.models import HealthRegion, LearningArena, TrainingInstitution


@pytest.fixture
def vest(db):
    return actions.save_region(code="helse-vest", name="Helse Vest", by=None)


def test_saving_the_same_code_again_changes_the_row_and_makes_no_other(vest):
    again = actions.save_region(code="helse-vest", name="Helse Vest RHF", by=None)

    assert list(HealthRegion.objects.values_list("pk", "name")) == [(vest.pk, "Helse Vest RHF")]
    assert again == vest
    assert list(AuditEvent.objects.values_list("name", "actor_name")) == [("region_saved", "Fagvei")] * 2


def test_institutions_stand_in_norwegian_order(vest):
    for name in ("Åsen", "Aas", "Ørsta", "Ænes", "Zeta", "Bø", "Børsa", "Båtsfjord"):
        actions.save_institution(code=f"c{ord(name[0])}{len(name)}{name[-1].lower()}", name=name, region=vest, by=None)

    names = [str(institution) for institution in TrainingInstitution.objects.all()]

    assert names == ["Bø", "Børsa", "Båtsfjord", "Zeta", "Ænes", "Ørsta", "Aas", "Åsen"]


def test_an_arena_is_one_per_name_and_institution(vest):
    place = actions.save_institution(code="a", name="A", region=vest, by=None)
    for _ in range(2):
        actions.save_arena(institution=place, name="Poliklinikken", by=None)

    assert LearningArena.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningArena.objects.create(institution=place, name="Poliklinikken")


def test_a_region_has_one_centre(vest):
    actions.save_centre(code="regut-vest", name="RegUt Helse Vest", region=vest, by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.save_centre(code="another", name="Et annet", region=vest, by=None)


def test_a_specialty_knows_its_liaison_centre(vest):
    centre = actions.save_centre(code="regut-vest", name="RegUt Helse Vest", region=vest, by=None)
    specialty = actions.save_specialty(slug="rus", name="Rus- og avhengighetsmedisin", prefix="RUS", by=None)
    assert specialty.liaison_centre is None

    actions.save_specialty(slug="rus", liaison_centre=centre, by=None)

    assert list(centre.liaison_specialties.all()) == [specialty]
