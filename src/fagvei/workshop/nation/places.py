"""Where the nation's doctors work and what they must reach: fictional institutions, real goal sets, and one invented specialty."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from fagvei.common.refusal import Refusal
from fagvei.common.sorting import norwegian_sort_key
from fagvei.curriculum.models import GoalCategory, GoalRevision, GoalSet, LearningActivity, LearningGoal, Requirement
from fagvei.organisations.models import HealthRegion, LearningArena, Specialty, TrainingInstitution
from fagvei.workshop.bulk import BulkWriter
from fagvei.workshop.nation import words
from fagvei.workshop.nation.wish import Wish

DOCTORS_PER_INSTITUTION = 60
CATEGORIES = 8
DEMO = "demo"
BUILT = dt.timedelta(days=3000)


@dataclass
class Place:
    institution: TrainingInstitution
    arenas: list[LearningArena]
    activities: list[LearningActivity]


@dataclass
class Course:
    """A specialty with the goal sets its doctors take, and the goals of each as (goal, revision) numbers."""

    specialty: Specialty
    sets: list[GoalSet]
    goals: dict[int, list[tuple[int, int]]]

    @property
    def size(self) -> int:
        return sum(map(len, self.goals.values()))


@dataclass
class Places:
    """`usual` is what most doctors train in, `largest` what every tenth does."""

    institutions: list[Place]
    usual: Course
    largest: Course
    goals_with_requirements: frozenset[int]


class TooFewGoals(Refusal):
    code = "too_few_goals"
    message = "Den største planen kan ikke ha færre mål enn settene som alle leger har."


def build_places(wish: Wish, writer: BulkWriter) -> Places:
    usual = _course_in_addiction_medicine(wish)
    return Places(
        usual=usual,
        largest=_largest_course(wish, writer, usual) if wish.most_goals else usual,
        institutions=[build_institution(wish, writer, n) for n in range(-(-wish.doctors // DOCTORS_PER_INSTITUTION))],
        goals_with_requirements=frozenset(Requirement.objects.values_list("goal_id", flat=True)),
    )


def _largest_course(wish: Wish, writer: BulkWriter, usual: Course) -> Course:
    own_goals = wish.most_goals - sum(len(usual.goals[each.pk]) for each in _shared(usual.sets))
    if own_goals < 1:
        raise TooFewGoals
    return _invented_course(wish, writer, usual, own_goals)


def _course_in_addiction_medicine(wish: Wish) -> Course:
    specialty = Specialty.objects.get(slug="rus")
    sets = [*_shared(GoalSet.objects.all()), *GoalSet.objects.filter(specialty=specialty)]
    return Course(specialty, sets, _goals_in_force(sets, wish.on))


def _shared(sets: Iterable[GoalSet]) -> list[GoalSet]:
    return [each for each in sets if each.kind != GoalSet.Kind.SPECIALTY]


def _goals_in_force(sets: list[GoalSet], on: dt.date) -> dict[int, list[tuple[int, int]]]:
    goals: dict[int, list[tuple[int, int]]] = {each.pk: [] for each in sets}
    rows = GoalRevision.objects.in_force(on).filter(goal__goal_set__in=sets).order_by("goal__code")
    for set_id, goal_id, revision_id in rows.values_list("goal__goal_set_id", "goal_id", "pk"):
        goals[set_id].append((goal_id, revision_id))
    return goals


def _invented_course(wish: Wish, writer: BulkWriter, usual: Course, count: int) -> Course:
    name = f"Oppdiktet spesialitet {wish.seed}"
    specialty = writer.new(
        Specialty, name=name, slug=f"{wish.prefix}-oppdiktet", sort_key=norwegian_sort_key(name), verification=DEMO
    )
    goal_set = writer.new(
        GoalSet,
        code=f"{wish.prefix.upper()}",
        kind=GoalSet.Kind.SPECIALTY,
        name=f"Oppdiktede læringsmål {wish.seed}",
        short_name=f"Oppdiktet {wish.seed}",
        specialty_id=specialty.pk,
        position=90,
        verification=DEMO,
    )
    writer.add(specialty)
    writer.add(goal_set)
    writer.record("specialty_saved", happened_at=wish.now - BUILT, target=specialty, by=None)
    writer.record("goal_set_saved", happened_at=wish.now - BUILT, target=goal_set, by=None)
    shared = _shared(usual.sets)
    goals = {each.pk: usual.goals[each.pk] for each in shared} | {goal_set.pk: _goals(wish, writer, goal_set, count)}
    return Course(specialty, [*shared, goal_set], goals)


def _goals(wish: Wish, writer: BulkWriter, goal_set: GoalSet, count: int) -> list[tuple[int, int]]:
    categories = [
        writer.new(GoalCategory, goal_set_id=goal_set.pk, name=f"Oppdiktet tema {number}", position=number)
        for number in range(1, CATEGORIES + 1)
    ]
    for category in categories:
        writer.add(category)
    made = []
    for number in range(1, count + 1):
        category = categories[(number - 1) * CATEGORIES // count]
        code = f"{wish.prefix.upper()}-{number:03}"
        goal = writer.new(LearningGoal, code=code, goal_set_id=goal_set.pk, category_id=category.pk)
        revision = writer.new(
            GoalRevision,
            goal_id=goal.pk,
            name=f"Oppdiktet mål nummer {number}",
            official_text="Oppdiktet tekst til demo og måling.",
            valid_from_on=(wish.now - BUILT).date(),
            is_demo=True,
            verification=DEMO,
        )
        writer.add(goal)
        writer.add(revision)
        writer.record(
            "goal_revision_published", happened_at=wish.now - BUILT, target=revision, by=None, details={"code": code}
        )
        made.append((goal.pk, revision.pk))
    return made


def build_institution(wish: Wish, writer: BulkWriter, number: int) -> Place:
    regions = list(HealthRegion.objects.order_by("pk"))
    town = words.TOWNS[number % len(words.TOWNS)]
    name = f"{town} sykehus HF (oppdiktet {wish.seed}-{number + 1})"
    institution = writer.new(
        TrainingInstitution,
        code=f"{wish.prefix}-sykehus-{number + 1:03}",
        name=name,
        sort_key=norwegian_sort_key(name),
        region_id=regions[number % len(regions)].pk,
        is_demo=True,
    )
    writer.add(institution)
    writer.record("institution_saved", happened_at=wish.now - BUILT, target=institution, by=None)
    return Place(institution, _arenas(writer, institution), _activities(writer, institution))


def _arenas(writer: BulkWriter, institution: TrainingInstitution) -> list[LearningArena]:
    arenas = [
        writer.new(LearningArena, institution_id=institution.pk, name=name, sort_key=norwegian_sort_key(name))
        for name in words.ARENAS
    ]
    for arena in arenas:
        writer.add(arena)
    return arenas


def _activities(writer: BulkWriter, institution: TrainingInstitution) -> list[LearningActivity]:
    activities = [
        writer.new(
            LearningActivity,
            code=f"{institution.code}-{position}",
            kind=kind,
            scope=LearningActivity.Scope.LOCAL,
            name=name,
            institution_id=institution.pk,
            is_demo=True,
            position=900 + position,
            verification=DEMO,
        )
        for position, (kind, name) in enumerate(words.LOCAL_ACTIVITIES, 1)
    ]
    for activity in activities:
        writer.add(activity)
    return activities
