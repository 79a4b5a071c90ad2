"""Pages of the courses: door, form, one action, answer."""
