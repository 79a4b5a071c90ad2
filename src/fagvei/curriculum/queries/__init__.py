"""What the public pages of goals and courses need, a fixed number of queries each."""

from fagvei.curriculum.queries.course_bundles import (
    CategoryCoverage,
    CoursePage,
    by_category,
    course_page,
    course_pages,
    course_search,
    courses,
    courses_of_specialty,
)
from fagvei.curriculum.queries.goals import (
    GoalPage,
    Node,
    coverages_of_goal,
    goal_page,
    in_words,
    requirement_tree,
)
from fagvei.curriculum.queries.procedures import (
    ProcedureLine,
    place_of,
    places_of,
    procedures_with_places,
)
from fagvei.curriculum.queries.sets import (
    CategoryGoals,
    SetPage,
    goal_sets,
    level_table,
    matches,
    set_pages,
    sets_of_specialty,
)
from fagvei.curriculum.queries.specialty_list import (
    specialties,
    specialties_with_goals,
)
from fagvei.curriculum.queries.standing import (
    centres_of_officer,
)

__all__ = [
    "CategoryCoverage",
    "CategoryGoals",
    "CoursePage",
    "GoalPage",
    "Node",
    "ProcedureLine",
    "SetPage",
    "by_category",
    "centres_of_officer",
    "course_page",
    "course_pages",
    "course_search",
    "courses",
    "courses_of_specialty",
    "coverages_of_goal",
    "goal_page",
    "goal_sets",
    "in_words",
    "level_table",
    "matches",
    "place_of",
    "places_of",
    "procedures_with_places",
    "requirement_tree",
    "set_pages",
    "sets_of_specialty",
    "specialties",
    "specialties_with_goals",
]
