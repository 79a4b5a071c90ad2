"""How courses are run, from content packs: who is liaison, how often they come, what they cost. What no source says is left out."""

import datetime as dt
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from fagvei.common.packs import Change, Entry, ItemRefused, Kind, differences
from fagvei.courses import actions
from fagvei.courses.actions.contents import OWN_COLUMNS
from fagvei.courses.models import Course, FeeRate, FrequencyPattern
from fagvei.curriculum.models import LearningActivity
from fagvei.organisations.models import HealthRegion, RegionalEducationCentre

Code = Field(pattern=r"^[A-Z0-9-]+$", max_length=60)


class CourseEntry(Entry):
    code: str = Code
    centre: str | None = None
    organiser: Literal["regut", "external"]
    external_url: str = ""
    credits_own_specialty_only: bool = False
    has_national_application: bool = False
    digital_hours: int | None = None


class FrequencyEntry(Entry):
    course: str = Code
    region: str
    pattern: list[int] = Field(min_length=1, max_length=12)
    is_at_least: bool = False
    half: Literal[1, 2] | None = None
    first_year: int | None = None
    sentence: str = Field("", max_length=200)


class FeeEntry(Entry):
    days: int = Field(ge=1, le=30)
    kroner: int = Field(ge=0)
    valid_from_on: dt.date


def load_course(entry: CourseEntry, *, by: Any) -> Change:
    activity = LearningActivity.objects.filter(code=entry.code, kind=LearningActivity.Kind.COURSE).first()
    if activity is None:
        raise ItemRefused(_("Kurset «%s» finnes ikke.") % entry.code, "code")
    row = Course.objects.filter(activity=activity).first()
    wanted = {
        "centre": _centre(entry.centre),
        "organiser": entry.organiser,
        "external_url": entry.external_url,
        "credits_own_specialty_only": entry.credits_own_specialty_only,
        "has_national_application": entry.has_national_application,
        "digital_hours": entry.digital_hours,
        **entry.sourcing,
    }
    if activity.version > 1:  # the liaison has said what the course is
        wanted = {name: value for name, value in wanted.items() if name not in OWN_COLUMNS}
    changed = differences(row, wanted)
    if changed:
        actions.save_course(activity=activity, by=by, **wanted)
    return Change("courses", entry.code, row is None, changed)


def load_frequency(entry: FrequencyEntry, *, by: Any) -> Change:
    course = Course.objects.filter(activity__code=entry.course).first()
    if course is None:
        raise ItemRefused(_("Kurset «%s» finnes ikke.") % entry.course, "course")
    region = HealthRegion.objects.filter(code=entry.region).first()
    if region is None:
        raise ItemRefused(_("Helseregionen «%s» finnes ikke.") % entry.region, "region")
    row = FrequencyPattern.objects.filter(course=course, region=region).first()
    if row is not None and row.version > 1:
        return Change("frequencies", _frequency_key(entry), note=_("rettet av RegUt, pakken endrer den ikke"))
    wanted = {
        "pattern": entry.pattern,
        "is_at_least": entry.is_at_least,
        "half": entry.half,
        "first_year": entry.first_year,
        "sentence": entry.sentence,
        **entry.sourcing,
    }
    changed = differences(row, wanted)
    if changed:
        actions.save_pattern(course=course, region=region, by=by, **wanted)
    return Change("frequencies", _frequency_key(entry), row is None, changed)


def load_fee(entry: FeeEntry, *, by: Any) -> Change:
    row = FeeRate.objects.filter(days=entry.days, valid_from_on=entry.valid_from_on).first()
    wanted = {"kroner": entry.kroner, **entry.sourcing}
    changed = differences(row, wanted)
    if changed:
        actions.save_fee_rate(days=entry.days, valid_from_on=entry.valid_from_on, by=by, **wanted)
    return Change("fees", _fee_key(entry), row is None, changed)


def _frequency_key(entry: FrequencyEntry) -> str:
    return f"{entry.course} {entry.region}"


def _fee_key(entry: FeeEntry) -> str:
    return f"{entry.valid_from_on} {entry.days}"


def _centre(code: str | None) -> RegionalEducationCentre | None:
    if code is None:
        return None
    centre = RegionalEducationCentre.objects.filter(code=code).first()
    if centre is None:
        raise ItemRefused(_("RegUt-en «%s» finnes ikke.") % code, "centre")
    return centre


KINDS = (
    Kind("courses", gettext_lazy("Kurs slik de arrangeres"), CourseEntry, lambda entry: entry.code, load_course),
    Kind("frequencies", gettext_lazy("Normalfrekvenser"), FrequencyEntry, _frequency_key, load_frequency),
    Kind("fees", gettext_lazy("Kursavgifter"), FeeEntry, _fee_key, load_fee),
)
