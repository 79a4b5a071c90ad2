"""The decision engine: pure Python, no Django, no database."""
