"""Changes that wait for the yes of another RegUt: who answers, what stands beside what is proposed, and where it is told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.common.tasks import Task
from fagvei.courses.models import Course, CourseProposal
from fagvei.courses.queries.standing import centres_of_officer
from fagvei.courses.queries.versions import CourseContent, content_from, content_of
from fagvei.curriculum.models import LearningGoal
from fagvei.people.models import RoleAssignment, User

State = CourseProposal.State
LABELS = {
    "name": gettext_lazy("Navn"),
    "outcomes": gettext_lazy("Læringsutbytte"),
    "duration_days": gettext_lazy("Antall kursdager"),
    "hours": gettext_lazy("Timer"),
    "digital_hours": gettext_lazy("Digitale timer"),
    "max_participants": gettext_lazy("Høyeste antall deltakere"),
    "organiser": gettext_lazy("Hvem som arrangerer"),
    "external_url": gettext_lazy("Den eksterne arrangørens side"),
    "external_dates": gettext_lazy("Den eksterne arrangørens datoer"),
    "former_names": gettext_lazy("Tidligere navn"),
    "topics": gettext_lazy("Stikkord"),
    "credits_own_specialty_only": gettext_lazy(
        "Felles kurs: gir bare uttelling for målene i deltakerens egen spesialitet"
    ),
}


def proposals() -> QuerySet[CourseProposal]:
    return CourseProposal.objects.select_related(
        "course__activity", "course__centre", "centre", "specialty__liaison_centre"
    )


def answering_centres(own: set[int], row: CourseProposal) -> set[int]:
    """Those of one's own that may say yes or no: the asked one; where none is named, any but the one that proposes."""
    others = own - {row.centre_id}
    return others if row.asked is None else others & {row.asked.pk}


def may_answer(user: Any, own: set[int], row: CourseProposal) -> bool:
    """Another pair of eyes: of another RegUt, and another person than whoever proposed it."""
    return bool(answering_centres(own, row)) and row.by_id != user.pk


def is_party(own: set[int], row: CourseProposal) -> bool:
    return row.centre_id in own or bool(answering_centres(own, row))


def proposals_of(course: Course, user: Any) -> list[CourseProposal]:
    """For those who have proposed or answer; to others the course is what stands."""
    own = centres_of_officer(user)
    return [row for row in proposals().filter(course=course) if is_party(own, row)] if own else []


def waiting_version_of(course: Course) -> CourseProposal | None:
    return proposals().filter(course=course, specialty=None, state=State.WAITING).first()


def proposals_to_answer(user: User, own: set[int]) -> Iterator[Task]:
    """For officers only."""
    for row in proposals().filter(state=State.WAITING).order_by("since", "pk"):
        if may_answer(user, own, row):
            told = {"centre": row.centre, "course": row.course, "specialty": row.specialty}
            words = (
                _("%(centre)s vil dele et kurs med %(specialty)s: %(course)s")
                if row.specialty is not None
                else _("%(centre)s foreslår en ny versjon: %(course)s")
            )
            yield Task("course_proposal", words % told, row.get_absolute_url(), _("Svar"), row.since, due_on=None)


def officers_who_answer(row: CourseProposal) -> list[User]:
    roles = RoleAssignment.objects.active().filter(role="centre_officer")
    roles = roles.exclude(centre=row.centre_id) if row.asked is None else roles.filter(centre=row.asked)
    return list(User.objects.filter(is_active=True, pk__in=roles.values("user_id")).order_by("pk"))


@dataclass(frozen=True)
class Part:
    """One thing that is said of a course: what is proposed, and what stands now where it is another."""

    label: Any
    proposed: list[str]
    now: list[str] | None = None


@dataclass(frozen=True)
class ProposalPage:
    """`is_compared`: only what differs is shown, beside what stands."""

    parts: list[Part]
    is_compared: bool
    goals: list[LearningGoal]
    there: list[LearningGoal]
    steps: list[dict[str, Any]]


def proposal_page(row: CourseProposal) -> ProposalPage:
    now = content_of(row.course)
    proposed = now if row.content is None else content_from(row.content)
    is_compared = row.content is not None and row.is_waiting
    goals = LearningGoal.objects.with_revision().order_by("code")
    there = goals.filter(
        goal_set__specialty=row.specialty_id, coverages__activity=row.course.activity_id, coverages__valid_to_on=None
    )
    return ProposalPage(
        list(_differing(now, proposed) if is_compared else _said(proposed)),
        is_compared,
        list(goals.filter(code__in=row.goals)) if row.goals else [],
        list(there.distinct()) if row.specialty_id else [],
        _steps(row),
    )


def _said(content: CourseContent) -> Iterable[Part]:
    parts = (Part(label, _lines(getattr(content, name))) for name, label in LABELS.items())
    return (part for part in parts if part.proposed)


def _differing(now: CourseContent, proposed: CourseContent) -> Iterable[Part]:
    for name, label in LABELS.items():
        before, after = getattr(now, name), getattr(proposed, name)
        if before != after:
            yield Part(label, _lines(after), _lines(before))


def _lines(value: Any) -> list[str]:
    if isinstance(value, tuple):
        return [each if isinstance(each, str) else ": ".join(filter(None, each)) for each in value]
    if isinstance(value, bool):
        return [_("ja")] if value else []
    if value in Course.Organiser.values:
        return [str(Course.Organiser(value).label)]
    return str(value).splitlines() if value else []


def _steps(row: CourseProposal) -> list[dict[str, Any]]:
    """With the RegUts and without the names: the officers act for them."""
    return [
        {
            "at": event.at,
            "who": event.centre,
            "what": _("Foreslått")
            if event.state_after == State.WAITING
            else event.get_state_after_display().capitalize(),
            "text": event.reason,
            "url": "",
        }
        for event in row.events.select_related("centre").order_by("at", "pk")
    ]
