"""Why somebody has a seat or not, as code, values and a sentence in bokmål. The room translates and decides who sees it."""

from dataclasses import dataclass, field

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
    """What became of one claim. `component` is the number of the first value that decided; the last one is the lottery."""

    run: str
    rank: int
    of: int
    reason: Reason
    component: int | None = None
    cut_off: tuple[int, ...] | None = None
    would_change: tuple[Reason, ...] = ()


def explain(problem: Problem, allocation: Allocation, who: str) -> tuple[Verdict, ...]:
    """One verdict for each claim, in the applicant's own order."""
    applicant = problem.applicant_by_key[who]
    has = allocation.seats.get(who)
    verdicts: list[Verdict] = []
    passed = False
    for claim in applicant.claims:
        strengths = sorted((strength for strength, _who in _all_claims(problem, claim.run)), reverse=True)
        rank, of = strengths.index(applicant.priority(claim)) + 1, len(strengths)
        if passed:
            verdicts.append(Verdict(claim.run, rank, of, Reason("seat_elsewhere")))
        elif claim.run == has:
            passed = True
            verdicts.append(
                Verdict(
                    claim.run, rank, of, Reason("seat", {"rank": rank, "of": of}),
                    cut_off=cut_off(problem, allocation, claim.run, applicant.region),
                )
            )  # fmt: skip
        else:
            verdicts.append(_lost(problem, allocation, applicant, claim, rank, of))
    return tuple(verdicts)


def cut_off(problem: Problem, allocation: Allocation, run_key: str, region: str = "") -> tuple[int, ...] | None:
    """The weakest claim with a seat that an applicant of this region could have taken; None where no seat was to be had."""
    run = problem.run_by_key[run_key]
    seated = [problem.applicant_by_key[who] for who, has in allocation.seats.items() if has == run_key]
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
    change = [_what_would_change(problem, mine, last, component)]
    place = allocation.waiting[claim.run].index(applicant.key) + 1
    if not problem.run_by_key[claim.run].reserves:
        change.append(Reason("more_seats", {"seats": place}))
    return Verdict(claim.run, rank, of, reason, component, last, tuple(change))


def _what_would_change(problem: Problem, mine: tuple[int, ...], last: tuple[int, ...], component: int) -> Reason:
    """The smallest value of the deciding component that would have come before the last one with a seat."""
    if component == len(problem.components):
        return Reason("lower_lottery")
    equal_is_enough = mine[component + 1 :] > last[component + 1 :]
    value = last[component] if equal_is_enough else last[component] + 1
    return Reason("more_value", {"value": value, "own": mine[component]})


def _all_claims(problem: Problem, run_key: str) -> list[tuple[tuple[int, ...], str]]:
    return [
        (each.priority(claim), each.key) for each in problem.applicants for claim in each.claims if claim.run == run_key
    ]


def _priority_for(applicant: Applicant, run_key: str) -> tuple[int, ...]:
    return applicant.priority(next(claim for claim in applicant.claims if claim.run == run_key))
