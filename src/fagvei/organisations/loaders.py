"""Regions, education centres, specialties and institutions from content packs."""

from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from fagvei.common.packs import Change, Entry, ItemRefused, Kind, differences
from fagvei.organisations import actions
from fagvei.organisations.models import (
    HealthRegion,
    LearningArena,
    RegionalEducationCentre,
    Specialty,
    TrainingInstitution,
)


class RegionEntry(Entry):
    code: str = Field(pattern=r"^[a-z0-9-]+$", max_length=40)
    name: str = Field(min_length=1, max_length=200)


class CentreEntry(RegionEntry):
    region: str
    hospital: str = ""


class SpecialtyEntry(Entry):
    slug: str = Field(pattern=r"^[a-z0-9-]+$", max_length=80)
    name: str = Field(min_length=1, max_length=200)
    prefix: str = ""
    code_7426: int | None = None
    liaison_centre: str | None = None
    note: str = ""


class InstitutionEntry(RegionEntry):
    kind: Literal["health_trust", "private_hospital", "private_institution", "laboratory", "other"]
    region: str
    arenas: list[str] = []


def load_region(entry: RegionEntry, *, by: Any) -> Change:
    row = HealthRegion.objects.filter(code=entry.code).first()
    wanted = {"name": entry.name, **entry.sourcing}
    changed = differences(row, wanted)
    if changed:
        actions.save_region(code=entry.code, by=by, **wanted)
    return Change("regions", entry.code, row is None, changed)


def load_centre(entry: CentreEntry, *, by: Any) -> Change:
    row = RegionalEducationCentre.objects.filter(code=entry.code).first()
    wanted = {"name": entry.name, "region": _region(entry.region), "hospital": entry.hospital, **entry.sourcing}
    changed = differences(row, wanted)
    if changed:
        actions.save_centre(code=entry.code, by=by, **wanted)
    return Change("centres", entry.code, row is None, changed)


def load_specialty(entry: SpecialtyEntry, *, by: Any) -> Change:
    row = Specialty.objects.filter(slug=entry.slug).first()
    wanted = {
        "name": entry.name,
        "prefix": entry.prefix,
        "code_7426": entry.code_7426,
        "liaison_centre": _centre(entry.liaison_centre),
        "note": entry.note,
        **entry.sourcing,
    }
    changed = differences(row, wanted)
    if changed:
        actions.save_specialty(slug=entry.slug, by=by, **wanted)
    return Change("specialties", entry.slug, row is None, changed)


def load_institution(entry: InstitutionEntry, *, by: Any) -> Change:
    """Arenas are added, never removed: doctors have worked there."""
    row = TrainingInstitution.objects.filter(code=entry.code).first()
    wanted = {"name": entry.name, "kind": entry.kind, "region": _region(entry.region), **entry.sourcing}
    changed = differences(row, wanted)
    institution = actions.save_institution(code=entry.code, by=by, **wanted) if changed or row is None else row
    for name in entry.arenas:
        if not LearningArena.objects.filter(institution=institution, name=name).exists():
            actions.save_arena(institution=institution, name=name, by=by, **entry.sourcing)
            changed[f"arenas: {name}"] = (None, name)
    return Change("institutions", entry.code, row is None, changed)


def _region(code: str) -> HealthRegion:
    region = HealthRegion.objects.filter(code=code).first()
    if region is None:
        raise ItemRefused(_("Helseregionen «%s» finnes ikke.") % code, "region")
    return region


def _centre(code: str | None) -> RegionalEducationCentre | None:
    if code is None:
        return None
    centre = RegionalEducationCentre.objects.filter(code=code).first()
    if centre is None:
        raise ItemRefused(_("RegUt-en «%s» finnes ikke.") % code, "liaison_centre")
    return centre


KINDS = (
    Kind("regions", gettext_lazy("Helseregioner"), RegionEntry, lambda entry: entry.code, load_region),
    Kind("centres", gettext_lazy("RegUt-er"), CentreEntry, lambda entry: entry.code, load_centre),
    Kind("specialties", gettext_lazy("Spesialiteter"), SpecialtyEntry, lambda entry: entry.slug, load_specialty),
    Kind("institutions", gettext_lazy("Virksomheter"), InstitutionEntry, lambda entry: entry.code, load_institution),
)
