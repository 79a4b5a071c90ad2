"""Is an allocation right? Written apart from the solver, straight from the definitions; it judges hand-made ones as well."""

from collections import Counter
from dataclasses import dataclass

from fagvei.planning.seats.problem import Allocation, Applicant, Problem


@dataclass(frozen=True)
class Fault:
    """`code` says which rule is broken; applicant and run say where."""

    code: str
    applicant: str = ""
    run: str = ""


def check(problem: Problem, allocation: Allocation) -> list[Fault]:
    """Every fault: seats beyond capacity, seats nobody asked for, claims passed over, and waiting lists out of order."""
    faults = [*_known_and_wanted(problem, allocation), *_capacity(problem, allocation)]
    if faults:
        return faults
    return [*_passed_over(problem, allocation), *_waiting(problem, allocation)]


def _known_and_wanted(problem: Problem, allocation: Allocation) -> list[Fault]:
    wanted = {(each.key, claim.run) for each in problem.applicants for claim in each.claims}
    people = {each.key for each in problem.applicants}
    return [
        Fault("not_wanted" if who in people else "unknown_applicant", who, run)
        for who, run in allocation.seats.items()
        if (who, run) not in wanted
    ]


def _capacity(problem: Problem, allocation: Allocation) -> list[Fault]:
    taken = Counter(allocation.seats.values())
    return [Fault("oversold", run=run.key) for run in problem.runs if taken[run.key] > run.seats]


def _passed_over(problem: Problem, allocation: Allocation) -> list[Fault]:
    """Blocking pairs: an applicant and a run that would both rather have each other."""
    taken = {run.key: [] for run in problem.runs}  # type: dict[str, list[Applicant]]
    for who, run_key in allocation.seats.items():
        taken[run_key].append(problem.applicant_by_key[who])
    faults = []
    for applicant in problem.applicants:
        for claim in applicant.claims:
            if allocation.seats.get(applicant.key) == claim.run:
                break
            if code := _why_blocking(problem, applicant, claim.run, taken[claim.run]):
                faults.append(Fault(code, applicant.key, claim.run))
    return faults


def _why_blocking(problem: Problem, applicant: Applicant, run_key: str, seated: list[Applicant]) -> str:
    run = problem.run_by_key[run_key]
    if len(seated) < run.seats:
        return "seat_left_empty"
    if not seated:
        return ""
    reserved = {each.region: each.seats for each in run.reserves}
    present = {region: sum(other.region == region for other in seated) for region in reserved}
    own = applicant.region
    if own in reserved and present[own] < reserved[own]:
        return "reserve_passed_over"
    mine = _strength(applicant, run_key)
    for other in seated:
        is_protected = other.region in reserved and present[other.region] <= reserved[other.region]
        if (other.region == own or not is_protected) and _strength(other, run_key) < mine:
            return "claim_passed_over"
    return ""


def _strength(applicant: Applicant, run_key: str) -> tuple[int, ...]:
    return next((*claim.values, -applicant.lottery) for claim in applicant.claims if claim.run == run_key)


def _waiting(problem: Problem, allocation: Allocation) -> list[Fault]:
    faults = []
    should: dict[str, set[str]] = {run.key: set() for run in problem.runs}
    for applicant in problem.applicants:
        runs = [claim.run for claim in applicant.claims]
        has = allocation.seats.get(applicant.key)
        for run_key in runs[: runs.index(has)] if has is not None else runs:
            should[run_key].add(applicant.key)
    for run_key, who_should in should.items():
        order = allocation.waiting.get(run_key, ())
        if set(order) != who_should or len(order) != len(who_should):
            faults.append(Fault("waiting_list_incomplete", run=run_key))
            continue
        strengths = [_strength(problem.applicant_by_key[who], run_key) for who in order]
        faults += [
            Fault("waiting_list_out_of_order", who, run_key)
            for who, before, after in zip(order[1:], strengths, strengths[1:], strict=False)
            if before < after
        ]
    return faults
