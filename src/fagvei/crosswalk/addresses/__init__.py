"""Addresses of the crosswalk, a file for each noun."""
