"""What the environment may say. Each variable is listed in docs/operations.md; a house test compares."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

READ_MORE = "Les docs/operations.md."


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    return default if not value else value in {"1", "true", "yes", "ja", "on"}


def required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set, and production needs it. {READ_MORE}")
    return value


def socket_address(name: str) -> str | tuple[str, int]:
    """`host:port`, or the path of a socket on this machine as `/path` or `unix:/path`; "" when it is not set."""
    value = os.environ.get(name, "").strip().removeprefix("unix:")
    if not value or value.startswith("/"):
        return value
    host, _colon, port = value.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65_536:
        raise ImproperlyConfigured(f"{name} must be host:port or the path of a socket. {READ_MORE}")
    return host.strip("[]"), int(port)


def database(url: str, home: Path) -> dict:
    """Django's settings for `DATABASE_URL`, or SQLite in the home folder when there is none."""
    if not url:
        return sqlite(home / "fagvei.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL must begin with postgresql:// or sqlite://. {READ_MORE}")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "fagvei.common.db.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(query.pop("port", None) or parts.port or ""),
        "OPTIONS": {"options": "-c lock_timeout=5000", **query},
        "CONN_MAX_AGE": 60,
        # A connection that died with the database is replaced before it is used, and nobody sees it.
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path) -> dict:
    return {
        "ENGINE": "fagvei.common.db.sqlite",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON",
            # A connection that is kept answers every kind of page: each question is made ready by SQLite once.
            "cached_statements": 512,
        },
        # To open the file costs more than most pages: Django gives each connection its functions, and we our pragmas.
        "CONN_MAX_AGE": 60,
        # Tests run on a file: in memory there is no WAL.
        "TEST": {"NAME": str(path.with_name("test_" + path.name))},
    }
