"""Addresses of the surveys: a module beside this one for each noun."""
