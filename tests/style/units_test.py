#!/usr/bin/env python3
"""systemd's own opinion of the units: `units_test.py SYSTEMD_FOLDER FOLDER_OF_PROGRAMS`. Exit code 77: skipped."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
THRESHOLD = "15"  # tenths of a point of exposure


def analyze(*arguments):
    with tempfile.TemporaryDirectory() as runtime:  # a user's manager asks for one even to read a unit
        return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60,
                              stdin=subprocess.DEVNULL, env={**os.environ, "XDG_RUNTIME_DIR": runtime})


def with_programs(unit, programs, folder):
    """A copy of the unit that runs the programs just built: verify wants them to be there."""
    copy = folder / unit.name
    copy.write_text(unit.read_text().replace("/usr/bin/newswatch", f"{programs}/newswatch"))
    return copy


def verify(unit, programs, *options):
    with tempfile.TemporaryDirectory() as folder:
        said = analyze(*options, "verify", "--man=no", str(with_programs(unit, programs, Path(folder))))
    # It ends with 0 even where it does not know a key, so what it says counts.
    return [f"{unit.name}: {line}" for line in said.stderr.splitlines()] or \
           ([f"{unit.name}: verify ended with {said.returncode}"] if said.returncode else [])


def security(unit, programs):
    with tempfile.TemporaryDirectory() as folder:
        copy = with_programs(unit, programs, Path(folder))
        said = analyze("security", "--offline=true", f"--threshold={THRESHOLD}", "--no-pager", str(copy))
    last = (said.stdout.strip() or said.stderr.strip()).splitlines()[-1]
    print(last)
    return [f"{unit.name}: {last}"] if said.returncode else []


def main(systemd, programs):
    if shutil.which("systemd-analyze") is None:
        print("skipped: systemd-analyze is not there (package systemd)")
        return SKIPPED
    problems = verify(systemd / "newswatchd.service", programs)
    problems += security(systemd / "newswatchd.service", programs)
    for name in ("newswatchd.service", "newswatch-agent.service"):
        problems += verify(systemd / "user" / name, programs, "--user")
    print("\n".join(problems) if problems else "systemd has nothing to say about the units")
    print("note: the units were read, not started")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
