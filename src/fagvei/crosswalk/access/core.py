"""The words of this room's rows: "guideline_side" and "education_side" are those who make pairs, "proposer" who made it."""

from fagvei.common.permissions import RowsOf

rows = RowsOf("crosswalk")
