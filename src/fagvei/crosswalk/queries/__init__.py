"""Questions across the two wings: pairs by goal and by recommendation, what a changed text touches, what waits for whom."""

from fagvei.crosswalk.queries.pair_tasks import tasks_for

__all__ = ["tasks_for"]
