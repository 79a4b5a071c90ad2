"""What would have been enough: least, sufficient, and more is never worse. Against trying every value with the engine itself."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fagvei.planning.seats import Applicant, Claim, Problem, Reasons, Reserve, Run, explain, solve
from fagvei.planning.seats.generated import generate

MOST = 6


@st.composite
def rounds(draw):
    """An own criterion that is met or not, then service; a region may have seats first."""
    runs = []
    for number in range(draw(st.integers(1, 3))):
        seats = draw(st.integers(0, 2))
        kept = tuple(
            Reserve(region, share) for region, share in (("a", draw(st.integers(0, seats))),) if draw(st.booleans())
        )
        runs.append(Run(f"r{number}", seats, kept))
    count = draw(st.integers(1, 6))
    numbers = draw(st.permutations(range(count)))
    people = []
    for number in range(count):
        order = draw(st.permutations(runs))[: draw(st.integers(1, len(runs)))]
        claims = tuple(Claim(run.key, (draw(st.integers(0, 1)), draw(st.integers(0, MOST)))) for run in order)
        people.append(Applicant(f"p{number}", numbers[number], claims, draw(st.sampled_from("ab"))))
    return Problem(("by_hand:1", "seniority"), tuple(runs), tuple(people))


def has_with(problem, person, run, change):
    """The run, or one that was wished for more, when `change` is made to the values of each claim."""
    claims = tuple(replace(each, values=change(each)) for each in person.claims)
    people = tuple(replace(each, claims=claims) if each is person else each for each in problem.applicants)
    wished = [each.run for each in person.claims]
    has = solve(replace(problem, applicants=people)).seats.get(person.key)
    return has in wished[: wished.index(run) + 1]


def here(run, service, *, met=False):
    return lambda each: (max(each.values[0], int(met)), service) if each.run == run else each.values


@settings(max_examples=120, deadline=None)
@given(rounds(), st.booleans())
def test_it_is_least_and_enough_and_more_is_never_worse(problem, met):
    reasons = Reasons(problem, solve(problem))
    for person in problem.applicants:
        for claim in person.claims:
            tried = range(claim.values[1], MOST + 3)
            wins = [has_with(problem, person, claim.run, here(claim.run, value, met=met)) for value in tried]
            assert wins == sorted(wins)
            found = reasons.least(person.key, claim.run, 1, [0] if met else ())
            assert found == next((value for value, won in zip(tried, wins, strict=True) if won), None)


@settings(max_examples=120, deadline=None)
@given(rounds())
def test_longer_service_counts_in_every_run_and_then_it_is_enough_as_well(problem):
    reasons = Reasons(problem, solve(problem))
    for person in problem.applicants:
        for claim in person.claims:
            least = reasons.least(person.key, claim.run, 1)
            if least is not None:
                more = least - claim.values[1]
                assert has_with(
                    problem, person, claim.run, lambda each, more=more: (each.values[0], each.values[1] + more)
                )


def test_none_where_a_criterion_before_it_or_a_reserve_decided():
    people = (
        Applicant("met", 1, (Claim("x", (1, 1)),)),
        Applicant("not", 2, (Claim("x", (0, 900)),)),
    )
    problem = Problem(("by_hand:1", "seniority"), (Run("x", 1),), people)
    reasons = Reasons(problem, solve(problem))
    assert (reasons.least("not", "x", 1), reasons.least("not", "x", 1, [0])) == (None, 900)

    people = (
        Applicant("north", 1, (Claim("x", (1,)),), "nord"),
        Applicant("west", 2, (Claim("x", (900,)),), "vest"),
    )
    problem = Problem(("seniority",), (Run("x", 1, (Reserve("nord", 1),)),), people)
    assert Reasons(problem, solve(problem)).least("west", "x", 0) is None
    (verdict,) = explain(problem, solve(problem), "west")
    assert (verdict.reason.code, verdict.passed_by) == ("all_reserved", ("nord",))


def test_the_reserves_that_passed_a_claim_by_are_named():
    people = (
        Applicant("first", 1, (Claim("x", (9,)),), "vest"),
        Applicant("north", 2, (Claim("x", (1,)),), "nord"),
        Applicant("west", 3, (Claim("x", (5,)),), "vest"),
    )
    problem = Problem(("seniority",), (Run("x", 2, (Reserve("nord", 1),)),), people)
    (verdict,) = explain(problem, solve(problem), "west")
    assert (verdict.by_reserve, verdict.passed_by) == (True, ("nord",))
    assert Reasons(problem, solve(problem)).least("west", "x", 0) == 10


def test_whom_it_does_not_know_it_says_so():
    problem = Problem(("seniority",), (Run("x", 1), Run("y", 1)), (Applicant("a", 1, (Claim("x", (1,)),)),))
    reasons = Reasons(problem, solve(problem))
    with pytest.raises(KeyError):
        reasons.least("b", "x", 0)
    with pytest.raises(ValueError, match="has not claimed"):
        reasons.least("a", "y", 0)


def test_of_a_national_round_it_is_right_as_well():
    problem = generate(18_000, 2_750, tight=1.3, reserves=True)
    answer = solve(problem)
    reasons = Reasons(problem, answer)
    lost = [each for each in problem.applicants if each.key not in answer.seats][:3]
    for person in lost:
        claim = person.claims[0]
        least = reasons.least(person.key, claim.run, 0)
        if least is not None:
            assert has_with(problem, person, claim.run, alone(claim.run, least))
            assert not has_with(problem, person, claim.run, alone(claim.run, least - 1))


def alone(run, service):
    """Where service is all there is."""
    return lambda each: (service,) if each.run == run else each.values
