"""Questions about the guideline: one bundle per page, and what waits for those who make it."""

from fagvei.guideline.queries.about_search import find_about_any
from fagvei.guideline.queries.search import find_missing_chapters, find_units
from fagvei.guideline.queries.tasks import tasks_for

__all__ = ["find_about_any", "find_missing_chapters", "find_units", "tasks_for"]
