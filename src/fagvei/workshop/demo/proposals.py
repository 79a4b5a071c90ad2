"""What waits for another RegUt: a made-up course that Eva shares with a specialty that is not hers, and a version of a common one."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import Course
from fagvei.courses.queries.versions import CourseContent, content_of
from fagvei.organisations.models import Specialty

DAY = dt.timedelta(days=1)
SOURCE = "Oppdiktet møte i kurskomiteen"


def tell_proposals(cast: SimpleNamespace, now: dt.datetime) -> None:
    rus, psychiatry = (Specialty.objects.get(slug=slug) for slug in ("rus", "psykiatri"))
    content = CourseContent(
        name="Samtaler om bolig og økonomi (oppdiktet kurs)",
        outcomes=(("kunne", "spørre om bolig og økonomi i en første samtale"),),
        duration_days=2,
        hours=14,
        credits_own_specialty_only=True,
    )
    with clock.at(now - 5 * DAY):
        reason = "Oppdiktet: leger i begge spesialitetene har bedt om det."
        actions.add_course(specialties=[rus, psychiatry], content=content, source=SOURCE, reason=reason, by=cast.eva)
    common = Course.objects.select_related("activity").get(activity__code="ADMLED")
    with clock.at(now - 2 * DAY):
        said = content_of(common)
        found_by_more = replace(said, topics=(*said.topics, "samhandling"))
        reason = "Oppdiktet: legene finner ikke kurset når de søker på samhandling."
        actions.revise_course(course=common, content=found_by_more, source=SOURCE, reason=reason, by=cast.eli)
