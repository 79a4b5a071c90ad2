"""Fagvei: the way to specialist in addiction medicine, and the guideline beside it."""

__version__ = "0.1.0"
