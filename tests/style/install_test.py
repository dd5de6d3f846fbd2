#!/usr/bin/env python3
"""What `cmake --install` lays down: `install_test.py BUILD_FOLDER`, into a folder that vanishes again."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

EXPECTED = [
    "usr/bin/newswatchd", "usr/bin/newswatch", "usr/bin/newswatch-agent",
    "usr/lib/systemd/system/newswatchd.service", "usr/lib/systemd/user/newswatchd.service",
    "usr/lib/systemd/user/newswatch-agent.service", "usr/lib/sysusers.d/newswatch.conf",
    "etc/newswatch/newswatch.yaml", "usr/share/doc/newswatch/README.md", "usr/share/doc/newswatch/LICENSE",
    "usr/share/doc/newswatch/CHANGELOG.md", "usr/share/doc/newswatch/docs/README.md",
]


def install(build, place, prefix):
    done = subprocess.run(["cmake", "--install", str(build), "--prefix", prefix], capture_output=True, text=True,
                          env={**os.environ, "DESTDIR": str(place)}, timeout=300, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise SystemExit(f"cmake --install failed:\n{done.stdout}{done.stderr}")


def files_of(place):
    return {str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()}


def check_usr(build, place):
    install(build, place, "/usr")
    files = files_of(place)
    yield from (f"{name} is not installed" for name in EXPECTED if name not in files)
    yield from (f"{name} is installed and should not be" for name in files
                if "sample" in name or name.endswith((".h", ".a", ".cmake")) or "/bin/test_" in name)
    config = place / "etc/newswatch/newswatch.yaml"
    text = config.read_text()
    if "sample" in text or "backlog: all" in text:
        yield "the installed configuration has the sample feed"
    if "bbc-africa" not in text or "watches:" not in text or "channels:" not in text:
        yield "the installed configuration lost more than the sample feed"
    checked = subprocess.run([str(place / "usr/bin/newswatchd"), "--check", "--config", str(config)],
                             capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    if checked.returncode != 0:
        yield f"newswatchd --check refuses the installed configuration:\n{checked.stdout}{checked.stderr}"


def check_again(build, place):
    config = place / "etc/newswatch/newswatch.yaml"
    config.write_text("# mine\n")
    install(build, place, "/usr")
    if config.read_text() != "# mine\n":
        yield "a second install writes over the owner's configuration"
    if not config.with_name("newswatch.yaml.default").exists():
        yield "a second install does not leave the new default beside the owner's configuration"


def check_prefix(build, place):
    install(build, place, "/opt/newswatch")
    unit = (place / "opt/newswatch/lib/systemd/system/newswatchd.service").read_text()
    for path in ("/opt/newswatch/bin/newswatchd", "/opt/newswatch/etc/newswatch/newswatch.yaml"):
        if path not in unit:
            yield f"the unit of another prefix does not name {path}"


def main(build):
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        problems = [*check_usr(build, place), *check_again(build, place), *check_prefix(build, place)]
    print("\n".join(problems) if problems else "everything is where it belongs")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
