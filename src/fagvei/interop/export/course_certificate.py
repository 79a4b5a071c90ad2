"""A course certificate on paper: the same words as on its page, set in the same way as the record."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.courses.models import CourseAttendance
from fagvei.courses.queries.leaders import leaders_of
from fagvei.interop.export.pdf import render_paper


def course_certificate_pdf(attendance: CourseAttendance) -> bytes:
    return render_paper(_paper(attendance), clock.now())


def _paper(found: CourseAttendance) -> dict[str, Any]:
    run, now = found.run, localtime(clock.now())
    activity = run.course.activity
    is_demo = found.doctor.is_demo or run.slot.is_demo
    demo = _("Demodata: personene er oppdiktet.") if is_demo else ""
    not_valid = _("Trukket tilbake: gjelder ikke.") if found.withdrawn_at else ""
    not_valid = _("Annullert: gjelder ikke.") if found.annulled_at else not_valid
    hpr = found.doctor.hpr_number
    names = [specialty.name for specialty in activity.specialties.order_by("sort_key")]
    goals = (
        [goal.goal.code for goal in found.activity.goals.select_related("goal").order_by("goal__code")]
        if found.activity
        else []
    )
    facts = [
        *([[_("HPR-nummer"), hpr]] if hpr else []),
        [_("Har deltatt på"), str(run.course)],
        [_("Når"), str(run.dates)],
        [_("Hvor"), str(run.where)],
        [_("Kursdager"), str(run.days)],
        [_("Anbefalt for"), ", ".join(names) or _("Alle spesialiteter, med unntak")],
        [_("Læringsmål kurset er ført på"), ", ".join(goals) or _("Ingen.")],
        *[[_("Kursleder"), str(leader)] for leader in leaders_of(run)],
        [_("Utstedt av"), str(run.host_centre)],
    ]
    return {
        "title": _("Kursbevis for %(name)s") % {"name": found.doctor},
        "author": str(run.host_centre),
        "demo": " ".join(filter(None, [not_valid, demo])),
        "page_of": [_("Side"), _("av")],
        "foot": _("Fagvei · kursbevis · hentet ut %(when)s") % {"when": date_format(now, "j. F Y H:i")},
        "intro": [],
        "sections": [
            {"title": "", "text": [], "facts": facts, "table": None},
            {
                "title": _("Bevis"),
                "text": [_("Avtrykk av oppmøtet i loggen: %(digest)s") % {"digest": found.digest()}],
                "table": None,
            },
        ],
    }
