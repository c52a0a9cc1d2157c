#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox"]
# ///
"""The versions that kzelect says it works with: `.venv/bin/nox` runs all of it.

Every session has an environment of its own. A Python that is not there fails its sessions.
"""

import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2026.4"
nox.options.default_venv_backend = "uv"
nox.options.error_on_missing_interpreters = True

ROOT = Path(__file__).resolve().parent
PROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)
EXTRAS = ",".join(PROJECT["project"]["optional-dependencies"])
NOT_COPIED = shutil.ignore_patterns(".*", "build", "dist", "mutants", "__pycache__")


@nox.session(python=PYTHONS)
@nox.parametrize("resolution", ["lowest-direct", "highest"])
def versions(session: nox.Session, resolution: str) -> None:
    """Run unit tests and doctests with the lowest versions that pyproject admits, or the newest."""
    session.install(f"--resolution={resolution}", "--group=test", "pip>=24", "-e", f".[{EXTRAS}]")
    # Old versions warn of what new ones have mended; that is not ours to fail for.
    warnings = ["-o", "filterwarnings="] if resolution == "lowest-direct" else []
    session.run("python", "-m", "pytest", "-q", *warnings, *session.posargs)


@nox.session(python=PYTHONS)
def pinned(session: nox.Session) -> None:
    """Compare notebook outputs, tables and figures with the pinned set, the same for any Python.

    It runs in a copy of the checkout, so that each Python has a path of its own as well.
    """
    session.install("--no-deps", "--require-hashes", "-r", "requirements.lock")
    copy = Path(session.create_tmp()).resolve() / f"a copy for {session.python}"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
    session.install("--no-deps", "--no-build-isolation", "-e", str(copy))
    session.chdir(copy)
    session.run("make", "nbval", f"BIN={session.bin}", "READY=", external=True)
    found = copy / "fingerprint.txt"
    session.run("python", "-m", "tests.helpers.fingerprint", str(found))
    first = ROOT / "build" / "fingerprint.txt"
    if session.python == PYTHONS[0]:
        first.parent.mkdir(exist_ok=True)
        shutil.copy(found, first)
    elif different := set(first.read_text().splitlines()) ^ set(found.read_text().splitlines()):
        session.error(f"not as with Python {PYTHONS[0]}:\n" + "\n".join(sorted(different)))


if __name__ == "__main__":
    nox.main()
