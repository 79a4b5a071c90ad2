"""Database backends: Django's own, with what this house needs on top."""
