"""A run in the words of schema.org: Course with its CourseInstance, as a file and in the page, where search programs read it."""

import json
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from fagvei.courses.models import CourseRun
from fagvei.curriculum.models import GoalCoverage

# What could end the block, or begin another element, is written as JSON may write any sign.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


def course_data(run: CourseRun, absolute: Callable[[str], str]) -> dict[str, Any]:
    """`absolute` makes a whole address of a path. Nobody who teaches is named."""
    address, host = absolute(run.get_absolute_url()), {"@type": "Organization", "name": str(run.host_centre)}
    place = {"@type": "VirtualLocation", "url": address}
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": str(run.course),
        "courseCode": run.course.code,
        "url": absolute(run.course.get_absolute_url()),
        "provider": host,
        "teaches": _goals(run),
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "url": address,
            "startDate": run.starts_on.isoformat(),
            "endDate": run.ends_on.isoformat(),
            "inLanguage": run.language,
            "courseMode": "online" if run.is_digital else "onsite",
            "courseWorkload": f"P{run.days}D",
            "maximumAttendeeCapacity": run.seats,
            "eventStatus": f"https://schema.org/{_status(run)}",
            "location": place if run.is_digital else {"@type": "Place", "name": run.place},
            "organizer": host,
            **_offer(run, address),
        },
    }


def data_block(content: dict[str, Any]) -> SafeString:
    """A data block and no script: no browser executes it."""
    text = json.dumps(content, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- escaped above


def _goals(run: CourseRun) -> list[str]:
    activity = run.course.activity_id
    rows = GoalCoverage.objects.current().filter(Q(activity=activity) | Q(group__members=activity))
    return sorted(set(rows.values_list("goal__code", flat=True)))


def _offer(run: CourseRun, address: str) -> dict[str, Any]:
    if run.fee_kroner is None:
        return {}
    opens, ends = run.opens_at.isoformat(), run.deadline_at.isoformat()
    offer = {"@type": "Offer", "price": run.fee_kroner, "priceCurrency": "NOK", "url": address}
    return {"offers": offer | {"validFrom": opens, "validThrough": ends}}


def _status(run: CourseRun) -> str:
    return "EventCancelled" if run.state == CourseRun.State.CANCELLED else "EventScheduled"
