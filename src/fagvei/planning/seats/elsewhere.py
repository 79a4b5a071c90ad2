"""The round as it would have been with another value or with more seats. The engine goes on from where it can rest."""

from collections.abc import Callable
from functools import cached_property

from fagvei.planning.seats.acceptance import Asking, Numbered, number_claims
from fagvei.planning.seats.problem import Allocation, Applicant, Claim, Problem


class Elsewhere:
    """What is the same for all who ask about a round that is over is found once."""

    def __init__(self, problem: Problem, allocation: Allocation):
        self.problem, self.allocation = problem, allocation
        self._needed: dict[int, dict[int, int]] = {}

    @cached_property
    def numbered(self) -> Numbered:
        return number_claims(self.problem)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {each.key: number for number, each in enumerate(self.problem.applicants)}

    @cached_property
    def _run_numbers(self) -> dict[str, int]:
        return {run.key: number for number, run in enumerate(self.problem.runs)}

    def _place_of(self, applicant: Applicant, claim: Claim) -> int:
        """Of the claim, in the list of all claims."""
        return self.numbered.first[self._numbers[applicant.key]] + applicant.claims.index(claim)

    def with_another_place(self, applicant: Applicant, claim: Claim) -> Callable[[int], bool]:
        """Would the claim, with so many stronger ones, have led to this run, or to one that was wished for more?

        All others come to rest first; then the applicant asks, each time at another place in the order of the run.
        """
        number, own = self._numbers[applicant.key], self._place_of(applicant, claim)
        at_rest = Asking(self.numbered)
        at_rest.ends[number] = self.numbered.first[number]
        at_rest.go_on(range(self.numbered.applicants))
        at_rest.ends[number] = own + 1

        def gets(stronger: int) -> bool:
            tried = at_rest.copy()
            tried.claims = [*self.numbered.claims]
            tried.claims[own] = 2 * stronger * self.numbered.applicants + number
            tried.go_on([number])
            return tried.keeps(number)

        return gets

    def seats_that_would_do(self, applicant: Applicant, claim: Claim) -> int:
        """How many seats more in this run, which has no reserves, give the applicant one there or where it was wished for more."""
        run = self._run_numbers[claim.run]
        if run not in self._needed:
            self._needed[run] = self._seats_needed(run, len(self.allocation.waiting[claim.run]))
        return self._needed[run][self._place_of(applicant, claim)]

    def _seats_needed(self, run: int, enough: int) -> dict[int, int]:
        """{place of claim: seats more}. `enough` more are enough for all; they are taken away again, one by one."""
        asking = Asking(self.numbered)
        asking.seats[run] += enough
        asking.go_on(range(self.numbered.applicants))
        places = {claim: place for place, claim in enumerate(self.numbered.claims) if self.numbered.runs[place] == run}
        needed: dict[int, int] = {}
        for more in range(enough, 0, -1):
            before = len(asking.turned_away[run])
            asking.take_a_seat(run)
            needed |= {places[claim]: more for claim in asking.turned_away[run][before:]}
        return needed
