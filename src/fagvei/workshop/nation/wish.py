"""What is asked for: how many, from which seed, on which day."""

import datetime as dt
from dataclasses import dataclass

from fagvei.common.clock import OSLO


@dataclass(frozen=True)
class Wish:
    """`most_goals` is how many goals the tenth of the doctors with the largest plan have, in an invented specialty;
    0 invents none. `team` is how many doctors the first leader has, all with the largest plan; 0 is a team like the
    others. `on` is the nation's today. `wards` is how many wards, beside those of the doctors, measure themselves against
    the guideline in `waves` waves that `respondents` answered.
    """

    doctors: int
    on: dt.date
    most_goals: int = 300
    team: int = 0
    seed: int = 1
    with_files: bool = True
    wards: int = 0
    waves: int = 6
    respondents: int = 40

    @property
    def now(self) -> dt.datetime:
        return dt.datetime.combine(self.on, dt.time(8), OSLO).astimezone(dt.UTC)

    @property
    def prefix(self) -> str:
        """What usernames, codes and addresses of this nation begin with."""
        return f"n{self.seed}"
