"""The daemon as its operator meets it: start, reload, stop, a second one, the service manager, the CLI."""
import os
import re
import signal
import socket
import subprocess
import time
import unittest

from world import BIN, PATIENCE, World, rss, wait_for

CONFIG = """
feeds:
  - {id: site, file: feed.xml, backlog: all}
watches:
  - {name: sahel, keywords: [Niger], channels: [screen]}
channels:
  screen: {type: log}
"""


class Daemon(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.__exit__, None, None, None)
        self.world.configure(CONFIG)
        self.publish([("1", "Niger votes", "Today.")])

    def publish(self, items):
        part = self.world.folder / "feed.part"
        part.write_bytes(rss(items))
        os.replace(part, self.world.folder / "feed.xml")

    def test_check_names_every_problem_with_its_place_and_ends_with_1(self):
        self.world.configure(CONFIG.replace("keywords", "keywrods").replace("channels: [screen]", "channels: [scren]"))
        for program in ([str(BIN / "newswatchd"), "--check", "--config", str(self.world.config)],
                        [str(BIN / "newswatch"), "check", "--config", str(self.world.config)]):
            done = subprocess.run(program, capture_output=True, text=True, env=self.world.environment())
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertRegex(done.stderr, r"newswatch\.yaml:5:\d+: .*keywrods.*keywords")
            self.assertRegex(done.stderr, r"newswatch\.yaml:5:\d+: .*scren.*screen")

    def test_a_query_that_cannot_be_right_is_refused_with_its_place(self):
        self.world.configure(CONFIG.replace("keywords: [Niger]", 'query: "Niger AND (votes"'))
        done = subprocess.run([str(BIN / "newswatchd"), "--check", "--config", str(self.world.config)],
                              capture_output=True, text=True, env=self.world.environment())
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"newswatch\.yaml:5:\d+: .*bracket.*never closed")

    def test_a_query_fires_as_keywords_do(self):
        self.world.configure(CONFIG.replace("keywords: [Niger]", 'query: "Niger AND votes NOT football"'))
        self.world.start()
        wait_for("the alert of the query", lambda: "Niger votes" in self.world.screen())

    def test_a_wrong_reload_keeps_the_old_configuration_and_a_right_one_is_taken(self):
        daemon = self.world.start()
        wait_for("the first alert", lambda: "Niger votes" in self.world.screen())
        self.world.configure(CONFIG.replace("type: log", "type: lgo"))
        daemon.send_signal(signal.SIGHUP)
        wait_for("the refusal", lambda: "the one in use stays" in self.world.log_text())
        self.assertIn("lgo", self.world.log_text())
        self.assertFalse(self.world.json("status")["config"]["ok"])
        self.world.configure(CONFIG.replace("keywords: [Niger]", "keywords: [Niger, Mali]"))
        daemon.send_signal(signal.SIGHUP)
        wait_for("the reload", lambda: "configuration read anew" in self.world.log_text())
        self.publish([("2", "Mali votes", "Tomorrow."), ("1", "Niger votes", "Today.")])
        self.assertEqual(self.world.cli("refresh", "site").returncode, 0)
        wait_for("the alert of the new watch list", lambda: "Mali votes" in self.world.screen())
        self.assertEqual(self.world.stop(), 0)

    def test_a_watch_that_is_new_never_alerts_on_what_is_stored(self):
        self.world.configure(CONFIG.replace("[Niger]", "[Chad]"))
        self.assertEqual(self.world.once().returncode, 0)
        self.world.configure(CONFIG)
        again = self.world.once("--all")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertNotIn("votes", again.stdout)

    def test_a_second_daemon_is_refused_with_the_pid_of_the_first(self):
        first = self.world.start()
        second = self.world.once()
        self.assertEqual(second.returncode, 1)
        self.assertIn(str(first.pid), second.stderr)
        self.assertEqual(self.world.stop(), 0)

    def test_it_ends_in_ten_seconds_though_a_hook_hangs_and_delivers_after_the_next_start(self):
        mark = self.world.folder / "begun"
        hang = self.world.folder / "hang"
        hang.write_text(f"#!/bin/sh\necho $NEWSWATCH_ALERT_ID >> {mark}\n[ -e {self.world.folder}/fast ] || sleep 600\n")
        hang.chmod(0o755)
        self.world.configure(CONFIG.replace("type: log", f"type: command, run: [{hang}], timeout: 4m"))
        self.world.start()
        wait_for("the hook to hang", mark.exists)
        begun = time.monotonic()
        self.assertEqual(self.world.stop(), 0)
        self.assertLess(time.monotonic() - begun, 12 if PATIENCE <= 60 else 60)
        self.assertEqual(subprocess.run(["pgrep", "-f", str(hang)], capture_output=True).returncode, 1,
                         "the hook was left behind")
        (self.world.folder / "fast").touch()
        self.world.let_waits_pass()
        again = self.world.once()
        self.assertEqual(again.returncode, 0, again.stderr)
        keys = mark.read_text().split()
        self.assertEqual(len(keys), 2)
        self.assertEqual(len(set(keys)), 1, "the repetition has another key")

    def test_it_speaks_to_the_service_manager(self):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            path = str(self.world.folder / "notify.sock")
            manager.bind(path)
            manager.settimeout(PATIENCE)
            daemon = self.world.start(NOTIFY_SOCKET=path, WATCHDOG_USEC="400000")
            heard = []

            def hear(word):
                while not any(word in message for message in heard):
                    heard.append(manager.recv(4096).decode())

            hear("READY=1")
            hear("WATCHDOG=1")
            daemon.send_signal(signal.SIGHUP)
            hear("RELOADING=1")
            self.assertTrue(any("MONOTONIC_USEC=" in message for message in heard))
            heard.clear()
            hear("READY=1")
            daemon.send_signal(signal.SIGTERM)
            hear("STOPPING=1")
            self.assertEqual(daemon.wait(PATIENCE), 0)

    def test_once_ends_with_3_and_names_what_failed(self):
        self.world.configure(CONFIG.replace("watches:", "  - {id: gone, file: no-such.xml}\nwatches:"))
        done = self.world.once()
        self.assertEqual(done.returncode, 3)
        self.assertIn("gone", done.stderr)
        self.assertIn("Niger votes", done.stdout.replace("*", ""), "the other feed was not done")

    def test_wrong_options_end_with_2(self):
        for words in (["--nonsense"], ["--all"], ["word"], ["--log-level", "loud"]):
            done = subprocess.run([str(BIN / "newswatchd"), *words], capture_output=True, text=True,
                                  env=self.world.environment())
            self.assertEqual(done.returncode, 2, words)


class Cli(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.__exit__, None, None, None)
        self.hook = self.world.receiver()
        self.world.configure(f"""
feeds:
  - {{id: site, file: feed.xml, backlog: all}}
watches:
  - {{name: sahel, keywords: [Niger], channels: [hook]}}
channels:
  hook: {{type: webhook, url: "http://127.0.0.1:{self.hook.port}/", allow_private: [127.0.0.0/8]}}
""")
        (self.world.folder / "feed.xml").write_bytes(rss([("1", "Niger votes", "Today.")]))

    def test_the_same_is_said_with_and_without_a_daemon(self):
        self.world.start()
        wait_for("the post", lambda: self.hook.received)
        wait_for("settled", lambda: self.world.json("status")["totals"]["pending"] == 0)
        with_daemon = {word: self.world.json(word) for word in ("feeds", "alerts", "deliveries")}
        self.assertEqual(self.world.stop(), 0)
        self.world.socket.unlink(missing_ok=True)
        for word, said in with_daemon.items():
            self.assertEqual(self.world.json(word), said, word)
        self.assertEqual(with_daemon["alerts"]["alerts"][0]["item"]["title"], "Niger votes")
        for word in ("status", "feeds", "alerts", "deliveries"):
            done = self.world.cli(word)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout.strip())

    def test_a_dead_letter_can_be_seen_tried_again_and_discarded(self):
        self.hook.status = 410
        self.world.start()
        wait_for("a dead letter", lambda: self.world.json("status")["totals"]["dead"] == 1)
        dead = self.world.json("deliveries", "--dead")["deliveries"]
        self.assertIn("410", dead[0]["last_error"])
        self.hook.status = 200
        self.assertEqual(self.world.cli("deliveries", "retry", dead[0]["key"]).returncode, 0)
        wait_for("the delivery", lambda: self.world.json("status")["totals"]["dead"] == 0 and
                 self.world.json("status")["totals"]["pending"] == 0)
        self.assertEqual({post["id"] for post in self.hook.received}, {dead[0]["key"]})
        self.assertNotEqual(self.world.cli("deliveries", "discard", "no-such-key").returncode, 0)
        self.assertEqual(self.world.stop(), 0)

    def test_a_channel_can_be_tested(self):
        self.world.start()
        done = self.world.cli("test", "hook")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(any(post["body"]["data"]["kind"] == "system" for post in self.hook.received))
        self.hook.status = 410
        self.assertEqual(self.world.cli("test", "hook").returncode, 3)
        self.assertEqual(self.world.stop(), 0)

    def test_a_backup_is_a_whole_database(self):
        self.world.start()
        wait_for("the post", lambda: self.hook.received)
        copy = self.world.folder / "copy.db"
        done = self.world.cli("backup", str(copy))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotEqual(self.world.cli("backup", str(copy)).returncode, 0, "an existing file was written over")
        self.assertEqual(self.world.stop(), 0)
        (self.world.state / "newswatch.db").unlink()
        for rest in self.world.state.glob("newswatch.db-*"):
            rest.unlink()
        copy.rename(self.world.state / "newswatch.db")
        self.assertEqual(len(self.world.json("alerts")["alerts"]), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
