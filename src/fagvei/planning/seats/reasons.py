"""Why somebody has a seat or not, as code, values and a sentence in bokmål. The room translates and decides who sees it."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace

from fagvei.planning.seats.acceptance import Numbered, accept, number_claims
from fagvei.planning.seats.problem import Allocation, Applicant, Claim, Problem

TEMPLATES = {
    "seat": "Du har plass. Du var nr. {rank} av {of} som søkte denne gjennomføringen.",
    "seat_elsewhere": "Du fikk plass på en gjennomføring du satte høyere.",
    "no_seats": "Gjennomføringen har ingen plasser.",
    "lost": "Plassene gikk til søkere som sto foran deg etter regelen. Du var nr. {rank} av {of}.",
    "lost_on_lottery": "Du sto likt med den siste som fikk plass, og loddtrekningen avgjorde.",
    "more_value": "Med {value} i stedet for {own} hadde du fått plass.",
    "lower_lottery": "Med et lavere nummer i loddtrekningen hadde du fått plass.",
    "more_seats": "Med {seats} plasser til hadde du fått plass.",
}


@dataclass(frozen=True)
class Reason:
    code: str
    values: dict[str, int] = field(default_factory=dict)

    @property
    def template(self) -> str:
        return TEMPLATES[self.code]


@dataclass(frozen=True)
class Verdict:
    """What became of one claim. `component` is the number of the first value that decided; the last one is the lottery.

    `by_reserve`: a reserve turned it. A stronger claim waits behind this seat, or a weaker one has a seat before this claim.
    """

    run: str
    rank: int
    of: int
    reason: Reason
    component: int | None = None
    cut_off: tuple[int, ...] | None = None
    would_change: tuple[Reason, ...] = ()
    by_reserve: bool = False


def explain(problem: Problem, allocation: Allocation, who: str) -> tuple[Verdict, ...]:
    """One verdict for each claim, in the applicant's own order."""
    applicant = problem.applicant_by_key[who]
    has = allocation.seats.get(who)
    verdicts: list[Verdict] = []
    passed = False
    for claim in applicant.claims:
        strengths = _strengths(problem, claim.run)
        rank, of = strengths.index(applicant.priority(claim)) + 1, len(strengths)
        if passed:
            verdicts.append(Verdict(claim.run, rank, of, Reason("seat_elsewhere")))
        elif claim.run == has:
            passed = True
            verdicts.append(
                Verdict(
                    claim.run, rank, of, Reason("seat", {"rank": rank, "of": of}),
                    cut_off=cut_off(problem, allocation, claim.run, applicant.region),
                    by_reserve=_stands_before_stronger(problem, allocation, applicant, claim),
                )
            )  # fmt: skip
        else:
            verdicts.append(_lost(problem, allocation, applicant, claim, rank, of))
    return tuple(verdicts)


def cut_off(problem: Problem, allocation: Allocation, run_key: str, region: str = "") -> tuple[int, ...] | None:
    """The weakest claim with a seat that an applicant of this region could have taken; None where no seat was to be had."""
    run = problem.run_by_key[run_key]
    seated = _seated(problem, allocation, run_key)
    reserved = {each.region: each.seats for each in run.reserves}
    present = {key: sum(other.region == key for other in seated) for key in reserved}
    within_reach = [
        other
        for other in seated
        if other.region == region or other.region not in reserved or present[other.region] > reserved[other.region]
    ]
    return min((_priority_for(each, run_key) for each in within_reach), default=None)


def _lost(problem: Problem, allocation: Allocation, applicant: Applicant, claim: Claim, rank: int, of: int) -> Verdict:
    last = cut_off(problem, allocation, claim.run, applicant.region)
    if last is None:
        return Verdict(claim.run, rank, of, Reason("no_seats"))
    mine = applicant.priority(claim)
    component = next(number for number, (own, theirs) in enumerate(zip(mine, last, strict=True)) if own != theirs)
    is_lottery = component == len(problem.components)
    reason = Reason("lost_on_lottery") if is_lottery else Reason("lost", {"rank": rank, "of": of})
    asked = _Asked.of(problem, applicant, claim)
    change = [_what_would_change(problem, asked, applicant, claim, component)]
    if not problem.run_by_key[claim.run].reserves:
        change.append(_seats_that_would_do(asked, allocation.waiting[claim.run].index(applicant.key) + 1))
    passed = any(_priority_for(each, claim.run) < mine for each in _seated(problem, allocation, claim.run))
    return Verdict(claim.run, rank, of, reason, component, last, tuple(change), by_reserve=passed)


def _stands_before_stronger(problem: Problem, allocation: Allocation, applicant: Applicant, claim: Claim) -> bool:
    waiting = (problem.applicant_by_key[who] for who in allocation.waiting.get(claim.run, ()))
    return any(_priority_for(each, claim.run) > applicant.priority(claim) for each in waiting)


def _seated(problem: Problem, allocation: Allocation, run_key: str) -> list[Applicant]:
    return [problem.applicant_by_key[who] for who, has in allocation.seats.items() if has == run_key]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One claim in the numbered round: `own` is its place in the list of claims, `best` that of the applicant's best wish."""

    numbered: Numbered
    run: int
    best: int
    own: int

    @classmethod
    def of(cls, problem: Problem, applicant: Applicant, claim: Claim) -> "_Asked":
        numbered = number_claims(problem)
        number = next(number for number, each in enumerate(problem.applicants) if each is applicant)
        best = numbered.first[number]
        own = best + [each.run for each in applicant.claims].index(claim.run)
        return cls(numbered, numbered.runs[own], best, own)

    def gets(self, *, claims: list[int] | None = None, seats: list[int] | None = None) -> bool:
        """This run, or one the applicant wished for more, when the claims or the seats were these."""
        tried = replace(self.numbered, claims=claims or self.numbered.claims, seats=seats or self.numbered.seats)
        held, _turned_away = accept(tried)
        return any(tried.claims[wish] in held[tried.runs[wish]] for wish in range(self.best, self.own + 1))

    def moved_up(self, place: int) -> list[int]:
        """All claims, with this one at `place` in the order of its run; those it passes stand one place further back."""
        claims, count = [*self.numbered.claims], self.numbered.applicants
        before, number = divmod(claims[self.own], count)
        for each, run in enumerate(self.numbered.runs):
            if run == self.run and place <= claims[each] // count < before:
                claims[each] += count
        claims[self.own] = place * count + number
        return claims


def _what_would_change(problem: Problem, asked: _Asked, applicant: Applicant, claim: Claim, component: int) -> Reason:
    """The smallest value of the deciding component with which the answer is another one.

    To come before the last one with a seat is not always enough: whoever then loses the seat may ask elsewhere, and somebody
    who loses it there may come here. So the round is solved again; a larger value never harms (Balinski and Sönmez 1999),
    so the values that matter are halved until one is left.
    """
    if component == len(problem.components):
        return Reason("lower_lottery")
    own = claim.values[component]
    others = {each.values[component] for other in problem.applicants for each in other.claims if each.run == claim.run}
    values = sorted(value for each in others for value in (each, each + 1) if value > own)
    weakest_first = _strengths(problem, claim.run)[::-1]

    def wins(number: int) -> bool:
        changed = (*claim.values[:component], values[number], *claim.values[component + 1 :], -applicant.lottery)
        return asked.gets(claims=asked.moved_up(len(weakest_first) - bisect_right(weakest_first, changed)))

    return Reason("more_value", {"value": values[bisect_left(range(len(values)), True, key=wins)], "own": own})


def _seats_that_would_do(asked: _Asked, place: int) -> Reason:
    """How many seats more in this run give this applicant one; the place in the waiting order is always enough."""

    def enough(more: int) -> bool:
        seats = [*asked.numbered.seats]
        seats[asked.run] += more
        return asked.gets(seats=seats)

    return Reason("more_seats", {"seats": 1 + bisect_left(range(1, place + 1), True, key=enough)})


def _strengths(problem: Problem, run_key: str) -> list[tuple[int, ...]]:
    """The strongest claim first."""
    found = (each.priority(claim) for each in problem.applicants for claim in each.claims if claim.run == run_key)
    return sorted(found, reverse=True)


def _priority_for(applicant: Applicant, run_key: str) -> tuple[int, ...]:
    return applicant.priority(next(claim for claim in applicant.claims if claim.run == run_key))
