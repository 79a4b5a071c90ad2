"""Add and change organisations."""

from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.organisations.models import (
    HealthRegion,
    LearningArena,
    RegionalEducationCentre,
    Specialty,
    TrainingInstitution,
)


@transaction.atomic
def save_region(*, code: str, name: str, by: Any, **fields: Any) -> HealthRegion:
    region, _ = HealthRegion.objects.update_or_create(code=code, defaults={"name": name, **fields})
    audit.record("region_saved", target=region, by=by)
    return region


@transaction.atomic
def save_centre(
    *, code: str, name: str, region: HealthRegion, hospital: str = "", by: Any, **fields: Any
) -> RegionalEducationCentre:
    centre, _ = RegionalEducationCentre.objects.update_or_create(
        code=code, defaults={"name": name, "region": region, "hospital": hospital, **fields}
    )
    audit.record("centre_saved", target=centre, by=by)
    return centre


@transaction.atomic
def save_specialty(*, slug: str, by: Any, **fields: Any) -> Specialty:
    specialty, _ = Specialty.objects.update_or_create(slug=slug, defaults=fields)
    audit.record("specialty_saved", target=specialty, by=by)
    return specialty


@transaction.atomic
def save_institution(*, code: str, by: Any, **fields: Any) -> TrainingInstitution:
    institution, _ = TrainingInstitution.objects.update_or_create(code=code, defaults=fields)
    audit.record("institution_saved", target=institution, by=by)
    return institution


@transaction.atomic
def save_arena(*, institution: TrainingInstitution, name: str, by: Any, **fields: Any) -> LearningArena:
    arena, _ = LearningArena.objects.update_or_create(institution=institution, name=name, defaults=fields)
    audit.record("arena_saved", target=arena, by=by)
    return arena
