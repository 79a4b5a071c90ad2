"""A pytest plugin: a skipped test counts as a failure, for what nobody ran, nobody knows.

A test that fits one database only carries the mark sqlite_only or postgres_only and is left out on the other.
A test that takes long carries the mark long and runs in `make test-long`.
"""

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    # Workers of xdist have no reporter; their skips arrive at the one that has.
    if reporter is None or session.exitstatus != pytest.ExitCode.OK:
        return
    if reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    for report in terminalreporter.stats.get("skipped", []):
        terminalreporter.write_line(f"SKIPPED, so the run fails: {report.nodeid} {report.longrepr!r}", red=True)
