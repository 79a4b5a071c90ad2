"""Courses for programs: calendar, news feed, and the words of schema.org."""
