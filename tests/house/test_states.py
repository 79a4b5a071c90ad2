"""A state is written in one place: the noun's move, or for another noun the function that is its move by another name.

Every model with `state` and `since` is such a noun. What is born with a state says so in a list of its own.
"""

import ast
from collections import Counter

import pytest
from django.apps import apps
from houseplan import PACKAGE, dotted, name_of_call, parse

# noun: where its state is written, together with its event.
MOVED_IN = {
    "courses.ApplicationRound": "courses/actions/allocation.py:_move_round",
    "courses.CourseApplication": "courses/actions/applications.py:move_application",
    "courses.CourseEvaluation": "courses/actions/evaluation.py:_move",
    "courses.CourseProposal": "courses/actions/proposals.py:_move",
    "courses.CourseRun": "courses/actions/runs.py:_move",
    "courses.ExternalCertificate": "courses/actions/external.py:_move",
    "courses.JointInvitation": "courses/actions/joint.py:_move",
    "courses.NoShow": "courses/actions/absence.py:_move",
    "courses.PlanSlot": "courses/actions/plan.py:move_to",
    "courses.SeatOffer": "courses/actions/offers.py:_move",
    "crosswalk.GoalRecommendationPair": "crosswalk/actions/standing.py:move",
    "guideline.ConsensusRound": "guideline/actions/consensus.py:_move",
    "guideline.PlainText": "guideline/actions/plain_texts.py:_move",
    "guideline.UnitComment": "guideline/actions/comments.py:_move",
    "guideline.UnitVersion": "guideline/actions/standing.py:move",
    "handbook.Feedback": "handbook/actions.py:_move",
    "surveys.ImprovementMeasure": "surveys/actions/measures.py:_step",
    "surveys.SurveyRound": "surveys/actions/standing.py:move",
    "training.Absence": "training/actions/service.py:move_service",
    "training.Assessment": "training/actions/moves_of_assessments.py:_follow",
    "training.AssessmentPanel": "training/actions/panel.py:_move",
    "training.Employment": "training/actions/service.py:move_service",
    "training.MentoringSession": "training/actions/moves.py:_follow",
    "training.MultisourceRound": "training/actions/moves_of_assessments.py:_follow",
    "training.Placement": "training/actions/service.py:move_service",
    "training.PlanActivity": "training/actions/moves.py:_follow",
    "training.PlanGoal": "training/actions/moves.py:_follow",
    "training.ServiceCertificate": "training/actions/certificates.py:_move",
}
# The generated nation writes whole tables at once, as the moves would have; its test replays the events.
BY_BULK = {
    "workshop/nation/activities.py:step",
    "workshop/nation/goals.py:_event",
    "workshop/nation/surveys.py:_move",
}
# What begins in another state than the model says, with the reason. The first event follows at once.
BORN = {
    "guideline/actions/source_texts.py:publish_source_text": "published in the next line; the publisher answers for it",
    "training/actions/activities.py:log_activity": "planned or done, as the doctor says",
    "training/actions/course_record.py:record_attended_course": "whoever held the course was there",
    "training/actions/on_behalf.py:mark_met_on_behalf": "the leader has seen it",
    "training/actions/procedures.py:_log_one": "a procedure is logged when it is done",
    "training/actions/transfer.py:_confirm_activity": "the leader confirms what the old portal says",
}
BULK_CALLS = {"update", "bulk_update", "update_or_create", "setattr"}
BIRTHS = {"create", "get_or_create", "update_or_create"}


def nouns() -> set[str]:
    found = set()
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        if model.__module__.startswith("fagvei.") and {"state", "since"} <= names:
            found.add(model._meta.label)
    return found


def _flat(target):
    if isinstance(target, ast.Tuple | ast.List):
        for each in target.elts:
            yield from _flat(each)
    else:
        yield target


def _sets(node: ast.AST) -> bool:
    """`row.state = …`, alone or among others, `update(state=…)`, `bulk_update(rows, ["state"])`, `setattr(row, "state", …)`."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(
            isinstance(each, ast.Attribute) and each.attr == "state" for target in targets for each in _flat(target)
        )
    if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in BULK_CALLS:
        words = [each for each in ast.walk(node) if isinstance(each, ast.Constant) and each.value == "state"]
        return bool(words) or any(keyword.arg == "state" for keyword in node.keywords)
    return False


def _bears(node: ast.AST) -> bool:
    """`Noun(state=…)` and `Noun.objects.create(state=…)`; an event tells a state and has none."""
    if not isinstance(node, ast.Call) or "state" not in {keyword.arg for keyword in node.keywords}:
        return False
    name, _dot, last = name_of_call(node).rpartition(".")
    if last in BIRTHS:
        return "event" not in name.lower()
    return last[:1].isupper() and last != "Q" and not last.endswith("Event")


def places(tree: ast.AST, is_one) -> Counter[str]:
    """The functions (innermost; "" for none) with such a line."""
    found: Counter[str] = Counter()

    def walk(node: ast.AST, function: str) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            function = node.name
        if is_one(node):
            found[function] += 1
        for child in ast.iter_child_nodes(node):
            walk(child, function)

    walk(tree, "")
    return found


def in_the_house(is_one) -> Counter[str]:
    found: Counter[str] = Counter()
    for path in sorted(PACKAGE.glob("*/**/*.py")):
        if not {"tests", "migrations", "locale"} & set(path.parts):
            at = path.relative_to(PACKAGE).as_posix()
            found.update({f"{at}:{name}": count for name, count in places(parse(path), is_one).items()})
    return found


def test_every_noun_with_a_state_has_one_move():
    assert MOVED_IN.keys() == nouns()


def test_a_state_is_written_by_the_move_alone():
    """One line each, so that nothing hides beside it."""
    assert in_the_house(_sets) == Counter({*MOVED_IN.values(), *BY_BULK})


def test_what_is_born_with_a_state_is_known():
    assert in_the_house(_bears).keys() == BORN.keys()


@pytest.mark.parametrize(
    "line",
    [
        "found.state = State.ANNULLED",
        "row.state, row.since = to, at",
        "row.state: str = to",
        "Plan.objects.filter(pk=1).update(state='x')",
        "Plan.objects.bulk_update(rows, ['since', 'state'])",
        "Plan.objects.update_or_create(pk=1, defaults={'state': 'x'})",
        "setattr(row, 'state', to)",
    ],
)
def test_a_state_that_is_written_beside_the_move_is_caught(line):
    assert places(ast.parse(f"def annul(row, to):\n    {line}"), _sets) == {"annul": 1}


@pytest.mark.parametrize("line", ["PlanActivity(doctor=anna, state=to)", "PlanActivity.objects.create(state=to)"])
def test_a_birth_with_a_state_is_caught(line):
    assert places(ast.parse(f"def begin(to):\n    return {line}"), _bears) == {"begin": 1}


@pytest.mark.parametrize(
    "line",
    ["Plan.objects.filter(state=to)", "Q(state=to)", "FeedbackEvent.objects.create(state=to)", "row.states = to"],
)
def test_what_only_asks_for_a_state_is_left_alone(line):
    tree = ast.parse(f"def ask(row, to):\n    {line}")
    assert not places(tree, _sets) + places(tree, _bears)
