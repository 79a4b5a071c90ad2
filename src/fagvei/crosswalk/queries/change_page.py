"""A changed recommendation, with everything it touches: pairs, courses, and teaching where the reader works."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.courses.models import Course
from fagvei.crosswalk.models import ChangeAnswer
from fagvei.crosswalk.queries.changes import (
    Change,
    Part,
    courses_by_goal,
    courses_of,
    name_goals,
    open_changes,
    teaching_of,
)
from fagvei.crosswalk.queries.waiting import Waiting, roles_to_answer, waiting_for
from fagvei.crosswalk.rules.sides import EDUCATION, GUIDELINE
from fagvei.guideline.models import UnitVersion
from fagvei.guideline.queries.change import is_another_text
from fagvei.guideline.queries.version_page import as_texts
from fagvei.guideline.rules.change import WORDS
from fagvei.guideline.rules.difference import Difference, differences
from fagvei.people.queries import active_roles
from fagvei.training.models import TeachingSession


@dataclass(frozen=True)
class ToldAnswer:
    """`is_told`: where and by whom it was answered, and what. Else only that it was, and when."""

    given: ChangeAnswer
    is_told: bool


@dataclass
class ChangePage:
    change: Change
    differences: list[Difference]
    courses: list[Course]
    sessions: list[TeachingSession]
    answers: list[ToldAnswer]
    waiting: list[Waiting] = field(default_factory=list)

    @property
    def centres_to_answer(self) -> list[str]:
        return centres_to_answer(self.change, self.courses)

    @property
    def fields_to_answer(self) -> list[str | Promise]:
        return fields_to_answer(self.change)

    @property
    def shown(self) -> str:
        """The print of the texts on the page, for the form to send back."""
        texts = (self.change.national, self.change.local)
        return "-".join(str(version.number) if version else "0" for version in texts)


@dataclass(frozen=True)
class ChangeLine:
    """One change in the list, with whom it waits for: what everybody may know, so no calendar."""

    change: Change
    waits_for: list[str | Promise]


def change_lines() -> list[ChangeLine]:
    """Two questions more than the changes, however many there are."""
    changes = name_goals(open_changes())
    courses = courses_by_goal({goal.pk for change in changes for goal in change.goals}) if changes else {}
    lines = []
    for change in changes:
        touched = [course for goal in change.goals for course in courses.get(goal.pk, [])]
        lines.append(ChangeLine(change, [*fields_to_answer(change), *centres_to_answer(change, touched)]))
    return lines


def fields_to_answer(change: Change) -> list[str | Promise]:
    """A pair joins two fields, so one of each answers for it."""
    fields = ((GUIDELINE, _("retningslinjen")), (EDUCATION, _("utdanningen")))
    return [name for side, name in fields if not change.answered_by(side)]


def centres_to_answer(change: Change, courses: list[Course]) -> list[str]:
    """The liaisons of the courses that have not answered for this text."""
    centres = {course.centre_id: str(course.centre) for course in courses if course.centre_id}
    return sorted(name for pk, name in centres.items() if not change.answered(Part.COURSES, pk))


def _texts(version: UnitVersion) -> dict[str, str]:
    """What a reader acts on; where it was read and when is no change here."""
    names = {name.removesuffix("_id") for name in WORDS}
    labels = {str(version._meta.get_field(name).verbose_name).capitalize() for name in names}  # type: ignore[union-attr]
    return {label: text for label, text in as_texts(version).items() if label in labels}


def _is_told(answer: ChangeAnswer, user: Any, places: Collection[int]) -> bool:
    """What a teacher does about a lesson is for those who work there, as the calendar is."""
    return answer.part != Part.TEACHING or answer.institution_id in places or answer.by_id == user.pk


def change_page(change: Change, user: Any) -> ChangePage:
    """A calendar is for those who work there, so a visitor sees no teaching."""
    name_goals([change])
    newest, read = change.newest, change.read
    is_known = user.is_authenticated and user.is_active
    places = (
        list(active_roles(user).filter(institution__isnull=False).values_list("institution_id", flat=True))
        if is_known
        else []
    )
    return ChangePage(
        change=change,
        differences=differences(_texts(read), _texts(newest)) if newest and is_another_text(read, newest) else [],
        courses=courses_of(change.goals),
        sessions=teaching_of(change, places) if places else [],
        answers=[ToldAnswer(each, _is_told(each, user, places)) for each in change.answers],
        waiting=waiting_for(user, change, roles_to_answer(user)) if is_known else [],
    )
