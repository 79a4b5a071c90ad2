#!/usr/bin/env python
"""`python manage.py …` is the same as `fagvei …`."""

from fagvei.config.cli import main

if __name__ == "__main__":
    main()
