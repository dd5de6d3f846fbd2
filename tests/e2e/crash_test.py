"""kill -9 in the middle of an ingest and of a delivery: nothing is lost, and a repetition carries the same key."""
import collections
import os
import re
import shutil
import subprocess
import unittest

from world import World, rss

POINTS = int(os.environ.get("NEWSWATCH_KILL_POINTS", "24"))

CONFIG = """
feeds:
  - {{id: site, file: feed.xml, backlog: all}}
watches:
  - {{name: sahel, keywords: [Niger], channels: [hook, script]}}
channels:
  hook: {{type: webhook, url: "http://127.0.0.1:{port}/in", secret: {{file: hook.key}}, allow_private: [127.0.0.0/8]}}
  script: {{type: command, run: [{script}]}}
"""

SECRET = b"another secret of enough bytes"


def can_trace():
    try:
        return subprocess.run(["strace", "-e", "trace=none", "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


class Crash(unittest.TestCase):
    def sweep(self, call, first, points):
        """One run killed at the n-th such call for each point, then one that is let through. With --once everything
        is due at once, so each run goes as far as it is let."""
        with World() as world:
            hook = world.receiver(SECRET)
            world.secret("hook.key", SECRET.decode())
            told = world.folder / "told"
            script = world.folder / "on-alert"
            script.write_text(f'#!/bin/sh\necho "$NEWSWATCH_ALERT_ID" >> {told}\n')
            script.chmod(0o755)
            world.configure(CONFIG.format(port=hook.port, script=script))
            (world.folder / "feed.xml").write_bytes(
                rss([(str(n), f"Niger story {n}", "Of the day.") for n in range(8)]))
            kills = 0
            for point in points:
                shutil.rmtree(world.state, ignore_errors=True)
                hook.received.clear()
                told.unlink(missing_ok=True)
                killed = world.once("--all", prefix=["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                                                     f"inject={call}:signal=SIGKILL:when={point}"])
                kills += killed.returncode in (-9, 137)
                again = world.once("--all")  # a delivery in hand at the kill is taken up again at once
                self.assertEqual(again.returncode, 0, again.stderr)
                self.check(world, hook, told, f"{call} {point}")
            self.assertGreater(kills, len(points) // 2, f"hardly a run was killed at {call}")

    def check(self, world, hook, told, where):
        posts = collections.Counter(post["id"] for post in hook.received)
        titles = {post["body"]["data"]["item"]["title"] for post in hook.received}
        self.assertEqual(len(titles), 8, f"{where}: an alert was lost by the webhook")
        self.assertEqual(len(posts), 8, f"{where}: a repetition came with another key")
        self.assertLessEqual(sum(posts.values()), 8 + 16, f"{where}: more than the batch in hand was repeated")
        self.assertLessEqual(max(posts.values()), 2, f"{where}: one kill, more than one repetition")
        commands = collections.Counter(told.read_text().split())
        self.assertEqual(len(commands), 8, f"{where}: an alert was lost by the command")
        self.assertLessEqual(max(commands.values()), 2, f"{where}: one kill, more than one repetition")
        self.assertEqual(world.json("status")["totals"]["pending"], 0, where)
        self.assertEqual(world.json("status")["totals"]["dead"], 0, where)

    @unittest.skipUnless(can_trace(), "strace may not trace here, so no system call can be picked to be killed at")
    def test_nothing_is_lost_by_a_kill_at_a_write_of_the_store(self):
        self.sweep("pwrite64", 1, list(range(1, 120, max(1, 120 // POINTS))))

    @unittest.skipUnless(can_trace(), "strace may not trace here, so no system call can be picked to be killed at")
    def test_nothing_is_lost_by_a_kill_at_a_sync_of_the_store(self):
        self.sweep("fdatasync", 1, list(range(1, 9)))

    @unittest.skipUnless(can_trace(), "strace may not trace here, so no system call can be picked to be killed at")
    def test_nothing_is_lost_by_a_kill_in_the_middle_of_a_send(self):
        self.sweep("sendto", 1, list(range(1, 9)))


if __name__ == "__main__":
    unittest.main(verbosity=2)
