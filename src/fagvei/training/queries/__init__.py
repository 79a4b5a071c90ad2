"""Questions that span several models; bundles of one page stand in files named for the page."""

from fagvei.training.queries.deciding import (
    OpinionsForDecision,
    UnmetRequirement,
    national_minimum,
    opinions_for_decision,
    personal_repetitions,
    personal_requirements,
    repetitions_done,
    revision_to_approve,
    unmet_requirements,
)
from fagvei.training.queries.progress import SetProgress, progress_of
from fagvei.training.queries.projections import Deviation, projection_faults, replay
from fagvei.training.queries.service import (
    countable_time,
    countable_times,
    current_placements,
    part_1_confirmation_of,
    placements_of,
    service_days_in,
    service_days_of_many,
)
from fagvei.training.queries.waiting import (
    activities_to_sign,
    goals_awaiting_opinion_of,
    goals_to_decide,
    objections_to_answer,
    tasks_for,
)
from fagvei.training.queries.waiting_count import task_count

__all__ = [
    "Deviation",
    "OpinionsForDecision",
    "SetProgress",
    "UnmetRequirement",
    "activities_to_sign",
    "countable_time",
    "countable_times",
    "current_placements",
    "goals_awaiting_opinion_of",
    "goals_to_decide",
    "national_minimum",
    "objections_to_answer",
    "opinions_for_decision",
    "part_1_confirmation_of",
    "personal_repetitions",
    "personal_requirements",
    "placements_of",
    "progress_of",
    "projection_faults",
    "repetitions_done",
    "replay",
    "revision_to_approve",
    "service_days_in",
    "service_days_of_many",
    "task_count",
    "tasks_for",
    "unmet_requirements",
]
