"""Pages of the crosswalk: door, form, one action, answer."""
