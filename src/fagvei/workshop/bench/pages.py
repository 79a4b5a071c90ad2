"""Which pages are measured, as whom. The people are found the same way at every size, so that the sizes can be compared."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from fagvei.curriculum.models import LearningGoal
from fagvei.people.models import Relation, User
from fagvei.people.queries import leader_of, supervisors_of
from fagvei.surveys.models import SurveyRound
from fagvei.training.models import PlanGoal

SEARCHED_FOR = "alkohol"


@dataclass(frozen=True)
class Goals:
    """What we want of a page: at most so many times its floor, so many milliseconds for 95 of 100, so much growth."""

    times_floor: float = 3.0
    p95_ms: float = 40.0
    exponent: float = 0.1


@dataclass(frozen=True)
class Page:
    key: str
    title: str
    path: str
    user: User | None = None
    goals: Goals | None = None


NoSuchPage = LookupError


def pages() -> Iterator[Page]:
    doctor = busy_doctor()
    leader, supervisor = leader_of(doctor), supervisors_of(doctor)[0]
    sent = PlanGoal.objects.filter(waiting_on=leader, state="sent").order_by("pk").first()
    if sent is None:
        raise NoSuchPage("No goal waits for the leader; build the nation with another seed.")
    strict = Goals()
    yield Page("plan", "Plan with 300 goals", reverse("training:my_plan"), doctor, strict)
    yield Page(
        "plan-leader", "The same, seen by the leader", reverse("training:plan", args=[doctor.public_id]), leader, strict
    )
    yield Page("goal", "One goal", reverse("training:goal", args=[sent.public_id]), sent.doctor)
    yield Page("decide", "Decision on a goal", reverse("training:decide_goal", args=[sent.public_id]), leader)
    inbox = reverse("web:inbox")
    yield Page("inbox-doctor", "Inbox of a doctor", inbox, doctor, strict)
    yield Page("inbox-supervisor", "Inbox of a supervisor", inbox, supervisor, strict)
    yield Page("inbox-leader", "Inbox of a leader of 60", inbox, leader, strict)
    yield Page("my-doctors", "My doctors (leader of 60)", reverse("training:my_doctors"), leader)
    team = reverse("training:team")
    yield Page("team", "Team matrix of 60 doctors", team, leader, strict)
    yield Page("team-warnings", "Early warnings of 60 doctors", reverse("training:team_warnings"), leader, strict)
    yield Page("log", "Log an activity", reverse("training:log_activity"), doctor)
    yield Page("specialty", "Specialty page (public)", reverse("web:specialty", args=["rus"]))
    goal = (
        LearningGoal.objects.filter(goal_set__specialty__slug="rus")
        .annotate(n=Count("coverages"))
        .order_by("-n", "code")[0]
    )
    yield Page("public-goal", "Goal page (public)", reverse("curriculum:goal", args=[goal.code]))
    yield from pages_of_guideline()


def pages_of_guideline() -> Iterator[Page]:
    """The report is of one ward's newest wave; it is held against the other wards, and the view of the country against all."""
    strict = Goals()
    newest = SurveyRound.objects.filter(state__in=SurveyRound.COUNTED).order_by("-number", "pk")
    wave = newest.select_related("survey__guideline", "survey__owner").first()
    if wave is None:
        raise NoSuchPage("No ward has measured itself; build the nation with wards.")
    guideline = reverse("guideline:guideline", args=[wave.survey.guideline.slug])
    yield Page("guideline", "The guideline (public)", guideline, goals=strict)
    yield Page("guideline-search", "Search in the guideline (public)", f"{guideline}?q={SEARCHED_FOR}", goals=strict)
    report = reverse("surveys:report", args=[wave.public_id])
    yield Page("gap-report", "GAP report, beside 59 other wards", report, wave.survey.owner, strict)
    owner = User.objects.filter(role_assignments__role="guideline_owner").order_by("pk")[0]
    national = reverse("surveys:national", args=[wave.survey.guideline.slug])
    yield Page("gap-national", "GAP of the country, 60 wards", national, owner, strict)


def busy_doctor() -> User:
    """In the largest team: of those with the most goals, the one who is nearest to half way."""
    begun = Count("plan_goals", filter=~Q(plan_goals__state=PlanGoal.State.NOT_BEGUN))
    leaders = Relation.objects.filter(kind=Relation.Kind.LEADER).values_list("person_id")
    leader, _doctors = leaders.annotate(doctors=Count("doctor")).order_by("-doctors", "person_id")[0]
    team = Relation.objects.filter(kind=Relation.Kind.LEADER, person_id=leader).values("doctor_id")
    doctors = User.objects.filter(pk__in=team).annotate(n=Count("plan_goals"), begun=begun).order_by("-n", "pk")
    most = doctors.values_list("n", flat=True)[0]
    return min(doctors.filter(n=most), key=lambda doctor: abs(doctor.begun - doctor.n / 2))
