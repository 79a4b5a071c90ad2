"""Named rules of the guideline: pure functions, without the database."""
