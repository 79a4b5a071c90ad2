"""Addresses of the courses, a file for each noun."""
