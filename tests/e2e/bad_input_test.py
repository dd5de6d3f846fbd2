"""Bad input, each kind beside a feed and a channel that are well: a clear message at the right one, the rest goes on."""
import gzip
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import threading
import time
import unittest

from world import BIN, PATIENCE, World, rss, wait_for

GOOD = "  - {id: good, file: good.xml, backlog: all}\n"


class BadSite:
    """One server for everything a web server can do wrong."""

    def __init__(self):
        self.hits = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                site.hits.append(self.path)
                getattr(self, "get_" + self.path.strip("/").split("?")[0].replace("-", "_"), self.missing)()

            def answer(self, status, body=b"", **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def missing(self):
                self.answer(404, b"nothing here")

            def get_html(self):
                self.answer(200, b"<!DOCTYPE html><html><head><title>Log in</title></head><body>Please.</body></html>",
                            Content_Type="text/html")

            def get_truncated(self):
                whole = rss([(str(n), f"Niger part {n}", "Text.") for n in range(5)])
                self.answer(200, whole[:whole.index(b"Niger part 3")], Content_Type="application/rss+xml")

            def get_invalid_utf8(self):
                self.answer(200, rss([("1", "Niger in BROKEN bytes", "Text.")]).replace(b"BROKEN", b"\xff\xfe\xc3"),
                            Content_Type="application/rss+xml; charset=utf-8")

            def get_bomb(self):
                # A GiB of spaces, made piece by piece; the reader goes away long before its end.
                self.send_response(200)
                self.send_header("Content-Type", "application/rss+xml")
                self.send_header("Content-Encoding", "gzip")
                self.send_header("Connection", "close")
                self.end_headers()
                piece = gzip.compress(b" " * (16 << 20), 9)
                try:
                    for _ in range(64):
                        self.wfile.write(piece)
                except OSError:
                    pass
                self.close_connection = True

            def get_metadata(self):
                self.answer(302, Location="http://169.254.169.254/latest/meta-data/")

            def get_local_file(self):
                self.answer(302, Location="file:///etc/passwd")

            def get_loop(self):
                self.answer(302, Location="/loop")

            def get_many(self):
                self.answer(200, rss([(str(n), f"Story {n}" if n else "Niger among many", "") for n in range(100_000)]),
                            Content_Type="application/rss+xml")

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # readers that go away early are what is tested
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Feeds(unittest.TestCase):
    CASES = {
        "missing": "404",
        "html": "HTML",
        "bomb": "",
        "metadata": "169.254.169.254",
        "local-file": "file",
        "loop": "redirect",
    }

    def test_each_bad_feed_says_what_is_wrong_and_the_good_ones_alert(self):
        with World() as world:
            site = BadSite()
            world.open.append(site)
            (world.folder / "good.xml").write_bytes(rss([("1", "Niger is well", "Today.")]))
            names = [*self.CASES, "truncated", "invalid-utf8", "many"]
            feeds = "".join(f"  - {{id: {name}, url: \"http://127.0.0.1:{site.port}/{name}\", "
                            f"allow_private: [127.0.0.0/8], backlog: all, max_size: 64M}}\n" for name in names)
            world.configure(f"""
feeds:
{GOOD}{feeds}
  - {{id: unreachable, url: "http://127.0.0.1:1/feed", allow_private: [127.0.0.0/8]}}
  - {{id: private, url: "http://127.0.0.1:{site.port}/many?unasked"}}
  - {{id: no-host, url: "http://no-such-host.invalid/feed"}}
hosts:
  127.0.0.1: {{spacing: 0s, connections: 8}}
watches:
  - {{name: sahel, keywords: [Niger], channels: [screen]}}
channels:
  screen: {{type: log}}
""")
            done = world.once()
            self.assertEqual(done.returncode, 3, done.stderr)
            for title in ("Niger is well", "Niger part 0", "Niger part 1", "Niger part 2", "Niger in", "Niger among many"):
                self.assertIn(title, done.stdout.replace("*", ""))
            self.assertNotIn("part 3", done.stdout)
            states = {feed["id"]: feed for feed in world.json("feeds")["feeds"]}
            for name, word in self.CASES.items():
                self.assertNotEqual(states[name]["state"], "ok", name)
                self.assertIn(word, states[name]["trouble"]["message"], name)
                self.assertIn(f"feed {name}: ", done.stderr)
            self.assertEqual(states["good"]["state"], "ok")
            self.assertEqual(states["bomb"]["state"], "too-large")
            self.assertEqual(states["private"]["state"], "refused")
            self.assertEqual(states["unreachable"]["state"], "connect")
            self.assertEqual(states["no-host"]["state"], "dns")
            self.assertEqual(states["html"]["state"], "not-a-feed")
            self.assertEqual(states["many"]["items"], 10_000)


class Channels(unittest.TestCase):
    def test_a_hook_that_hangs_holds_up_no_other_channel(self):
        with World() as world:
            hook = world.receiver()
            hang = world.folder / "hang"
            hang.write_text("#!/bin/sh\ntrap '' TERM\nsleep 600 & wait\nsleep 600\n")
            hang.chmod(0o755)
            (world.folder / "good.xml").write_bytes(rss([("1", "Niger is well", "Today.")]))
            world.configure(f"""
feeds:
{GOOD}
watches:
  - {{name: sahel, keywords: [Niger], channels: [hung, hook]}}
channels:
  hung: {{type: command, run: [{hang}], timeout: 2s}}
  hook: {{type: webhook, url: "http://127.0.0.1:{hook.port}/", allow_private: [127.0.0.0/8]}}
""")
            world.start()
            wait_for("the webhook", lambda: hook.received)
            wait_for("the time limit", lambda: "was ended after the 2s" in world.log_text())
            hung = world.json("deliveries", "--state", "pending")["deliveries"]
            self.assertEqual([each["channel"] for each in hung], ["hung"])
            self.assertEqual(subprocess.run(["pgrep", "-f", str(hang)], capture_output=True).returncode, 1,
                             "a process of the hook was left behind")
            self.assertEqual(world.stop(), 0)

    def test_a_mail_server_that_says_later_is_asked_again_and_one_that_says_never_is_not(self):
        with World() as world:
            mail = world.mail_server()
            (world.folder / "good.xml").write_bytes(rss([("1", "Niger is well", "Today.")]))
            world.configure(f"""
feeds:
{GOOD}
watches:
  - {{name: sahel, keywords: [Niger], channels: [duty]}}
channels:
  duty: {{type: email, server: "smtp://127.0.0.1:{mail.port}", from: a@example.org, to: [duty@example.org]}}
""")
            mail.refuse = "450 greylisted, come again"
            done = world.once()
            self.assertEqual(done.returncode, 3)
            self.assertIn("450", done.stderr)
            waiting = world.json("deliveries")["deliveries"]
            self.assertEqual([(each["state"], each["attempts"]) for each in waiting], [("pending", 1)])
            mail.refuse = ""
            world.let_waits_pass()
            self.assertEqual(world.once().returncode, 0)
            self.assertEqual(len(mail.mails), 1)

            mail.refuse = "550 no such user"
            (world.folder / "good.xml").write_bytes(rss([("2", "Niger again", "Now."), ("1", "Niger is well", "Today.")]))
            done = world.once("--all")
            self.assertEqual(done.returncode, 3)
            dead = world.json("deliveries", "--dead")["deliveries"]
            self.assertEqual(len(dead), 1)
            self.assertIn("550", dead[0]["last_error"])


class Disk(unittest.TestCase):
    def test_a_full_disk_is_told_loses_nothing_and_goes_on_once_there_is_room(self):
        with World() as world:
            world.state.mkdir()
            mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(world.state)],
                                     capture_output=True, text=True)
            if mounted.returncode != 0:
                self.skipTest("a small file system cannot be mounted here: " + mounted.stderr.strip())
            try:
                self.fill_and_free(world)
            finally:
                if world.daemon and world.daemon.poll() is None:
                    world.daemon.kill()
                    world.daemon.wait()
                subprocess.run(["umount", "-l", str(world.state)], check=True)

    def fill_and_free(self, world):
        hook = world.receiver()
        feed = world.folder / "good.xml"
        feed.write_bytes(rss([("0", "Nothing yet", "")]))
        world.configure(f"""
feeds:
  - {{id: good, file: good.xml}}
watches:
  - {{name: sahel, keywords: [Niger], channels: [hook]}}
channels:
  hook: {{type: webhook, url: "http://127.0.0.1:{hook.port}/", allow_private: [127.0.0.0/8]}}
""")
        world.start()
        wait_for("the baseline", lambda: world.feed_state("good")["items"] == 1)
        ballast = world.state / "ballast"
        with open(ballast, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                pass
        part = world.folder / "part.xml"
        part.write_bytes(rss([(str(n), f"Niger story {n}", "long text " * 200) for n in range(1, 400)]))
        os.replace(part, feed)
        refused = world.cli("refresh", "good")
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("full", refused.stderr)
        # The daemon itself notices with its next write: when the file is due again, a minute after the last visit.
        wait_for("the full disk to be told", lambda: "disk is full" in world.log_text(), 60 + 2 * PATIENCE)
        self.assertIsNone(world.daemon.poll(), "the daemon ended")
        ballast.unlink()
        # Room again, but still for less than everything: half of what was published goes.
        part.write_bytes(rss([(str(n), f"Niger story {n}", "short") for n in range(1, 40)]))
        os.replace(part, feed)

        def all_there():
            world.cli("refresh", "good")
            time.sleep(0.3)  # the daemon pauses after a failure of its store; asked again until it goes on
            return len({post["id"] for post in hook.received}) == 39

        wait_for("the alerts", all_there, 2 * PATIENCE)
        self.assertEqual(world.stop(), 0)


class Configuration(unittest.TestCase):
    def test_an_unreadable_configuration_is_told_with_its_place(self):
        bad = {
            "": "",
            "feeds: [": "newswatch.yaml:1:",
            "feeds:\n\t- {id: x}\n": "newswatch.yaml:2:",
            "feeds: []\nfeeds: []\n": "newswatch.yaml:2:1",
            "- a list\n": "newswatch.yaml:1:1",
        }
        with World() as world:
            for text, place in bad.items():
                world.configure(text)
                done = world.once()
                self.assertEqual(done.returncode, 1, text)
                self.assertIn(place, done.stderr, text)
            world.config.unlink()
            done = world.once()
            self.assertEqual(done.returncode, 1)
            self.assertIn("newswatch.yaml", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
