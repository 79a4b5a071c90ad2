"""Content packs become guidelines, units, documents and what a guideline says about itself."""

from fagvei.guideline.loaders.packs import KINDS

__all__ = ["KINDS"]
