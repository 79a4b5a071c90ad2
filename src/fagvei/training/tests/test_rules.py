"""The named rules, without a database."""

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagvei.training import rules
from fagvei.training.models import ActivityEvent, GoalEvent, PlanActivity, PlanGoal
from fagvei.training.rules import GivenOpinion, Node
from fagvei.training.rules.replay import ACTIVITY_STEPS, GOAL_STEPS, IllegalHistory, replay_activity, replay_goal

MENTOR, SUPERVISOR = "mentor", "supervisor"


def given_by(*pairs, against=()):
    return [GivenOpinion(number, person, role, number in against) for number, (person, role) in enumerate(pairs)]


# --- R3 ---


@pytest.mark.parametrize(
    ("pairs", "missing"),
    [
        ([], [MENTOR, SUPERVISOR]),
        ([("cecilie", MENTOR)], [SUPERVISOR]),
        ([("siri", SUPERVISOR)], [MENTOR]),
        ([("siri", SUPERVISOR), ("stian", SUPERVISOR)], [MENTOR]),
        ([("cecilie", MENTOR), ("cecilie", SUPERVISOR)], [SUPERVISOR]),
        ([("cecilie", MENTOR), ("siri", SUPERVISOR)], []),
    ],
)
def test_both_roles_and_two_people_are_needed(pairs, missing):
    assert rules.missing_roles(given_by(*pairs)) == missing
    assert (rules.basis_of(given_by(*pairs)) is None) == bool(missing)


def test_the_newest_of_each_role_counts():
    opinions = given_by(("cecilie", MENTOR), ("siri", SUPERVISOR), ("stian", SUPERVISOR), ("kari", MENTOR))
    basis = rules.basis_of(opinions)
    assert (basis.mentor.person, basis.supervisor.person) == ("kari", "stian")


def test_a_supervisor_who_became_mentor_does_not_count_twice():
    opinions = given_by(("cecilie", MENTOR), ("siri", SUPERVISOR), ("siri", MENTOR))
    basis = rules.basis_of(opinions)
    assert (basis.mentor.person, basis.supervisor.person) == ("cecilie", "siri")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([MENTOR, SUPERVISOR])), max_size=6))
def test_a_basis_is_always_two_people_in_two_roles(pairs):
    basis = rules.basis_of(given_by(*pairs))
    possible = any(a != b and (a, MENTOR) in pairs and (b, SUPERVISOR) in pairs for a in "abc" for b in "abc")
    assert (basis is not None) == possible
    if basis is not None:
        assert basis.mentor.person != basis.supervisor.person
        assert (basis.mentor.role, basis.supervisor.role) == (MENTOR, SUPERVISOR)


def test_one_voice_against_is_against():
    assert rules.is_against(given_by(("cecilie", MENTOR), ("siri", SUPERVISOR), against={1}))
    assert not rules.is_against(given_by(("cecilie", MENTOR), ("siri", SUPERVISOR)))


# --- R4, R5, own case ---


@pytest.mark.parametrize(
    ("capacity", "decides", "leads"),
    [
        ("leader", True, True),
        ("deputy", True, True),
        ("delegate", True, False),
        ("mentor", False, False),
        (None, False, False),
    ],
)
def test_who_decides_and_who_leads(capacity, decides, leads):
    assert rules.may_decide(capacity) is decides
    assert rules.may_assign(capacity) is leads
    assert rules.may_mark_on_behalf(capacity) is leads


def test_only_what_waits_for_approval_can_be_recalled():
    assert [state for state in PlanGoal.State.values if rules.may_be_recalled(state)] == ["sent"]


# --- R6 ---


def test_courses_and_e_learning_need_no_signature_and_only_courses_a_certificate():
    kinds = PlanActivity._meta.get_field("kind").choices
    assert [kind for kind, _name in kinds if not rules.needs_signature(kind)] == ["course", "e_learning"]
    assert [kind for kind, _name in kinds if rules.needs_certificate(kind)] == ["course"]


TODAY = dt.date(2027, 5, 3)


@pytest.mark.parametrize(
    ("day", "is_done", "fault"),
    [
        (TODAY, True, ""),
        (TODAY + dt.timedelta(days=1), True, "future"),
        (TODAY + dt.timedelta(days=1), False, ""),
        (dt.date(1950, 1, 1), True, ""),
        (dt.date(1949, 12, 31), True, "too_old"),
        (dt.date(1949, 12, 31), False, "too_old"),
        (dt.date.max, True, "future"),
        (dt.date.min, False, "too_old"),
    ],
)
def test_dates_that_can_be_true(day, is_done, fault):
    assert rules.date_fault(day, today=TODAY, is_done=is_done) == fault


# --- R7, R11, R12 ---


def leaf(name, repetitions=None, **more):
    return Node(name, "repetitions" if repetitions else "activity", activity=name, repetitions=repetitions, **more)


TWO_OF_THREE = Node("two", "k_of_n", choose=2, children=(leaf("mi"), leaf("kognitiv"), leaf("gruppe")))


def missing(*roots, done=None, personal=None, accepted=()):
    return [(item.key, item.done, item.required) for item in rules.unmet(roots, done or {}, personal, accepted)]


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ({}, [("two", 0, 2)]),
        ({"mi": 1}, [("two", 1, 2)]),
        ({"mi": 2}, [("two", 1, 2)]),
        ({"mi": 1, "gruppe": 1}, []),
        ({"mi": 1, "gruppe": 1, "kognitiv": 1}, []),
    ],
)
def test_two_different_of_the_three_are_needed(done, expected):
    assert missing(TWO_OF_THREE, done=done) == expected


def test_an_unmet_choice_names_what_can_still_be_chosen():
    (item,) = rules.unmet([TWO_OF_THREE], {"mi": 1})
    assert (item.missing, item.options) == (1, ("kognitiv", "gruppe"))


def test_all_of_reports_each_missing_part():
    tree = Node("all", "all_of", children=(leaf("a"), leaf("b", repetitions=5), TWO_OF_THREE))
    assert missing(tree, done={"b": 3}) == [("a", 0, 1), ("b", 3, 5), ("two", 0, 2)]


def test_a_higher_personal_number_holds_and_a_lower_one_does_not():
    assert missing(leaf("b", repetitions=5), done={"b": 5}, personal={"b": 8}) == [("b", 5, 8)]
    assert missing(leaf("b", repetitions=5), done={"b": 5}, personal={"b": 2}) == []


def test_an_accepted_equivalent_covers_its_node_and_no_other():
    tree = Node("all", "all_of", children=(leaf("a"), leaf("b")))
    assert missing(tree, accepted={"a"}) == [("b", 0, 1)]
    assert missing(tree, accepted={"all"}) == []


def test_what_is_not_known_is_missing():
    assert missing(Node("x", "activity")) == [("x", 0, 1)]
    assert missing(Node("y", "k_of_n", choose=2, children=(leaf("a"),)), done={"a": 1}) == [("y", 1, 2)]


def test_nothing_asked_is_nothing_missing():
    assert rules.unmet([], {"a": 1}) == []
    assert rules.unmet([Node("all", "all_of")], {}) == []


def trees():
    leaves = st.builds(
        lambda name, times: Node(f"{name}{times}", "repetitions", activity=name, repetitions=times),
        st.sampled_from("abcd"),
        st.integers(1, 4),
    )
    return st.recursive(
        leaves,
        lambda children: st.builds(
            lambda parts, choose: Node(
                "g", "k_of_n" if choose else "all_of", choose=choose or None, children=tuple(parts)
            ),
            st.lists(children, min_size=1, max_size=3),
            st.integers(0, 3),
        ),
        max_leaves=8,
    )


@given(trees(), st.dictionaries(st.sampled_from("abcd"), st.integers(0, 4)), st.sampled_from("abcd"))
def test_doing_more_never_makes_more_missing(tree, done, more):
    before = sum(item.missing for item in rules.unmet([tree], done))
    after = sum(item.missing for item in rules.unmet([tree], {**done, more: done.get(more, 0) + 1}))
    assert after <= before
    assert all(item.missing > 0 for item in rules.unmet([tree], done))


@pytest.mark.parametrize(
    ("repetitions", "has_reason", "fault"),
    [
        (20, True, ""),
        (20, False, "reason_missing"),
        (10, True, ""),
        (9, True, "below_minimum"),
        (0, True, "below_minimum"),
    ],
)
def test_a_personal_number_is_never_below_the_national_minimum(repetitions, has_reason, fault):
    assert rules.may_be_set(repetitions=repetitions, minimum=10, present=15, has_reason=has_reason, cites=True) == fault


def test_more_than_the_national_minimum_rests_on_something_seen():
    known = {"minimum": 10, "present": 15, "has_reason": True}
    assert rules.may_be_set(repetitions=20, cites=False, **known) == "evidence_missing"
    assert rules.may_be_set(repetitions=10, cites=False, **known) == ""


# --- The rules as things ---


def test_each_rule_has_a_code_a_sentence_and_a_source():
    assert len({rule.code for rule in rules.ALL_RULES}) == len(rules.ALL_RULES)
    assert all(str(rule.sentence).endswith(".") and rule.source for rule in rules.ALL_RULES)
    assert {"R3", "R4", "R5", "R6", "R7", "R9", "R11", "R12", "T-03"} <= {rule.code for rule in rules.ALL_RULES}


# --- Replay ---


@dataclass(frozen=True)
class Event:
    pk: int
    kind: str
    state_after: str
    waiting_on_id: int | None = None

    @property
    def at(self):
        return dt.datetime(2027, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=self.pk)


def events(*steps):
    return [Event(number, *step) for number, step in enumerate(steps, 1)]


def test_a_goal_is_where_its_events_lead():
    history = events(
        ("begun", "begun"), ("completed", "completed", 7), ("opinion_given", "completed", 8), ("opinion_given", "completed", 8),
        ("sent", "sent", 9),
    )  # fmt: skip
    derived = replay_goal(history)
    assert (derived.state, derived.waiting_on_id, derived.completion_id) == ("sent", 9, 2)
    assert (derived.since, derived.completed_at) == (history[4].at, history[1].at)


def test_a_word_that_moves_nothing_leaves_since_alone():
    history = events(("completed", "completed", 7), ("opinion_given", "completed", 7))
    assert replay_goal(history).since == history[0].at


def test_a_returned_goal_has_no_completion():
    derived = replay_goal(events(("completed", "completed", 7), ("sent", "sent", 9), ("returned", "begun", 1)))
    assert (derived.state, derived.completion_id, derived.completed_at) == ("begun", None, None)


@pytest.mark.parametrize(
    "steps",
    [
        [("sent", "sent")],
        [("completed", "completed"), ("approved", "approved")],
        [("begun", "begun"), ("begun", "begun")],
        [("completed", "approved")],
        [("completed", "completed"), ("sent", "sent"), ("approved", "approved"), ("recalled", "completed")],
    ],
)
def test_an_impossible_history_of_a_goal_is_found(steps):
    with pytest.raises(IllegalHistory):
        replay_goal(events(*steps))


@pytest.mark.parametrize(
    "steps",
    [
        [("signed", "signed")],
        [("logged", "done"), ("signed", "signed")],
        [("logged", "signed")],
        [("logged", "done"), ("sent", "sent"), ("signed", "signed"), ("returned", "returned")],
        [("logged", "done"), ("logged", "done")],
    ],
)
def test_an_impossible_history_of_an_activity_is_found(steps):
    with pytest.raises(IllegalHistory):
        replay_activity(events(*steps))


def test_replay_knows_every_kind_of_event_and_agrees_with_the_moves():
    """Two tables written apart: what one allows, the other must allow."""
    assert set(GOAL_STEPS) == set(GoalEvent.Kind.values)
    assert set(ACTIVITY_STEPS) == set(ActivityEvent.Kind.values)
    goal_moves = {(a, b) for before, b in GOAL_STEPS.values() for a in before if b}
    assert goal_moves == {(a, b) for a, after in PlanGoal.MOVES.items() for b in after}
    steps = {(a, b) for step in ACTIVITY_STEPS.values() for a, after in step.items() for b in after if a and a != b}
    moves = {(a, b) for a, after in PlanActivity.MOVES.items() for b in after}
    assert steps == moves
