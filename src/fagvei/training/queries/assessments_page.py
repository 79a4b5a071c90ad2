"""Assessments on pages: the doctor's list, one assessment with its answers in order, and what stands on a goal."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.models import Relation, User
from fagvei.people.queries import doctor_ids_decided_by, institution_of, leader_of, mentor_of, supervisors_of
from fagvei.training.models import (
    Assessment,
    AssessmentEvent,
    AssessmentForm,
    AssessmentFormVersion,
    AssessmentInvitation,
    OutsideIdentification,
    PlanGoal,
)
from fagvei.training.queries.activity_page import Step
from fagvei.training.queries.goal_page import level_choices
from fagvei.training.rules import Question

Kind, State = AssessmentEvent.Kind, Assessment.State


@dataclass(frozen=True)
class Answered:
    """A question with its answer in words."""

    question: Question
    words: str


@dataclass
class AssessmentPage:
    """`answers` are empty for those who may not read them (yet). `digest` is of the newest answer, for who is to sign it."""

    assessment: Assessment
    goals: list[PlanGoal]
    open_goals: set[int]
    answers: list[Answered]
    steps: list[Step]
    identification: OutsideIdentification | None
    invitation: AssessmentInvitation | None

    @property
    def is_unsigned(self) -> bool:
        return self.assessment.state in (State.ANSWERED, State.IDENTIFIED, State.REFUSED)


def assessment_page(assessment: Assessment, viewer: User) -> AssessmentPage:
    goals = list(assessment.goals.select_related("goal", "revision").order_by("goal__code"))
    events = list(assessment.events.select_related("by").order_by("pk"))
    may_open = PlanGoal.objects.visible_to(viewer).filter(assessments=assessment)
    return AssessmentPage(
        assessment,
        goals,
        set(may_open.order_by("pk").values_list("pk", flat=True)),
        answers_of(assessment) if _may_read(assessment, viewer) else [],
        [
            Step(event.at, _by_words(event, assessment), event.get_kind_display().capitalize(), event.comment)
            for event in events
        ],
        OutsideIdentification.objects.filter(assessment=assessment).first(),
        AssessmentInvitation.objects.filter(assessment=assessment).first(),
    )


def _may_read(assessment: Assessment, viewer: User) -> bool:
    """What is not signed is read by the doctor alone, marked as unsigned."""
    return assessment.state in Assessment.READABLE or viewer.pk == assessment.doctor_id


def _by_words(event: AssessmentEvent, assessment: Assessment) -> str:
    if event.by is not None:
        return str(event.by)
    return assessment.assessor_name if event.acting_as == "outside_assessor" else _("Fagvei")


def answers_of(assessment: Assessment) -> list[Answered]:
    """The newest answer, question by question; empty while there is none."""
    newest = assessment.given_answers.order_by("pk").last()
    return answered(assessment.version, newest.answers) if newest else []


def answered(version: AssessmentFormVersion, answers: Mapping[str, str]) -> list[Answered]:
    levels = dict(level_choices())
    return [
        Answered(question, levels.get(value, value) if question.kind == "level" else value)
        for question in version.asked
        if (value := answers.get(question.key, ""))
    ]


def unsigned_digest(assessment: Assessment) -> str:
    newest = assessment.given_answers.order_by("pk").last()
    return newest.digest() if newest else ""


@dataclass
class MyAssessments:
    """The doctor's list: what waits, what is signed, what came to nothing."""

    waiting: list[Assessment] = field(default_factory=list)
    signed: list[Assessment] = field(default_factory=list)
    ended: list[Assessment] = field(default_factory=list)


def my_assessments(doctor: User) -> MyAssessments:
    page = MyAssessments()
    rows = Assessment.objects.filter(doctor=doctor).select_related(
        "version", "assessor", "outside_assessor", "waiting_on"
    )
    for row in rows.prefetch_related("goals__goal").order_by("-held_on", "-pk"):
        if row.state == State.SIGNED:
            page.signed.append(row)
        elif row.state in (*Assessment.OPEN, State.IDENTIFIED):
            page.waiting.append(row)
        else:
            page.ended.append(row)
    return page


# --- What can be chosen ---


@dataclass(frozen=True)
class AskPage:
    doctor: User
    versions: list[AssessmentFormVersion]
    assessors: list[User]
    arenas: list[LearningArena]
    plan_goals: list[PlanGoal]


def ask_page(doctor: User) -> AskPage:
    institution = institution_of(doctor)
    return AskPage(
        doctor,
        current_versions(institution),
        assessors_of(doctor),
        list(LearningArena.objects.filter(institution=institution).order_by("name", "pk")),
        list(
            PlanGoal.objects.filter(doctor=doctor)
            .in_current_plan()
            .remaining()
            .select_related("goal", "revision")
            .order_by("goal__code")
        ),
    )


def current_versions(
    institution: TrainingInstitution | None, *, multisource: bool = False
) -> list[AssessmentFormVersion]:
    """The newest version of each form on offer, the institution's own last."""
    forms = AssessmentForm.objects.offered_at(institution)
    kind = Q(kind=AssessmentForm.Kind.MULTISOURCE)
    forms = (forms.filter(kind) if multisource else forms.exclude(kind)).annotate(newest=Max("versions__number"))
    numbers = {form.pk: form.newest for form in forms}
    versions = AssessmentFormVersion.objects.filter(form_id__in=list(numbers)).select_related("form")
    newest = [each for each in versions if each.number == numbers[each.form_id]]
    return sorted(newest, key=lambda each: (each.form.institution_id is not None, each.name))


def assessors_of(doctor: User) -> list[User]:
    """Mentor, supervisors and leader, each once."""
    people = [*supervisors_of(doctor), mentor_of(doctor), leader_of(doctor)]
    return list(dict.fromkeys(person for person in people if person is not None))


def doctors_to_assess(user: User) -> list[User]:
    """Whom the user supervises, mentors or leads now."""
    kinds = [Relation.Kind.MENTOR, Relation.Kind.SUPERVISOR]
    near = Relation.objects.active().filter(person=user, kind__in=kinds).values("doctor_id")
    led = Relation.objects.active().filter(doctor_ids_decided_by(user)).values("doctor_id")
    return list(User.objects.filter(Q(pk__in=near) | Q(pk__in=led), is_active=True))
