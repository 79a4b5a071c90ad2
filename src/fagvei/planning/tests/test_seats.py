"""Seats by the rule: against an outside library, against every assignment there is, against misreporting, and against ourselves."""

import itertools
import random
from dataclasses import replace

import matching
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching.games import HospitalResident

from fagvei.planning.seats import (
    Allocation,
    Applicant,
    Claim,
    Fault,
    NotAProblem,
    Problem,
    ReplayDiffers,
    Reserve,
    Run,
    check,
    cut_off,
    digest,
    explain,
    lottery,
    next_for,
    replay,
    solve,
    waiting_orders,
    write,
)
from fagvei.planning.seats.generated import generate


def with_values(key, lottery, claims, region=""):
    return Applicant(key, lottery, tuple(Claim(run, tuple(values)) for run, values in claims), region)


def one_run(seats, *days, reserves=(), regions=()):
    people = tuple(
        with_values(f"p{number}", number, [("run", (each,))], regions[number] if regions else "")
        for number, each in enumerate(days)
    )
    return Problem(("service_days",), (Run("run", seats, reserves),), people)


@st.composite
def rounds(draw, most_applicants=5, most_runs=3, reserves=False):
    runs = []
    for number in range(draw(st.integers(1, most_runs))):
        seats = draw(st.integers(0, 3))
        kept = (Reserve("a", draw(st.integers(0, seats))),) if reserves else ()
        runs.append(Run(f"r{number}", seats, kept))
    people = []
    count = draw(st.integers(1, most_applicants))
    numbers = draw(st.permutations(range(count)))
    for number in range(count):
        order = draw(st.permutations(runs))[: draw(st.integers(0, len(runs)))]
        claims = [(run.key, (draw(st.integers(0, 3)),)) for run in order]
        people.append(with_values(f"p{number}", numbers[number], claims, draw(st.sampled_from("ab"))))
    return Problem(("service_days",), tuple(runs), tuple(people))


def every_assignment(problem):
    choices = [[None, *(claim.run for claim in each.claims)] for each in problem.applicants]
    for chosen in itertools.product(*choices):
        seats = {each.key: run for each, run in zip(problem.applicants, chosen, strict=True) if run is not None}
        yield Allocation(seats, waiting_orders(problem, seats))


def place_of(problem, allocation, who):
    runs = [claim.run for claim in problem.applicant_by_key[who].claims]
    has = allocation.seats.get(who)
    return len(runs) if has is None else runs.index(has)


# --- Right answers ---


def test_the_longest_service_has_the_seats_and_the_rest_wait_in_order():
    allocation = solve(one_run(2, 100, 400, 200, 300))
    assert allocation == Allocation({"p1": "run", "p3": "run"}, {"run": ("p2", "p0")})


def test_equal_service_is_decided_by_the_lottery():
    people = (with_values("late", 1, [("run", (100,))]), with_values("early", 2, [("run", (100,))]))
    assert solve(Problem(("service_days",), (Run("run", 1),), people)).seats == {"late": "run"}


def test_a_course_s_own_criteria_come_before_service():
    people = (with_values("long", 1, [("run", (0, 900))]), with_values("short", 2, [("run", (1, 10))]))
    assert solve(Problem(("own:1", "service_days"), (Run("run", 1),), people)).seats == {"short": "run"}


def test_whoever_is_turned_away_asks_for_the_next_wish_and_may_push_another_out():
    people = (
        with_values("a", 1, [("x", (300,)), ("y", (300,))]),
        with_values("b", 2, [("x", (200,)), ("y", (200,))]),
        with_values("c", 3, [("y", (100,)), ("x", (100,))]),
    )
    allocation = solve(Problem(("service_days",), (Run("x", 1), Run("y", 1)), people))
    assert allocation == Allocation({"a": "x", "b": "y"}, {"x": ("b", "c"), "y": ("c",)})


def test_a_reserve_is_for_its_region_first_and_open_to_all_when_not_needed():
    reserve = (Reserve("nord", 1),)
    needed = one_run(2, 400, 300, 100, reserves=reserve, regions=("vest", "vest", "nord"))
    unneeded = one_run(2, 400, 300, 100, reserves=reserve, regions=("vest", "vest", "vest"))
    assert set(solve(needed).seats) == {"p0", "p2"}
    assert set(solve(unneeded).seats) == {"p0", "p1"}


@settings(max_examples=150, deadline=None)
@given(rounds())
def test_against_every_assignment_there_is(problem):
    """Of all stable assignments the answer is the one that is best for everybody at once."""
    answer = solve(problem)
    stable = [each for each in every_assignment(problem) if not check(problem, each)]
    assert answer.seats in [each.seats for each in stable]
    for each in stable:
        for person in problem.applicants:
            assert place_of(problem, answer, person.key) <= place_of(problem, each, person.key)


@settings(max_examples=150, deadline=None)
@given(rounds(most_applicants=5, most_runs=2, reserves=True))
def test_reserves_against_every_assignment_there_is(problem):
    answer = solve(problem)
    stable = [each for each in every_assignment(problem) if not check(problem, each)]
    assert answer.seats in [each.seats for each in stable]
    for each in stable:
        for person in problem.applicants:
            assert place_of(problem, answer, person.key) <= place_of(problem, each, person.key)


def by_the_library(problem):
    """The same round as the package `matching` understands it: it knows orders, not values, and no run without seats."""
    orders = {run.key: [] for run in problem.runs if run.seats}
    wishes = {}
    for each in problem.applicants:
        wishes[each.key] = [claim.run for claim in each.claims if claim.run in orders]
        for claim in each.claims:
            if claim.run in orders:
                orders[claim.run].append((each.priority(claim), each.key))
    orders = {key: [who for _priority, who in sorted(rows, reverse=True)] for key, rows in orders.items() if rows}
    wishes = {key: runs for key, runs in wishes.items() if runs}
    seats = {key: problem.run_by_key[key].seats for key in orders}
    game = HospitalResident.create_from_dictionaries(wishes, orders, seats)
    return {
        str(resident.name): str(run.name)
        for run, residents in game.solve(optimal="resident").items()
        for resident in residents
    }


@pytest.mark.parametrize(("applications", "runs", "seed"), [(120, 8, 1), (200, 25, 2), (471, 53, 3), (400, 10, 4)])
def test_the_outside_library_gives_the_same_seats(applications, runs, seed):
    problem = generate(applications, runs, seed, tight=1.3)
    answer = solve(problem)
    assert answer.seats == by_the_library(problem)
    assert check(problem, answer) == []
    assert 0 < len(answer.seats) < len(problem.applicants)


@pytest.mark.long
def test_the_outside_library_gives_the_same_seats_for_the_nation():
    problem = generate(18_000, 2_750, tight=1.2)
    assert matching.__version__
    assert solve(problem).seats == by_the_library(problem)


@pytest.mark.parametrize("reserves", [False, True])
def test_a_national_round_is_right(reserves):
    problem = generate(18_000, 2_750, reserves=reserves)
    assert check(problem, solve(problem)) == []


# --- What must never happen ---


def test_nobody_gains_by_telling_other_wishes_than_their_own():
    """1 000 attempts: a shorter list, another order, one wish alone."""
    draw, gains, attempts = random.Random(7), [], 0
    while attempts < 1000:
        problem = generate(60, 6, seed=draw.randrange(10**6), tight=1.6, reserves=bool(attempts % 2))
        honest = solve(problem)
        for liar in draw.sample([each for each in problem.applicants if len(each.claims) > 1], 10):
            told = tuple(draw.sample(liar.claims, draw.randint(1, len(liar.claims))))
            people = tuple(replace(each, claims=told) if each is liar else each for each in problem.applicants)
            lied = solve(replace(problem, applicants=people))
            place = place_of(problem, lied, liar.key)
            gains += [liar.key] if place < place_of(problem, honest, liar.key) else []
            attempts += 1
    assert gains == []


@settings(max_examples=150, deadline=None)
@given(rounds(most_applicants=8), st.data())
def test_one_seat_more_harms_nobody(problem, data):
    more = data.draw(st.sampled_from(problem.runs))
    larger = tuple(replace(run, seats=run.seats + 1) if run is more else run for run in problem.runs)
    before, after = solve(problem), solve(replace(problem, runs=larger))
    for each in problem.applicants:
        assert place_of(problem, after, each.key) <= place_of(problem, before, each.key)


@settings(max_examples=150, deadline=None)
@given(rounds(most_applicants=8, reserves=True), st.randoms(use_true_random=False))
def test_the_order_people_come_in_means_nothing(problem, chance):
    runs, people = list(problem.runs), list(problem.applicants)
    chance.shuffle(runs)
    chance.shuffle(people)
    shuffled = replace(problem, runs=tuple(runs), applicants=tuple(people))
    assert solve(shuffled) == solve(problem)
    assert write(shuffled, solve(shuffled)) == write(problem, solve(problem))


@settings(max_examples=100, deadline=None)
@given(rounds(most_applicants=8, reserves=True))
def test_who_waits_is_who_would_rather_have_the_run(problem):
    allocation = solve(problem)
    assert allocation.waiting == waiting_orders(problem, allocation.seats)
    assert check(problem, allocation) == []


@settings(max_examples=100, deadline=None)
@given(rounds(most_applicants=7, most_runs=1, reserves=True), st.data())
def test_a_freed_seat_goes_to_whom_the_rule_would_have_given_it(problem, data):
    allocation = solve(problem)
    if not allocation.seats:
        return
    leaver = data.draw(st.sampled_from(sorted(allocation.seats)))
    seated = set(allocation.seats) - {leaver}
    promoted = next_for(problem, "r0", seated, allocation.waiting.get("r0", ()))
    left = tuple(each for each in problem.applicants if each.key != leaver)
    assert seated | ({promoted} if promoted else set()) == set(solve(replace(problem, applicants=left)).seats)


# --- The judge ---

TWO = one_run(1, 100, 200)
RESERVED = one_run(2, 400, 300, 100, reserves=(Reserve("nord", 1),), regions=("vest", "vest", "nord"))


@pytest.mark.parametrize(
    ("problem", "seats", "waiting", "fault"),
    [
        (TWO, {"p0": "run", "p1": "run"}, {}, Fault("oversold", run="run")),
        (TWO, {"p0": "elsewhere"}, {}, Fault("not_wanted", "p0", "elsewhere")),
        (TWO, {"nobody": "run"}, {}, Fault("unknown_applicant", "nobody", "run")),
        (TWO, {}, {"run": ("p1", "p0")}, Fault("seat_left_empty", "p0", "run")),
        (TWO, {"p0": "run"}, {"run": ("p1",)}, Fault("claim_passed_over", "p1", "run")),
        (TWO, {"p1": "run"}, {}, Fault("waiting_list_incomplete", run="run")),
        (one_run(0, 100, 200), {}, {"run": ("p0", "p1")}, Fault("waiting_list_out_of_order", "p1", "run")),
        (RESERVED, {"p0": "run", "p1": "run"}, {"run": ("p2",)}, Fault("reserve_passed_over", "p2", "run")),
        (RESERVED, {"p1": "run", "p2": "run"}, {"run": ("p0",)}, Fault("claim_passed_over", "p0", "run")),
    ],
)
def test_the_judge_finds_a_planted_fault(problem, seats, waiting, fault):
    assert fault in check(problem, Allocation(seats, waiting))
    assert check(problem, solve(problem)) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: Problem((), (Run("x", 1), Run("x", 2)), ()),
        lambda: Problem((), (), (with_values("a", 1, []), with_values("b", 1, []))),
        lambda: Problem((), (Run("x", 1),), (with_values("a", 1, [("y", ())]),)),
        lambda: Problem(("days",), (Run("x", 1),), (with_values("a", 1, [("x", ())]),)),
        lambda: Problem((), (Run("x", 1, (Reserve("nord", 2),)),), ()),
        lambda: Problem((), (Run("x", 1, (Reserve("nord", 0), Reserve("nord", 1))),), ()),
    ],
)
def test_a_problem_that_cannot_be_meant_is_refused(make):
    with pytest.raises(NotAProblem):
        make()


# --- Reasons ---


def test_the_reason_says_where_the_claim_lost_and_what_would_have_changed_it():
    problem = one_run(2, 100, 400, 200, 300)
    (verdict,) = explain(problem, solve(problem), "p2")
    assert (verdict.rank, verdict.of, verdict.component, verdict.cut_off) == (3, 4, 0, (300, -3))
    assert (verdict.reason.code, verdict.reason.values) == ("lost", {"rank": 3, "of": 4})
    assert [(each.code, each.values) for each in verdict.would_change] == [
        ("more_value", {"value": 300, "own": 200}),
        ("more_seats", {"seats": 1}),
    ]


@settings(max_examples=200, deadline=None)
@given(rounds(most_applicants=7, most_runs=2))
def test_what_is_said_would_have_changed_it_does(problem):
    """With the value named the applicant has the seat, and with one less not; with the seats named as well."""
    allocation = solve(problem)
    for person in problem.applicants:
        for verdict in explain(problem, allocation, person.key):
            for change in verdict.would_change:
                if change.code == "more_value":
                    assert _has_with(problem, person, verdict.run, change.values["value"])
                    if change.values["value"] - 1 > change.values["own"]:
                        assert not _has_with(problem, person, verdict.run, change.values["value"] - 1)
                if change.code == "more_seats":
                    more = change.values["seats"]
                    runs = [replace(run, seats=run.seats + more * (run.key == verdict.run)) for run in problem.runs]
                    assert _has(replace(problem, runs=tuple(runs)), person, verdict.run)
                    runs = [replace(run, seats=run.seats - (run.key == verdict.run)) for run in runs]
                    assert not _has(replace(problem, runs=tuple(runs)), person, verdict.run)


def _has_with(problem, person, run, value):
    claims = tuple(replace(each, values=(value,)) if each.run == run else each for each in person.claims)
    people = tuple(replace(each, claims=claims) if each is person else each for each in problem.applicants)
    return _has(replace(problem, applicants=people), person, run)


def _has(problem, person, run):
    """The run, or one that was wished for more."""
    wished = [each.run for each in person.claims]
    return solve(problem).seats.get(person.key) in wished[: wished.index(run) + 1]


def test_a_lost_lottery_is_said_to_be_one():
    people = (with_values("a", 1, [("run", (100,))]), with_values("b", 2, [("run", (100,))]))
    problem = Problem(("service_days",), (Run("run", 1),), people)
    (verdict,) = explain(problem, solve(problem), "b")
    assert verdict.reason.code == "lost_on_lottery"
    assert [each.code for each in verdict.would_change] == ["lower_lottery", "more_seats"]
    assert verdict.reason.template.startswith("Du sto likt")


def test_a_wish_below_what_one_got_and_a_run_without_seats_have_their_words():
    people = (with_values("a", 1, [("none", (1,)), ("x", (1,)), ("y", (1,))]),)
    problem = Problem(("service_days",), (Run("none", 0), Run("x", 1), Run("y", 1)), people)
    verdicts = explain(problem, solve(problem), "a")
    assert [each.reason.code for each in verdicts] == ["no_seats", "seat", "seat_elsewhere"]
    assert cut_off(problem, solve(problem), "none") is None


# --- Lottery ---

RECEIPTS = {"anna": "aa", "nora": "bb", "finn": "cc"}


def test_the_lottery_is_the_same_for_everybody_who_draws_it_again():
    secret = lottery.new_secret()
    numbers = lottery.draw(secret, RECEIPTS, "public")
    assert numbers == lottery.draw(secret, dict(reversed(RECEIPTS.items())), "public")
    assert lottery.verify(lottery.commitment(secret), secret, RECEIPTS, numbers, "public")
    assert len(set(numbers.values())) == 3


@pytest.mark.parametrize(
    ("secret", "receipts", "public"),
    [("another", RECEIPTS, ""), ("secret", RECEIPTS | {"anna": "ab"}, ""), ("secret", RECEIPTS, "later")],
)
def test_the_numbers_hang_on_secret_receipts_and_public_value(secret, receipts, public):
    promised, numbers = lottery.commitment("secret"), lottery.draw("secret", RECEIPTS)
    assert lottery.draw(secret, receipts, public) != numbers
    assert not lottery.verify(promised, secret, receipts, numbers, public)


def test_a_number_that_was_changed_is_found():
    numbers = lottery.draw("secret", RECEIPTS)
    promised = lottery.commitment("secret")
    assert lottery.verify(promised, "secret", RECEIPTS, numbers)
    assert not lottery.verify(promised, "secret", RECEIPTS, numbers | {"anna": 0})


@pytest.mark.parametrize(
    ("receipts", "public"), [({"anna": "aa", "nora": "aa"}, ""), ({"anna": "a\na"}, ""), (RECEIPTS, "3\n7")]
)
def test_what_could_be_read_in_two_ways_is_not_drawn_from(receipts, public):
    with pytest.raises(ValueError, match="once"):
        lottery.draw("secret", receipts, public)


def test_the_lottery_is_fair():
    """Each of five applicants is first in about a fifth of 2 000 rounds: chi-square below the limit for p = 0.001."""
    people, first = {f"p{n}": f"{n}" for n in range(5)}, dict.fromkeys(range(5), 0)
    for number in range(2000):
        numbers = lottery.draw(f"secret {number}", people)
        first[int(min(numbers, key=numbers.__getitem__)[1:])] += 1
    assert sum((count - 400) ** 2 / 400 for count in first.values()) < 18.47


# --- Transcript ---


def test_a_transcript_gives_the_same_round_again():
    problem = generate(120, 8, reserves=True)
    text = write(problem, solve(problem))
    again, allocation = replay(text)
    assert (again.applicants, allocation) == (problem.applicants, solve(problem))
    assert digest(text) == digest(write(again, allocation))


def test_a_transcript_that_was_changed_is_found():
    problem = one_run(1, 100, 200)
    text = write(problem, solve(problem))
    for forged in (text.replace('"p1":"run"', '"p0":"run"'), text.replace("200", "90"), f"{text} "):
        assert forged != text
        with pytest.raises(ReplayDiffers):
            replay(forged)
