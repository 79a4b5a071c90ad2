"""Questions about surveys: what is told of a wave, what waits for whom, and the pages."""

from fagvei.surveys.queries.counts import coarse_count, comparable_rounds, counts_of
from fagvei.surveys.queries.survey_tasks import task_count, tasks_for

__all__ = ["coarse_count", "comparable_rounds", "counts_of", "task_count", "tasks_for"]
