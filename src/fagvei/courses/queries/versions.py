"""What a course is said to be: all that its liaison may change, as one value."""

from dataclasses import dataclass
from typing import Any

from fagvei.courses.models import Course

# (level words, what one can do after the course)
Outcome = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class CourseContent:
    """All that the liaison answers for, beside goals, ranking, appointments and plan, which have pages of their own."""

    name: str
    outcomes: tuple[Outcome, ...] = ()
    duration_days: int | None = None
    hours: int | None = None
    digital_hours: int | None = None
    max_participants: int | None = None
    external_url: str = ""
    external_dates: str = ""
    organiser: str = Course.Organiser.REGUT.value
    former_names: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    credits_own_specialty_only: bool = False


def content_of(course: Course) -> CourseContent:
    activity = course.activity
    return CourseContent(
        name=activity.name,
        outcomes=tuple((each.level_words, each.text) for each in activity.outcomes.all()),
        duration_days=activity.duration_days,
        hours=activity.hours,
        digital_hours=course.digital_hours,
        max_participants=activity.max_participants,
        external_url=course.external_url,
        external_dates=course.external_dates,
        organiser=course.organiser,
        former_names=tuple(each.name for each in activity.former_names.order_by("pk")),
        topics=tuple(activity.topics),
        credits_own_specialty_only=course.credits_own_specialty_only,
    )


def content_from(stored: dict[str, Any]) -> CourseContent:
    """The way back from what is kept: JSON has no tuples."""
    return CourseContent(
        **stored
        | {
            "outcomes": tuple((words, text) for words, text in stored["outcomes"]),
            "former_names": tuple(stored["former_names"]),
            "topics": tuple(stored["topics"]),
        }
    )
