"""Deferred acceptance: each applicant asks for the best run left, each run keeps those with the strongest claims.

The answer is stable (nobody without a seat has a stronger claim than somebody with one), it is the best stable answer for
every applicant at once, and it is the same whatever order people are looked at in. To state one's wishes truly is best.
Reserves are soft and filled first: the strongest of a region have its reserved seats, then all others are compared.

The claims are numbered first, so that the rounds of asking work on plain whole numbers.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from fagvei.planning.seats.problem import Allocation, Problem


@dataclass(frozen=True, slots=True)
class Numbered:
    """The round as lists. The claims of applicant i are `runs[first[i]:first[i + 1]]`, the best wish first.

    A claim's number is that of its place in the order of its run, times the number of applicants, plus the applicant: the
    smaller one is the stronger claim, and it says whose it is. Places have the odd numbers, so that a claim can be tried
    between two others (`reasons`).
    """

    applicants: int
    first: list[int]
    runs: list[int]
    claims: list[int]
    seats: list[int]
    regions: list[str]
    reserves: dict[int, dict[str, int]]


def solve(problem: Problem) -> Allocation:
    """The allocation, and the waiting order of each run."""
    numbered = number_claims(problem)
    held, turned_away = accept(numbered)
    names, count = [each.key for each in problem.applicants], numbered.applicants
    seats = {names[claim % count]: run.key for run, rows in zip(problem.runs, held, strict=True) for claim in rows}
    waiting = {
        run.key: tuple(names[claim % count] for claim in sorted(rows))
        for run, rows in zip(problem.runs, turned_away, strict=True)
        if rows
    }
    return Allocation(seats, waiting)


def number_claims(problem: Problem) -> Numbered:
    run_numbers = {run.key: number for number, run in enumerate(problem.runs)}
    count = len(problem.applicants)
    orders: list[list[tuple[int, ...]]] = [[] for _run in problem.runs]
    first: list[int] = [0]
    runs: list[int] = []
    for number, applicant in enumerate(problem.applicants):
        for claim in applicant.claims:
            run = run_numbers[claim.run]
            orders[run].append((*claim.values, -applicant.lottery, len(runs), number))
            runs.append(run)
        first.append(len(runs))
    claims = [0] * len(runs)
    for order in orders:
        order.sort(reverse=True)
        for place, row in enumerate(order):
            claims[row[-2]] = (2 * place + 1) * count + row[-1]
    return Numbered(
        applicants=count,
        first=first,
        runs=runs,
        claims=claims,
        seats=[run.seats for run in problem.runs],
        regions=[each.region for each in problem.applicants],
        reserves={
            run_numbers[run.key]: {each.region: each.seats for each in run.reserves}
            for run in problem.runs
            if run.reserves
        },
    )


def accept(numbered: Numbered) -> tuple[list[list[int]], list[list[int]]]:
    """For each run: the claims it keeps, and those it turned away. Who is turned away would rather have it than what they get."""
    asking = Asking(numbered)
    asking.go_on(range(numbered.applicants))
    return asking.held, asking.turned_away


class Asking:
    """The round while it goes on: what each run holds, whom it turned away, and how far each applicant has asked.

    Whatever the order people ask in, it comes to rest in the same place. So it may rest, be changed to what makes nobody
    better off (a newcomer, a seat less), and go on from there.
    """

    def __init__(self, numbered: Numbered):
        self.numbered = numbered
        self.claims, self.seats = numbered.claims, [*numbered.seats]
        self.at, self.ends = numbered.first[:-1], numbered.first[1:]
        self.held: list[list[int]] = [[] for _run in self.seats]
        self.turned_away: list[list[int]] = [[] for _run in self.seats]

    def copy(self) -> "Asking":
        twin = Asking.__new__(Asking)
        twin.numbered, twin.claims, twin.seats = self.numbered, self.claims, self.seats
        twin.at, twin.ends = [*self.at], self.ends
        twin.held, twin.turned_away = [[*rows] for rows in self.held], [[] for _run in self.seats]
        return twin

    def go_on(self, asking: Iterable[int]) -> None:
        """Let these ask for their next wish, and those whom they displace, until nobody asks any more."""
        runs, claims, seats, count = self.numbered.runs, self.claims, self.seats, self.numbered.applicants
        held, at, ends = self.held, self.at, self.ends
        while asking:
            asked = set()
            for applicant in asking:
                wish = at[applicant]
                if wish < ends[applicant]:
                    at[applicant] = wish + 1
                    run = runs[wish]
                    held[run].append(claims[wish])
                    asked.add(run)
            asking = []
            for run in asked:
                if len(held[run]) > seats[run]:
                    asking += [claim % count for claim in self._let_go(run)]

    def take_a_seat(self, run: int) -> None:
        """One seat less in this run, which holds as many as it has seats."""
        self.seats[run] -= 1
        if len(self.held[run]) > self.seats[run]:
            self.go_on([claim % self.numbered.applicants for claim in self._let_go(run)])

    def keeps(self, applicant: int) -> bool:
        """Whether the run that the applicant asked last has kept the claim: at rest, whether the applicant has a seat."""
        wish = self.at[applicant] - 1
        return self.claims[wish] in self.held[self.numbered.runs[wish]]

    def _let_go(self, run: int) -> list[int]:
        """Keep the strongest of each reserve and the strongest of the others. Returns the claims that are turned away."""
        rows, seats = self.held[run], self.seats[run]
        rows.sort()
        if run not in self.numbered.reserves:
            away = rows[seats:]
            del rows[seats:]
        else:
            away = self._let_go_beside_reserves(run, rows, seats)
        self.turned_away[run] += away
        return away

    def _let_go_beside_reserves(self, run: int, rows: list[int], seats: int) -> list[int]:
        numbered = self.numbered
        left, kept, others = dict(numbered.reserves[run]), [], []
        for claim in rows:
            region = numbered.regions[claim % numbered.applicants]
            if left.get(region, 0) > 0:
                left[region] -= 1
                kept.append(claim)
            else:
                others.append(claim)
        free = seats - len(kept)
        rows[:] = sorted(kept + others[:free])
        return others[free:]


def waiting_orders(problem: Problem, seats: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each run, those who would rather have it than what they have: the same order, continued."""
    rows: dict[str, list[tuple[tuple[int, ...], str]]] = {}
    for applicant in problem.applicants:
        has = seats.get(applicant.key)
        for claim in applicant.claims:
            if claim.run == has:
                break
            rows.setdefault(claim.run, []).append((applicant.priority(claim), applicant.key))
    return {key: tuple(each for _priority, each in sorted(found, reverse=True)) for key, found in sorted(rows.items())}


def next_for(problem: Problem, run_key: str, seated: Collection[str], waiting: Collection[str]) -> str | None:
    """Who gets a freed seat: first a region that lacks seats of its reserve, then the strongest claim. None when nobody waits."""
    run = problem.run_by_key[run_key]
    order = [
        (applicant.priority(claim), applicant)
        for applicant in (problem.applicant_by_key[key] for key in waiting)
        for claim in applicant.claims
        if claim.run == run_key
    ]
    order.sort(key=lambda pair: pair[0], reverse=True)
    regions = [problem.applicant_by_key[key].region for key in seated]
    lacking = {each.region for each in run.reserves if regions.count(each.region) < each.seats}
    reserved = [applicant.key for _priority, applicant in order if applicant.region in lacking]
    every = reserved or [applicant.key for _priority, applicant in order]
    return every[0] if every else None
