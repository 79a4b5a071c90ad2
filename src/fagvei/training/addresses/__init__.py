"""Addresses by noun; `urls` puts them together."""
