"""Pages of the guideline: door, form, one action, answer."""
