"""Fictional people and places for the demo. Everything they do is done through the rooms' own actions."""
