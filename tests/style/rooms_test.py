#!/usr/bin/env python3
"""The house rules of architecture.md, checked: which room includes which, where foreign headers and
threads may stand. `rooms_test.py [daemon folder]` checks; `--self-test` plants breaches and must find each."""

import re
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

STANDARD = set("""
algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes
climits clocale cmath compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef
cstdint cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution filesystem format
forward_list fstream functional future initializer_list iomanip ios iosfwd iostream istream iterator latch
limits list locale map memory memory_resource mutex new numbers numeric optional ostream queue random ranges
ratio regex scoped_allocator semaphore set shared_mutex source_location span sstream stack stdexcept
stop_token streambuf string string_view syncstream system_error thread tuple type_traits typeindex typeinfo
unordered_map unordered_set utility valarray variant vector version
""".split())

# The system's own headers belong to no room; pure rooms do without them.
SYSTEM = re.compile(r"(sys|netinet|arpa|net|linux|bits)/.*\.h|"
                    r"(assert|dirent|dlfcn|endian|err|errno|fcntl|fnmatch|getopt|grp|ifaddrs|inttypes|"
                    r"langinfo|libgen|limits|locale|netdb|paths|poll|pthread|pwd|sched|signal|spawn|stdint|"
                    r"stdio|stdlib|string|strings|syslog|termios|time|unistd|wait)\.h")

THREAD_HEADERS = {"atomic", "barrier", "condition_variable", "future", "latch", "mutex", "semaphore",
                  "shared_mutex", "thread", "pthread.h"}
THREAD_WORD = re.compile(r"\bstd\s*::\s*((?:recursive_|timed_|recursive_timed_|shared_|shared_timed_)?mutex|"
                         r"j?thread|this_thread|atomic\w*|condition_variable(?:_any)?|async|future|"
                         r"shared_future|promise|packaged_task|lock_guard|unique_lock|scoped_lock|"
                         r"shared_lock|call_once|once_flag|latch|barrier|(?:counting|binary)_semaphore)\b"
                         r"|\bpthread_(?!sigmask\b)\w+|\bthread_local\b")  # a signal mask starts no thread
REGEX_WORD = re.compile(r"\bstd\s*::\s*(w?regex\w*|[csw]?match_results)\b")
IMPURE_HEADERS = {"filesystem", "fstream", "iostream", "cstdio", "syncstream"}
CLOCK_WORD = re.compile(r"\b(system_clock|steady_clock|high_resolution_clock|utc_clock)\s*::\s*now\b|"
                        r"\bSystemClock\b")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:<([^>\n]+)>|"([^"\n]+)")', re.M)
NOISE = re.compile(r'//[^\n]*|/\*.*?\*/|R"([^()\\ ]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|'
                   r"(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+'", re.S)


class Table:
    """rooms.txt, taken apart."""

    def __init__(self, text):
        self.rooms, self.owns, self.public, self.files = {}, {}, {}, {}
        self.everywhere, self.threads, self.pure = [], [], []
        for number, line in enumerate(text.splitlines(), 1):
            line = line.split("#")[0].strip()
            if line:
                self.read_line(line, number)

    def read_line(self, line, number):
        head, colon, rest = line.partition(":")
        words = [word for word in rest.split() if word != "."]
        kind, _, name = head.partition(" ")
        tables = {"room": self.rooms, "owns": self.owns, "public": self.public, "file": self.files}
        lists = {"everywhere": self.everywhere, "threads": self.threads, "pure": self.pure}
        if colon and kind in tables and name.strip():
            tables[kind][name.strip()] = words
        elif colon and kind in lists and not name:
            lists[kind].extend(words)
        else:
            raise SystemExit(f"rooms.txt:{number}: not understood: {line}")

    def owners(self, header):
        return {room for room, prefixes in self.owns.items() if begins(header, prefixes)}

    def may_thread(self, file):
        return any(file == place or (place.endswith("/") and file.startswith(place)) for place in self.threads)


def begins(header, prefixes):
    return any(header.startswith(prefix) for prefix in prefixes)


def public_headers(daemon):
    """Headers a room's CMakeLists.txt lists under HEADERS; of a room without one, every header."""
    public = set()
    for folder in (path for path in daemon.iterdir() if path.is_dir()):
        lists = folder / "CMakeLists.txt"
        if not lists.exists():
            public |= {str(header.relative_to(daemon)) for header in folder.rglob("*.h")}
            continue
        listed = re.search(r"\bHEADERS\b(.*?)(?:\b(?:SOURCES|USES|LINKS|NAME)\b|\))", lists.read_text(), re.S)
        for name in listed.group(1).split() if listed else []:
            public.add(f"{folder.name}/{name}")
    return public


def room_of(file):
    return file.split("/")[0] if "/" in file else "main"


class Check:
    def __init__(self, daemon, table):
        self.daemon, self.table = daemon, table
        self.public = public_headers(daemon)
        self.breaches = []

    def run(self):
        files = sorted(path for path in self.daemon.rglob("*") if path.suffix in (".h", ".cc"))
        for path in files:
            self.file(str(path.relative_to(self.daemon)), path.read_text(encoding="utf-8"))
        return self.breaches

    def breach(self, file, line, what):
        self.breaches.append(f"daemon/{file}:{line}: {what}")

    def file(self, file, text):
        room = room_of(file)
        if room not in self.table.rooms:
            self.breach(file, 1, f"the room '{room}' does not stand in tests/style/rooms.txt")
            return
        for match in INCLUDE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            if match.group(2):
                self.ours(file, line, room, match.group(2))
            else:
                self.foreign(file, line, room, match.group(1))
        code = NOISE.sub(lambda noise: re.sub(r"[^\n]", " ", noise.group()), text)
        self.words(file, room, code)

    def ours(self, file, line, room, header):
        other = room_of(header)
        if "/" not in header or other not in self.table.rooms:
            self.breach(file, line, f'"{header}" is no header of ours: ours read "room/file.h"')
        elif other != room and header not in self.table.files.get(file, []):
            if other not in self.table.rooms[room]:
                self.breach(file, line, f"room {room} may not include room {other} ({header})")
            elif header not in self.public:
                self.breach(file, line, f"{header} is private to room {other}")

    def foreign(self, file, line, room, header):
        if header in THREAD_HEADERS and not self.table.may_thread(file):
            self.breach(file, line, f"<{header}>: threads belong to runtime (rooms.txt, threads)")
        if header == "regex":
            self.breach(file, line, "<regex>: its time is not bounded; use RE2 in room match")
        system = SYSTEM.fullmatch(header) is not None
        if room in self.table.pure and (header in IMPURE_HEADERS or system and header not in ("time.h", "string.h")):
            self.breach(file, line, f"<{header}>: room {room} is pure, it neither reads nor writes")
        if header in STANDARD or system:
            return
        owners = self.table.owners(header)
        if file in self.table.public and begins(header, self.table.public[file]):
            return
        if file in self.public:
            self.breach(file, line, f"<{header}> is foreign and {file} is public: keep it in bodies and private headers")
        elif owners and room not in owners:
            self.breach(file, line, f"<{header}> belongs to room {' or '.join(sorted(owners))}")
        elif not owners and not begins(header, self.table.everywhere):
            self.breach(file, line, f"<{header}> belongs to no room in tests/style/rooms.txt")

    def words(self, file, room, code):
        def all_of(pattern, what):
            for match in pattern.finditer(code):
                self.breach(file, code.count("\n", 0, match.start()) + 1, f"{match.group().strip()}: {what}")

        if not self.table.may_thread(file):
            all_of(THREAD_WORD, "threads belong to runtime (rooms.txt, threads)")
        all_of(REGEX_WORD, "its time is not bounded; use RE2 in room match")
        if room in self.table.pure:
            all_of(CLOCK_WORD, f"room {room} is pure, now is a parameter")


# What is planted, and a piece of what must be said about it.
PLANTED = {
    "a room it may not include": ("feed/parse.cc", '#include "net/client.h"', "may not include room net"),
    "a wider room": ("base/text.cc", '#include "model/item.h"', "may not include room model"),
    "runtime from elsewhere": ("cli/status.cc", '#include "runtime/plan.h"', "may not include room runtime"),
    "a private header": ("runtime/x.cc", '#include "net/curl.h"', "private to room net"),
    "a foreign header elsewhere": ("feed/parse.cc", "#include <curl/curl.h>", "belongs to room net"),
    "an unknown foreign header": ("net/x.cc", "#include <zlib.h>", "belongs to no room"),
    "a foreign header in a public header": ("net/client.h", "#include <curl/curl.h>", "is public"),
    "fmt in a public header": ("net/client.h", "#include <fmt/format.h>", "is public"),
    "a lock": ("store/x.cc", "std::mutex m;", "std::mutex"),
    "a lock across a line": ("store/x.cc", "std ::\n  jthread t;", "threads belong"),
    "a thread": ("net/x.cc", "std::jthread t;", "std::jthread"),
    "an atomic": ("net/x.cc", "std::atomic<int> n;", "std::atomic"),
    "an atomic flag": ("net/x.cc", "std::atomic_flag f;", "std::atomic_flag"),
    "a condition": ("api/routes.cc", "std::condition_variable c;", "std::condition_variable"),
    "async": ("channel/x.cc", "auto f = std::async(g);", "std::async"),
    "a promise": ("agent/x.cc", "std::promise<int> p;", "std::promise"),
    "a POSIX thread": ("net/x.cc", "pthread_create(a, b, c, d);", "pthread_create"),
    "a thread header": ("text/x.cc", "#include <atomic>", "<atomic>"),
    "std::regex": ("match/x.cc", "std::regex r;", "RE2"),
    "the regex header": ("runtime/x.cc", "#include <regex>", "RE2"),
    "a file in a pure room": ("feed/parse.cc", "#include <fstream>", "is pure"),
    "the system in a pure room": ("alert/x.cc", "#include <unistd.h>", "is pure"),
    "a clock in a pure room": ("schedule/x.cc", "auto n = std::chrono::system_clock::now();", "now is a parameter"),
    "a header without its room": ("feed/parse.cc", '#include "parse.h"', "no header of ours"),
    "a room nobody knows": ("attic/x.cc", "int x;", "does not stand"),
}

ALLOWED = {
    "feed/parse.cc": '#include "feed/parse.h"\n#include <pugixml.hpp>\n#include "base/url.h"\n#include <fmt/format.h>\n',
    "base/mailbox.h": "#include <mutex>\nstd::mutex m;\n",
    "base/result.h": "#include <tl/expected.hpp>\n",
    "runtime/x.cc": '#include <thread>\nstd::jthread t; // std::regex\n#include "net/client.h"\n',
    "net/curl.h": "#include <curl/curl.h>\n",
    "net/x.cc": 'auto s = "std::mutex"; auto r = R"(std::thread)"; int n = 1\'000; // std::atomic\n/* std::async */\n',
    "cli/check.cc": '#include "runtime/plan.h"\n',
}


def build(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as out:
            out.write(text)
    for room, headers in (("net", "client.h"), ("base", "mailbox.h result.h text.h url.h"), ("runtime", "plan.h")):
        (folder / room).mkdir(exist_ok=True)
        (folder / room / "CMakeLists.txt").write_text(f"newswatch_room(NAME {room}\n  HEADERS {headers}\n  USES base)\n")


def self_test(table):
    failures = []

    def breaches_of(files):
        with tempfile.TemporaryDirectory() as folder:
            build(Path(folder), files)
            return Check(Path(folder), table).run()

    failures += [f"refused although allowed: {breach}" for breach in breaches_of(ALLOWED)]
    for what, (file, code, said) in PLANTED.items():
        found = breaches_of({file: code + "\n"})
        if not any(said in breach and f"daemon/{file}:" in breach for breach in found):
            failures.append(f"not found: {what} ({code!r} in {file}); found {found}")
    print(f"self-test: {len(PLANTED)} breaches planted, {len(failures)} wrong")
    return failures


def main(arguments):
    table = Table((HERE / "rooms.txt").read_text())
    if arguments == ["--self-test"]:
        problems = self_test(table)
    else:
        daemon = Path(arguments[0]) if arguments else HERE.parent.parent / "daemon"
        problems = Check(daemon, table).run()
    print("\n".join(problems) if problems else "the rooms keep to themselves")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
