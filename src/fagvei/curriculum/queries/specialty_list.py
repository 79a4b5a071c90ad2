"""Specialties, with what is loaded of each."""

from django.db.models import Count, Q, QuerySet

from fagvei.organisations.models import Specialty


def specialties_with_goals() -> QuerySet[Specialty]:
    """Those a plan can be made for: somebody has said what their goals are."""
    return Specialty.objects.filter(goal_sets__isnull=False).distinct()


def specialties() -> list[Specialty]:
    """All of them, each with `goals_loaded` and `courses_known`."""
    return list(
        Specialty.objects.select_related("liaison_centre")
        .annotate(
            goals_loaded=Count("goal_sets__goals", distinct=True),
            courses_known=Count("activities", filter=Q(activities__kind="course"), distinct=True),
        )
        .order_by("sort_key")
    )
