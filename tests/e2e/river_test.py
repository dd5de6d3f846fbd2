"""From a real feed to a real alert, on every channel at once."""
import json
import os
import pathlib
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as xml

import feedparser

from world import BIN, PATIENCE, SOURCE, World, rss, wait_for

SECRET = b"a secret of enough bytes"

ITEMS = [
    ("1", "Coup in Niger: what we know so far", "The <b>army</b> speaks &amp; stays."),
    ("2", "Nigeria wins again", "Nothing about its northern neighbour."),
    ("3", "Niger Delta oil spill", "Only the delta."),
    ("4", "Summit ends", "<p>The <i>G5</i> Sahel met.</p>"),
]

CONFIG = """
feeds:
  - id: site
    url: {url}
    backlog: all
    allow_private: [127.0.0.0/8]
    every: 1m
hosts:
  127.0.0.1: {{spacing: 0s, connections: 4}}
watches:
  - name: sahel
    keywords: [Niger, G5 Sahel]
    except: [Niger Delta]
    channels: [screen, duty, hook, script, alerts]
channels:
  screen: {{type: log}}
  duty: {{type: email, server: "smtp://127.0.0.1:{smtp}", from: newswatch@example.org, to: [duty@example.org]}}
  hook: {{type: webhook, url: "http://127.0.0.1:{hook}/in", secret: {{file: hook.key}}, allow_private: [127.0.0.0/8]}}
  script: {{type: command, run: [{script}, --loud]}}
  alerts: {{type: atom, path: alerts.atom, title: Sahel & more}}
"""


class River(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.__exit__, None, None, None)
        self.site = self.world.feed_site()
        self.site.publish("feed.xml", rss(ITEMS))
        self.mail = self.world.mail_server()
        self.hook = self.world.receiver(SECRET)
        self.world.secret("hook.key", SECRET.decode())
        self.told = self.world.folder / "told"
        self.told.mkdir()
        self.told.chmod(0o777)
        script = self.world.folder / "on-alert"
        script.write_text(f'#!/bin/sh\ncat > "{self.told}/$NEWSWATCH_ALERT_ID"\nprintf "%s" "$1 $NEWSWATCH_TITLE" '
                          f'> "{self.told}/$NEWSWATCH_ALERT_ID.env"\n')
        script.chmod(0o755)
        self.world.configure(CONFIG.format(url=self.site.url("feed.xml"), smtp=self.mail.port, hook=self.hook.port,
                                           script=script))

    def test_an_item_that_hits_reaches_every_channel_once_and_a_trap_none(self):
        self.world.start()
        wait_for("mails", lambda: len(self.mail.mails) >= 2)
        wait_for("posts", lambda: len(self.hook.received) >= 2)
        wait_for("commands", lambda: len(list(self.told.glob("*.env"))) >= 2)
        atom = self.world.state / "alerts.atom"
        wait_for("the Atom file", lambda: atom.exists() and atom.read_text().count("<entry>") == 2)
        wait_for("the screen", lambda: "Summit ends" in self.world.screen())
        wait_for("settled", lambda: self.world.json("status")["totals"]["pending"] == 0)
        self.assertEqual(self.world.get("/v1/alerts.atom?channel=alerts"), atom.read_bytes())
        self.assertIn(b"Sahel &amp; more", atom.read_bytes())
        self.assertEqual(self.world.stop(), 0)

        titles = {"Coup in Niger: what we know so far", "Summit ends"}
        self.assertEqual({post["body"]["data"]["item"]["title"] for post in self.hook.received}, titles)
        self.assertTrue(all(post["authentic"] for post in self.hook.received))
        for post in self.hook.received:
            self.assertEqual(post["body"]["type"], "alert.new")
            self.assertEqual(post["body"]["data"]["watch"], "sahel")
            self.assertEqual(post["body"]["data"]["version"], 1)

        self.assertEqual(len(self.mail.mails), 2)
        for mail in self.mail.mails:
            self.assertTrue(any(title in mail["Subject"] for title in titles), mail["Subject"])
            self.assertEqual(mail["Auto-Submitted"], "auto-generated")
            self.assertEqual(mail.get_body(("plain",)).get_content_type(), "text/plain")
            self.assertIn("sahel", mail.get_body(("html",)).get_content())

        said = [json.loads(file.read_text()) for file in self.told.iterdir() if file.suffix != ".env"]
        self.assertEqual({alert["item"]["title"] for alert in said}, titles)
        self.assertTrue(all(file.read_text().startswith("--loud ") for file in self.told.glob("*.env")))

        feed = feedparser.parse(atom.read_bytes())
        self.assertFalse(feed.bozo)
        self.assertEqual(len(feed.entries), 2)
        screen = self.world.screen()
        self.assertNotIn("Nigeria wins", screen)
        self.assertNotIn("oil spill", screen)
        self.assertIn("1 feed, 1 watch, 5 channels", self.world.log_text())

    def test_a_second_run_alerts_nothing_twice_and_says_what_was_before(self):
        self.assertEqual(self.world.once().returncode, 0)
        self.assertEqual(len(self.mail.mails), 2)
        again = self.world.once("--all")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("2 alerts before this start", again.stderr)
        self.assertEqual(len(self.mail.mails), 2)
        self.assertEqual(len(self.hook.received), 2)
        self.assertEqual(len(list(self.told.glob("*.env"))), 2)
        self.assertIn(" 304 ", self.site.log(), "the second visit was not conditional")

    def test_what_is_published_later_is_alerted_and_what_was_there_is_not(self):
        self.world.config.write_text(self.world.config.read_text().replace("    backlog: all\n", ""))
        self.assertEqual(self.world.once().returncode, 0)
        self.assertEqual(len(self.mail.mails), 0, "a first visit is a baseline")
        self.site.publish("feed.xml", rss([("5", "Niger votes", "At last.")] + ITEMS))
        self.assertEqual(self.world.once("--all").returncode, 0)
        self.assertEqual([mail["Subject"] for mail in self.mail.mails if "Niger votes" in mail["Subject"]],
                         [mail["Subject"] for mail in self.mail.mails])
        self.assertEqual(len(self.mail.mails), 1)


class Check(unittest.TestCase):
    def test_it_says_for_programs_what_it_says_for_people(self):
        with World() as world:
            world.configure("channels:\n  screen: {type: log}\n")
            self.assertEqual(world.json("check"), {"ok": True, "problems": [], "feeds": 0, "watches": 0, "channels": 1})
            world.configure("chanels:\n  screen: {type: log}\n")
            wrong = world.cli("check", "--json")
            self.assertEqual((wrong.returncode, wrong.stderr), (1, ""))
            said = json.loads(wrong.stdout)
            self.assertFalse(said["ok"])
            self.assertEqual(said["problems"], [f"{world.config}:1:1: unknown key `chanels`; did you mean `channels`?"])
            self.assertEqual(world.cli("check").stderr.splitlines(), said["problems"])


class Newcomer(unittest.TestCase):
    def test_the_default_configuration_alerts_from_its_sample_without_the_internet(self):
        with World() as world:
            config = world.folder / "config"
            shutil.copytree(SOURCE / "config", config)
            world.config = config / "newswatch.yaml"
            # What a machine without a network does at once, a resolver here may take its time for: only the sample is
            # asked, the rest of the file stays as it is.
            text = world.config.read_text()
            world.config.write_text(text.replace("    url: https://", "    enabled: false\n    url: https://"))
            world.start()
            wait_for("an alert on the screen", lambda: "Niger" in world.screen())
            wait_for("settled", lambda: world.json("status")["totals"]["pending"] == 0)
            screen = world.screen()
            self.assertNotIn("Nigeria", "\n".join(line for line in screen.splitlines() if "●" in line))
            atom = feedparser.parse((world.state / "alerts.atom").read_bytes())
            self.assertFalse(atom.bozo)
            self.assertGreaterEqual(len(atom.entries), 5)
            self.assertEqual(world.stop(), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
