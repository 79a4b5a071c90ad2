"""What a lottery was drawn from, for anybody who draws again: hashes and numbers, no people."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fagvei.courses.models import ApplicationRound, CourseRun
from fagvei.courses.queries.seats import replayed, secret_of
from fagvei.courses.rules.lottery import FEWEST_FOR_RECEIPTS, HOW_TO_DRAW_AGAIN, TOO_FEW
from fagvei.planning.seats import lottery


@dataclass(frozen=True)
class Lot:
    receipt: str
    number: str
    is_own: bool


@dataclass(frozen=True)
class LotteryPage:
    """`lots` in the order of the receipts, empty where they are told to fewer people than the page is."""

    round: ApplicationRound
    runs: list[CourseRun]
    secret: str
    lots: list[Lot]
    is_told: bool
    comes_out_the_same: bool

    @property
    def has_own(self) -> bool:
        return any(lot.is_own for lot in self.lots)

    @cached_property
    def as_data(self) -> dict[str, Any]:
        """All that is needed, and nothing else: no names, no instants but the published deadline."""
        return {
            "course": self.round.course.code,
            "deadline_on": self.round.deadline_on.isoformat(),
            "commitment": self.round.commitment,
            "secret": self.secret,
            "public_value_source": self.round.public_value_source,
            "public_value": self.round.public_value,
            "receipts": [lot.receipt for lot in self.lots] if self.is_told else None,
            "numbers": {lot.receipt: lot.number for lot in self.lots} if self.is_told else None,
            "rule": [*map(str, HOW_TO_DRAW_AGAIN), *([] if self.is_told else [str(TOO_FEW)])],
        }


def lottery_page(found: ApplicationRound, *, user: Any, sees_all: bool) -> LotteryPage:
    """Of a round that is released. The receipts are told where five applied; else to who applied and, `sees_all`, who gave the seats."""
    problem, _answer = replayed(found.allocations.defer("transcript").latest("pk"))
    numbers = {each.key: each.lottery for each in problem.applicants}
    rows = {
        str(public_id): (receipt, doctor)
        for public_id, receipt, doctor in found.applications.values_list("public_id", "receipt", "doctor_id")
    }
    receipts = {key: rows[key][0] for key in numbers}
    secret = secret_of(found)
    is_told = sees_all or len(numbers) >= FEWEST_FOR_RECEIPTS or user.pk in {rows[key][1] for key in numbers}
    lots = [Lot(receipts[key], f"{number:064x}", rows[key][1] == user.pk) for key, number in numbers.items()]
    runs = found.round_runs.standing().select_related("run__course__activity").order_by("run__starts_on", "pk")
    return LotteryPage(
        found,
        [row.run for row in runs],
        secret,
        sorted(lots, key=lambda lot: lot.receipt) if is_told else [],
        is_told,
        lottery.verify(found.commitment, secret, receipts, numbers, found.public_value),
    )
