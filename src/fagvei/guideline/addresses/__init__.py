"""Addresses of the guideline, a file for each noun."""
