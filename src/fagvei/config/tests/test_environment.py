"""What the environment may say, and what stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from fagvei.config import environment


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", ""),
        (" ", ""),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("unix:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("clamd.sykehus.example:3310", ("clamd.sykehus.example", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_the_address_is_a_socket_or_a_host_with_a_port(monkeypatch, said, meant):
    monkeypatch.setenv("FAGVEI_CLAMD", said)
    assert environment.socket_address("FAGVEI_CLAMD") == meant


@pytest.mark.parametrize("said", ["clamd", "clamd:", ":3310", "clamd:port", "clamd:0", "clamd:70000", "run/clamd.ctl"])
def test_another_address_stops_the_start_with_a_sentence(monkeypatch, said):
    monkeypatch.setenv("FAGVEI_CLAMD", said)
    with pytest.raises(ImproperlyConfigured, match=r"FAGVEI_CLAMD must be host:port .*docs/operations.md"):
        environment.socket_address("FAGVEI_CLAMD")


@pytest.mark.parametrize("url", ["", "sqlite:///srv/fagvei.sqlite3", "postgresql://fagvei@/fagvei"])
def test_a_connection_outlives_its_request(tmp_path, url):
    """To open one costs more than most pages."""
    assert environment.database(url, tmp_path)["CONN_MAX_AGE"] >= 60
