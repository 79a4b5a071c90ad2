"""Why somebody has a seat or not, as code, values and a sentence in bokmål. The room translates and decides who sees it."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field

from fagvei.planning.seats.elsewhere import Elsewhere
from fagvei.planning.seats.problem import Allocation, Applicant, Claim, Problem

TEMPLATES = {
    "seat": "Du har plass. Du var nr. {rank} av {of} som søkte denne gjennomføringen.",
    "seat_elsewhere": "Du fikk plass på en gjennomføring du satte høyere.",
    "no_seats": "Gjennomføringen har ingen plasser.",
    "all_reserved": "Alle plassene gikk til søkere fra regioner de er for først.",
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
    `passed_by` are the regions whose reserves gave seats that this claim could not take.
    """

    run: str
    rank: int
    of: int
    reason: Reason
    component: int | None = None
    cut_off: tuple[int, ...] | None = None
    would_change: tuple[Reason, ...] = ()
    by_reserve: bool = False
    passed_by: tuple[str, ...] = ()


def explain(problem: Problem, allocation: Allocation, who: str) -> tuple[Verdict, ...]:
    """One verdict for each claim, in the applicant's own order. Whoever explains to many keeps one `Reasons`."""
    return Reasons(problem, allocation).of(who)


class Reasons:
    """A round that is over, ready to tell each of thousands why: what is the same for all is found once."""

    def __init__(self, problem: Problem, allocation: Allocation):
        self.problem, self.allocation = problem, allocation
        self._elsewhere = Elsewhere(problem, allocation)
        self._runs: dict[str, _Claimed] = {}

    def of(self, who: str) -> tuple[Verdict, ...]:
        """One verdict for each claim, in the applicant's own order. KeyError for somebody who did not apply."""
        applicant = self.problem.applicant_by_key[who]
        has = self.allocation.seats.get(who)
        verdicts: list[Verdict] = []
        passed = False
        for claim in applicant.claims:
            rank, of = self._claimed(claim.run).rank(applicant.priority(claim))
            if passed:
                verdicts.append(Verdict(claim.run, rank, of, Reason("seat_elsewhere")))
            elif claim.run == has:
                passed = True
                verdicts.append(
                    Verdict(
                        claim.run, rank, of, Reason("seat", {"rank": rank, "of": of}),
                        cut_off=cut_off(self.problem, self.allocation, claim.run, applicant.region),
                        by_reserve=_stands_before_stronger(self.problem, self.allocation, applicant, claim),
                    )
                )  # fmt: skip
            else:
                verdicts.append(self._lost(applicant, claim, rank, of))
        return tuple(verdicts)

    def alike(self, run: str, values: tuple[int, ...]) -> int:
        """How many applied for the run with just these first values."""
        return self._claimed(run).alike(values)

    def least(self, who: str, run: str, component: int, met: Collection[int] = ()) -> int | None:
        """The least value of a component with which the applicant would have had this run, or one that was wished for more.

        `component` is its number in the problem, and the answer is in its unit (service: whole days); it is never less than
        the applicant's own value. `met` are components that are taken as met (1) as well. None where no value is enough:
        a component before it decided, or the seats were another region's. All else is as it was: the others' claims, the
        seats, the applicant's other claims and lottery number. Least in this run, and enough however many of the other
        claims are as much stronger: a stronger claim never harms whoever has it (deferred acceptance respects
        improvements, Balinski and Sönmez 1999). KeyError for somebody who did not apply, ValueError for a run
        that the applicant has not claimed. Source: the published rule, longest service first (R14).
        """
        applicant = self.problem.applicant_by_key[who]
        claim = next((each for each in applicant.claims if each.run == run), None)
        if claim is None:
            raise ValueError(f"{who} has not claimed {run}.")
        given = tuple(max(value, 1) if number in met else value for number, value in enumerate(claim.values))
        return self._least(applicant, claim, component, given)

    def _claimed(self, run: str) -> "_Claimed":
        if run not in self._runs:
            self._runs[run] = _Claimed.of(self.problem, run)
        return self._runs[run]

    def _lost(self, applicant: Applicant, claim: Claim, rank: int, of: int) -> Verdict:
        last = cut_off(self.problem, self.allocation, claim.run, applicant.region)
        seated = _seated(self.problem, self.allocation, claim.run)
        if last is None:
            regions = tuple(sorted({each.region for each in seated}))
            return Verdict(claim.run, rank, of, Reason("all_reserved" if regions else "no_seats"), passed_by=regions)
        mine = applicant.priority(claim)
        component = next(number for number, (own, theirs) in enumerate(zip(mine, last, strict=True)) if own != theirs)
        is_lottery = component == len(self.problem.components)
        reason = Reason("lost_on_lottery") if is_lottery else Reason("lost", {"rank": rank, "of": of})
        change = [Reason("lower_lottery") if is_lottery else self._more_value(applicant, claim, component)]
        if not self.problem.run_by_key[claim.run].reserves:
            change.append(Reason("more_seats", {"seats": self._elsewhere.seats_that_would_do(applicant, claim)}))
        passed = {each.region for each in seated if _priority_for(each, claim.run) < mine}
        return Verdict(claim.run, rank, of, reason, component, last, tuple(change), bool(passed), tuple(sorted(passed)))

    def _more_value(self, applicant: Applicant, claim: Claim, component: int) -> Reason:
        """The smallest value of the deciding component with which the answer is another one.

        To come before the last one with a seat is not always enough: whoever then loses the seat may ask elsewhere, and
        somebody who loses it there may come here. So it is tried; a larger value never harms (Balinski and Sönmez 1999), so
        the values that matter are halved until one is left.
        """
        own = claim.values[component]
        least = self._least(applicant, claim, component, claim.values)
        if least is None:
            raise AssertionError("The weakest claim with a seat is alike until here, so a larger value passes it.")
        return Reason("more_value", {"value": least, "own": own})

    def _least(self, applicant: Applicant, claim: Claim, component: int, given: tuple[int, ...]) -> int | None:
        own, claimed = given[component], self._claimed(claim.run)
        among = {value for each in claimed.values(component) for value in (each, each + 1)}
        values = sorted({own, *(value for value in among if value > own)})
        gets = self._elsewhere.with_another_place(applicant, claim)

        def wins(number: int) -> bool:
            changed = (*given[:component], values[number], *given[component + 1 :], -applicant.lottery)
            return gets(claimed.stronger_than(changed))

        number = bisect_left(range(len(values)), True, key=wins)
        return values[number] if number < len(values) else None


@dataclass(frozen=True)
class _Claimed:
    """All claims on one run, the weakest first."""

    priorities: list[tuple[int, ...]]

    @classmethod
    def of(cls, problem: Problem, run: str) -> "_Claimed":
        there = (each.priority(claim) for each in problem.applicants for claim in each.claims if claim.run == run)
        return cls(sorted(there))

    def stronger_than(self, priority: tuple[int, ...]) -> int:
        return len(self.priorities) - bisect_right(self.priorities, priority)

    def rank(self, priority: tuple[int, ...]) -> tuple[int, int]:
        return self.stronger_than(priority) + 1, len(self.priorities)

    def values(self, component: int) -> set[int]:
        return {each[component] for each in self.priorities}

    def alike(self, values: tuple[int, ...]) -> int:
        return sum(each[: len(values)] == values for each in self.priorities)


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


def _stands_before_stronger(problem: Problem, allocation: Allocation, applicant: Applicant, claim: Claim) -> bool:
    waiting = (problem.applicant_by_key[who] for who in allocation.waiting.get(claim.run, ()))
    return any(_priority_for(each, claim.run) > applicant.priority(claim) for each in waiting)


def _seated(problem: Problem, allocation: Allocation, run_key: str) -> list[Applicant]:
    return [problem.applicant_by_key[who] for who, has in allocation.seats.items() if has == run_key]


def _priority_for(applicant: Applicant, run_key: str) -> tuple[int, ...]:
    return applicant.priority(next(claim for claim in applicant.claims if claim.run == run_key))
