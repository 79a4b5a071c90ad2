"""Pages of people: logging in, my page, relations, and the administrator's people."""
