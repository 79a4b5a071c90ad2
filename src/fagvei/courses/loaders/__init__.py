"""Content packs become courses with their liaison RegUt, normal frequencies and fee rates."""

from fagvei.courses.loaders.packs import KINDS

__all__ = ["KINDS"]
