"""What of the courses a reader can ask about: a run (its host RegUt answers) and a plan (the liaison RegUt answers)."""

from django.utils.translation import gettext as _

from fagvei.courses.models import CourseRun
from fagvei.handbook.targets import Resolver, Target, is_uuid, register
from fagvei.organisations.models import Specialty


def register_own() -> None:
    register(Resolver("kursgjennomforing", "courses.CourseRun", _run, "courses:run", is_asked_about=True))
    register(Resolver("kursplan", "courses.Plan", _plan, "courses:plan", is_asked_about=True))


def _run(public_id: str) -> Target | None:
    rows = CourseRun.objects.select_related("course__activity", "host_centre")
    run = rows.filter(public_id=public_id).first() if is_uuid(public_id) else None
    if run is None:
        return None
    return Target("courses.CourseRun", str(run.public_id), str(run)[:300], run.get_absolute_url(), run.host_centre)


def _plan(slug: str) -> Target | None:
    specialty = Specialty.objects.select_related("liaison_centre").filter(slug=slug).first()
    if specialty is None:
        return None
    title = _("Kursplanen for %s") % specialty.name
    return Target("courses.Plan", slug, title[:300], f"/kursplan/{slug}/", specialty.liaison_centre)
