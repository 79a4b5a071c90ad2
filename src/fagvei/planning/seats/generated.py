"""Rounds to measure and to test with. The data are drawn, not Norway's; the same seed gives the same round."""

import random

from fagvei.planning.seats.problem import Applicant, Claim, Problem, Reserve, Run

REGIONS = ("sor-ost", "vest", "midt", "nord")
NATIONAL = (18_000, 2_750)


def generate(applications: int, runs: int, seed: int = 4, *, reserves: bool = False, tight: float = 1.0) -> Problem:
    """About two wishes for each applicant, among a few runs of one course; `tight` above 1 gives fewer seats than wishes."""
    draw = random.Random(seed)
    seats = max(1, round(applications / runs / 2 / tight * 1.15))
    made = []
    for number in range(runs):
        size = max(0, round(draw.gauss(seats, seats / 3)))
        kept = tuple(Reserve(region, size // 6) for region in REGIONS) if reserves else ()
        made.append(Run(f"r{number:05}", size, kept))
    applicants: list[Applicant] = []
    left = applications
    numbers = draw.sample(range(applications * 1000), applications)
    while left > 0:
        wishes = min(left, draw.choice((1, 2, 2, 3)), runs)
        first = draw.randrange(runs)
        near = [(first + step) % runs for step in draw.sample(range(min(runs, 5)), min(wishes, runs))]
        days = draw.randrange(0, 2400)
        claims = tuple(Claim(made[each].key, (days + draw.randrange(0, 200),)) for each in near)
        name = f"a{len(applicants):06}"
        applicants.append(Applicant(name, numbers[len(applicants)], claims, draw.choice(REGIONS)))
        left -= len(claims)
    return Problem(("service_days",), tuple(made), tuple(applicants), round=f"generated {seed}")
