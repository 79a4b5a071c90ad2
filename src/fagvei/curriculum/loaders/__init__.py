"""Content packs and uploaded tables become goals, activities and coverage."""

from fagvei.curriculum.loaders.packs import KINDS

__all__ = ["KINDS"]
