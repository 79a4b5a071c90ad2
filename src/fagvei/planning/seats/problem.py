"""A round of applications as plain data: runs with seats, applicants with what they want and how strong each claim is.

In all values the larger one comes first: years, days of service, points of a course's own criteria. Only the lottery number
is the other way round: the lowest number comes first, as in any queue.
"""

from dataclasses import dataclass, field
from functools import cached_property

ENGINE = "fagvei.seats/1"


class NotAProblem(ValueError):
    """The problem cannot be meant: a programmer's mistake, never a user's."""


@dataclass(frozen=True, slots=True)
class Reserve:
    """So many seats are for a region first; the seats it does not need are open to all."""

    region: str
    seats: int


@dataclass(frozen=True, slots=True)
class Run:
    key: str
    seats: int
    reserves: tuple[Reserve, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One run an applicant may have, with a value for each component of the published rule, in its order."""

    run: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Applicant:
    """`claims` are in the applicant's own order, what is wanted most first. A run that is not claimed is never given."""

    key: str
    lottery: int
    claims: tuple[Claim, ...]
    region: str = ""

    def priority(self, claim: Claim) -> tuple[int, ...]:
        """Compared as a whole: the larger tuple comes first."""
        return (*claim.values, -self.lottery)


@dataclass(frozen=True)
class Problem:
    """`components` name the values of every claim, in the order they decide: ("own:points", "service_days")."""

    components: tuple[str, ...]
    runs: tuple[Run, ...]
    applicants: tuple[Applicant, ...]
    round: str = field(default="")

    def __post_init__(self) -> None:
        runs = {run.key for run in self.runs}
        if len(runs) != len(self.runs) or len({each.key for each in self.applicants}) != len(self.applicants):
            raise NotAProblem("Runs and applicants have one key each.")
        if len({each.lottery for each in self.applicants}) != len(self.applicants):
            raise NotAProblem("Two applicants have the same lottery number, so the order is not strict.")
        for run in self.runs:
            if run.seats < 0 or sum(each.seats for each in run.reserves) > run.seats:
                raise NotAProblem(f"{run.key}: more seats are reserved than there are.")
            if len({each.region for each in run.reserves}) != len(run.reserves) or any(
                not each.region or each.seats < 0 for each in run.reserves
            ):
                raise NotAProblem(f"{run.key}: a region has one reserve of at least 0 seats.")
        width = len(self.components)
        for applicant in self.applicants:
            claimed = {claim.run for claim in applicant.claims}
            if len(claimed) != len(applicant.claims) or not claimed <= runs:
                raise NotAProblem(f"{applicant.key} claims a run twice, or one that is not in the round.")
            if any(len(claim.values) != width for claim in applicant.claims):
                raise NotAProblem(f"{applicant.key} has a claim without a value for each component.")

    @cached_property
    def run_by_key(self) -> dict[str, Run]:
        return {run.key: run for run in self.runs}

    @cached_property
    def applicant_by_key(self) -> dict[str, Applicant]:
        return {each.key: each for each in self.applicants}


@dataclass(frozen=True)
class Allocation:
    """Who has which run, and for each run the order in which freed seats go on. Nobody waits for less than they have."""

    seats: dict[str, str]
    waiting: dict[str, tuple[str, ...]]

    def taken(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for applicant, run in self.seats.items():
            found.setdefault(run, []).append(applicant)
        return found
