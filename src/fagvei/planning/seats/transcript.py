"""The round written down so that anybody can run it again: problem and answer as JSON in one fixed form, and its sha256."""

import hashlib
import json
from typing import Any

from fagvei.planning.seats.acceptance import solve
from fagvei.planning.seats.problem import ENGINE, Allocation, Applicant, Claim, Problem, Reserve, Run


class ReplayDiffers(ValueError):
    """The transcript says something else than the rule does."""


def write(problem: Problem, allocation: Allocation) -> str:
    """The same text for the same round, whatever order its parts come in."""
    content = {
        "engine": ENGINE,
        "problem": problem_as_data(problem),
        "seats": dict(sorted(allocation.seats.items())),
        "waiting": {key: list(order) for key, order in sorted(allocation.waiting.items())},
    }
    return _canonical(content)


def digest(transcript: str) -> str:
    return hashlib.sha256(transcript.encode()).hexdigest()


def replay(transcript: str) -> tuple[Problem, Allocation]:
    """Run the round again from its transcript; ReplayDiffers when the answer is another, or the text is not in its form."""
    content = json.loads(transcript)
    if content.get("engine") != ENGINE or _canonical(content) != transcript:
        raise ReplayDiffers("The transcript is of another engine, or not in its fixed form.")
    problem = problem_from_data(content["problem"])
    allocation = solve(problem)
    if write(problem, allocation) != transcript:
        raise ReplayDiffers("The rule gives another answer than the transcript.")
    return problem, allocation


def problem_as_data(problem: Problem) -> dict[str, Any]:
    return {
        "round": problem.round,
        "components": list(problem.components),
        "runs": [
            {
                "key": run.key,
                "seats": run.seats,
                "reserves": {each.region: each.seats for each in run.reserves},
            }
            for run in sorted(problem.runs, key=lambda each: each.key)
        ],
        "applicants": [
            {
                "key": each.key,
                "region": each.region,
                "lottery": f"{each.lottery:x}",
                "claims": [[claim.run, *claim.values] for claim in each.claims],
            }
            for each in sorted(problem.applicants, key=lambda each: each.key)
        ],
    }


def problem_from_data(content: dict[str, Any]) -> Problem:
    return Problem(
        components=tuple(content["components"]),
        runs=tuple(
            Run(
                each["key"],
                each["seats"],
                tuple(Reserve(region, seats) for region, seats in sorted(each["reserves"].items())),
            )
            for each in content["runs"]
        ),
        applicants=tuple(
            Applicant(
                each["key"],
                int(each["lottery"], 16),
                tuple(Claim(claim[0], tuple(claim[1:])) for claim in each["claims"]),
                each["region"],
            )
            for each in content["applicants"]
        ),
        round=content["round"],
    )


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
