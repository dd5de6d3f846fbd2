#!/usr/bin/env python3
"""The pages hold together: every relative link leads somewhere, decisions are numbered without gaps,
and what a reader expects at the top is there. `docs_test.py [project folder]`, or `--self-test`."""

import re
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent.parent
EXPECTED = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "docs/README.md",
            "docs/architecture.md", "docs/glossary.md", "docs/tutorial.md", "docs/reference/alert.md",
            "docs/reference/configuration.md"]
LINK = re.compile(r"\[[^\]\n]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
CODE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
IN_LINE = re.compile(r"`[^`\n]*`")


def pages(root):
    yield from sorted(root.glob("*.md"))
    yield from sorted((root / "docs").rglob("*.md"))


def anchors(text):
    """The names a heading can be linked by, as the common renderers make them."""
    names = set()
    for heading in re.findall(r"^#+\s+(.+?)\s*#*$", CODE.sub("", text), re.M):
        plain = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower())
        names.add(plain.strip().replace(" ", "-"))
    return names


def check_links(root):
    for page in pages(root):
        text = page.read_text(encoding="utf-8")
        prose = IN_LINE.sub("", CODE.sub(lambda code: "\n" * code.group().count("\n"), text))
        for match in LINK.finditer(prose):
            target = match.group(1)
            if re.match(r"[a-z][a-z0-9+.-]*:", target, re.I):
                continue
            where = f"{page.relative_to(root)}:{prose.count(chr(10), 0, match.start()) + 1}"
            path, _, anchor = unquote(target).partition("#")
            file = (page.parent / path).resolve() if path else page
            if not file.exists():
                yield f"{where}: {target} leads nowhere"
            elif not file.is_relative_to(root.resolve()):
                yield f"{where}: {target} leads out of the project"
            elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text(encoding="utf-8")):
                yield f"{where}: {target}: no such heading"


def check_decisions(root):
    names = sorted(file.name for file in (root / "docs/decisions").glob("*.md") if file.name != "README.md")
    if not names:
        yield "docs/decisions: no decision is written down"
    for number, name in enumerate(names, 1):
        if not re.fullmatch(rf"{number:04}-[a-z0-9-]+\.md", name):
            yield f"docs/decisions/{name}: expected a name such as {number:04}-what-was-decided.md"


def problems_of(root):
    missing = [f"{name} is missing" for name in EXPECTED if not (root / name).exists()]
    return missing + list(check_links(root)) + list(check_decisions(root))


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in EXPECTED:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text("# A heading\n[good](/etc)\n".replace("(/etc)", "(#a-heading)"))
        (root / "docs/decisions").mkdir()
        (root / "docs/decisions/0001-first.md").write_text("# First\n[up](../README.md#a-heading)\n")
        failures = [f"refused although right: {problem}" for problem in problems_of(root)]
        (root / "docs/decisions/0003-third.md").write_text("# Third\n")
        (root / "CHANGELOG.md").unlink()
        (root / "docs/README.md").write_text("[a](gone.md) [b](architecture.md#gone) `[c](not-a-link)` [d](../../x)\n")
        found = "\n".join(problems_of(root))
        for said in ("CHANGELOG.md is missing", "gone.md leads nowhere", "#gone: no such heading", "0003-third"):
            if said not in found:
                failures.append(f"not found: {said}")
        if "not-a-link" in found:
            failures.append("code was taken for a link")
    return failures


def main(arguments):
    if arguments == ["--self-test"]:
        problems = self_test()
    else:
        problems = problems_of(Path(arguments[0]) if arguments else ROOT)
    print("\n".join(problems) if problems else "the pages hold together")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
