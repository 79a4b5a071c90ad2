"""Which pages are measured, as whom. The people are found the same way at every size, so that the sizes can be compared."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from fagvei.curriculum.models import LearningGoal
from fagvei.people.models import User
from fagvei.people.queries import leader_of, supervisors_of
from fagvei.training.models import PlanGoal


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
    yield Page("inbox-leader", "Inbox of a leader", inbox, leader, strict)
    yield Page("my-doctors", "My doctors (leader)", reverse("training:my_doctors"), leader)
    team = reverse("training:team")
    yield Page("team", "Team matrix of a leader", team, leader, strict)
    yield Page("team-warnings", "Early warnings of a leader", reverse("training:team_warnings"), leader, strict)
    yield Page("log", "Log an activity", reverse("training:log_activity"), doctor)
    yield Page("specialty", "Specialty page (public)", reverse("web:specialty", args=["rus"]))
    goal = (
        LearningGoal.objects.filter(goal_set__specialty__slug="rus")
        .annotate(n=Count("coverages"))
        .order_by("-n", "code")[0]
    )
    yield Page("public-goal", "Goal page (public)", reverse("curriculum:goal", args=[goal.code]))


def busy_doctor() -> User:
    """Of those with the most goals, the one who is nearest to half way."""
    begun = Count("plan_goals", filter=~Q(plan_goals__state=PlanGoal.State.NOT_BEGUN))
    doctors = User.objects.annotate(n=Count("plan_goals"), begun=begun).order_by("-n", "pk")
    most = doctors.values_list("n", flat=True)[0]
    return min(doctors.filter(n=most), key=lambda doctor: abs(doctor.begun - doctor.n / 2))
