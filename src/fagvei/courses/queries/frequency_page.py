"""How often a course is normally run, region for region: what holds, and every version of it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from fagvei.courses.models import Course, FrequencyPattern, FrequencyVersion
from fagvei.courses.queries.standing import answers_for, centres_of_officer, is_for_every_regut
from fagvei.organisations.models import RegionalEducationCentre


@dataclass(frozen=True)
class RegionFrequency:
    centre: RegionalEducationCentre
    held: FrequencyPattern | None
    versions: list[FrequencyVersion]
    may_set: bool

    @property
    def first_sentence(self) -> str:
        """What the source said before the liaison said anything."""
        return self.versions[-1].replaced_sentence if self.versions else ""


def frequency_page(course: Course, user: Any) -> list[RegionFrequency]:
    held = {row.region_id: row for row in course.patterns.all()}
    versions: dict[int, list[FrequencyVersion]] = defaultdict(list)
    for version in course.frequency_versions.order_by("-number"):
        versions[version.region_id].append(version)
    own = centres_of_officer(user)
    may_set = course.organiser == Course.Organiser.REGUT and answers_for(course, own)
    return [
        RegionFrequency(
            centre,
            held.get(centre.region_id),
            versions[centre.region_id],
            may_set and (centre.pk in own or not is_for_every_regut(course)),
        )
        for centre in RegionalEducationCentre.objects.select_related("region").order_by("sort_key")
    ]
