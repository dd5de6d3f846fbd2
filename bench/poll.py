#!/usr/bin/env python3
"""What a round of polling costs: newswatchd, durable store included, beside the same transfers done by bare libcurl
with a bare parse, in turn, in the same run. Read the ratios; absolute times are the machine's.

poll.py [--feeds 1000] [--rounds 3]: with the programs of build/release (NEWSWATCH_BIN names another folder). Every
answer closes its connection, so that each feed costs one, as when each is on a host of its own."""
import argparse
import os
import pathlib
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
BIN = pathlib.Path(os.environ.get("NEWSWATCH_BIN", HERE.parent / "build" / "release" / "bin"))


def measured(command, **more):
    """Runs it to its end: CPU seconds, wall seconds, peak MB, what it printed."""
    begin = time.monotonic()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, **more)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read().decode(errors="replace")
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}:\n{said[-2000:]}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": time.monotonic() - begin, "mb": usage.ru_maxrss / 1024,
            "said": said}


class Server:
    def __init__(self, root, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        folder.mkdir()
        (folder / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log; worker_rlimit_nofile 8192;
{"user root;" if os.geteuid() == 0 else ""}
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; gzip_static on; keepalive_timeout 0; types {{ application/rss+xml xml; }}
  open_file_cache max=20000; client_body_temp_path {folder}/1; proxy_temp_path {folder}/2;
  fastcgi_temp_path {folder}/3; uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  server {{ listen 127.0.0.1:{self.port} backlog=4096; root {root}; }}
}}""")
        self.process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-e", str(folder / "error.log"), "-p",
                                         str(folder), "-c", str(folder / "nginx.conf")], stdin=subprocess.DEVNULL)
        for _ in range(500):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        sys.exit("nginx does not start: " + (folder / "error.log").read_text())

    def stop(self):
        self.process.terminate()
        self.process.wait()


def configure(file, base, paths):
    feeds = "".join(f"  - {{id: f{number}, url: \"{base}{path}\", allow_private: [127.0.0.0/8], every: 1h}}\n"
                    for number, path in enumerate(paths))
    file.write_text(f"feeds:\n{feeds}hosts:\n  127.0.0.1: {{spacing: 0s, connections: 64}}\n"
                    "watches:\n  - {name: sahel, keywords: [Niger, G5 Sahel], channels: [alerts]}\n"
                    "channels:\n  alerts: {type: atom, path: alerts.atom}\n")


def show(name, feeds, floor, ours):
    cost = statistics.median(run["cpu"] for run in ours) / feeds * 1e6
    least = statistics.median(run["cpu"] for run in floor) / feeds * 1e6
    pairs = sorted(mine["cpu"] / bare["cpu"] for mine, bare in zip(ours, floor))
    wall = statistics.median(run["wall"] for run in ours)
    print(f"{name:<28} {feeds / wall:8.0f} feeds/s  {cost:7.0f} µs CPU a feed   floor {least:7.0f}   ratio "
          f"{cost / least:5.2f} ({pairs[0]:.2f}-{pairs[-1]:.2f})   peak {max(run['mb'] for run in ours):5.0f} MB   "
          f"floor {max(run['mb'] for run in floor):4.0f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newswatch-bench-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        farm = folder / "farm"
        subprocess.run([sys.executable, str(HERE / "farm.py"), str(farm), str(wanted.feeds)], check=True)
        paths = (farm / "urls.txt").read_text().split()
        server = Server(farm, folder / "nginx")
        try:
            compare(folder, f"http://127.0.0.1:{server.port}/", farm / "urls.txt", paths, wanted.rounds)
        finally:
            server.stop()


def compare(folder, base, urls, paths, rounds):
    config, state, validators = folder / "newswatch.yaml", folder / "state", folder / "validators"
    configure(config, base, paths)
    ours = [str(BIN / "newswatchd"), "--config", str(config), "--state-dir", str(state), "--once", "--log-level", "warning"]
    bare = [str(BIN / "poll_floor"), base, str(urls), str(validators)]
    results = {name: ([], []) for name in ("cold", "warm")}
    start = []
    for _ in range(rounds):
        shutil.rmtree(state, ignore_errors=True)
        validators.unlink(missing_ok=True)
        start.append(measured([str(BIN / "newswatchd"), "--config", str(config), "--check"]))
        results["cold"][0].append(measured(bare))
        results["cold"][1].append(measured(ours))
        results["warm"][0].append(measured(bare))
        results["warm"][1].append(measured(ours + ["--all"]))
    with sqlite3.connect(f"file:{state}/newswatch.db?mode=ro", uri=True) as store:
        items, = store.execute("SELECT count(*) FROM item").fetchone()
    floor_items = int(results["cold"][0][-1]["said"].split("items ")[1].split()[0])
    assert items == floor_items, f"{items} items stored, {floor_items} were served"
    assert f"unchanged {len(paths)}" in results["warm"][0][-1]["said"], "the warm round was not all 304"
    show("cold: all 200, all stored", len(paths), *results["cold"])
    show("warm: all 304", len(paths), *results["warm"])
    before = statistics.median(run["cpu"] for run in start)
    print(f"start and configuration, part of each round above: {before * 1e3:.0f} ms CPU; a service has them once. "
          "Without them:")
    for name, (bare, ours) in results.items():
        least = statistics.median(run["cpu"] for run in bare)
        rest = statistics.median(run["cpu"] for run in ours) - before
        print(f"  {name}: {rest / len(paths) * 1e6:.0f} µs CPU a feed, ratio {rest / least:.2f}")
    print(f"{items} items; medians of {rounds} rounds, ratios of pairs in brackets")


if __name__ == "__main__":
    main()
