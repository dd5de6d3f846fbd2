"""What newswatch-agent asks of a notification server: a real session bus, a mock server on it that records each call
(python3-dbusmock), the real agent, and a small API that offers deliveries as the daemon does."""
import http.server
import json
import os
import pathlib
import queue
import shutil
import signal
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import dbus
import dbusmock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from world import BIN, PATIENCE, wait_for  # noqa: E402

SERVICE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
PROMPT = 4 if PATIENCE <= 60 else 15  # seconds an end may take; libnotify alone would wait 25
URGENCY = {"low": 0, "normal": 1, "high": 1, "urgent": 2}


def alert(title="Niger votes", priority="normal", link="https://example.org/1", text="In Niger, today", marks=()):
    return {"version": 1, "id": "a1", "kind": "new", "watch": "sahel", "priority": priority, "reason": "immediate",
            "created": "2026-11-23T04:05:06Z",
            "item": {"id": "i1", "feed": "site", "feed_title": "A & B <News>", "link": link, "title": title, "summary": text,
                     "author": "", "categories": [], "language": "", "published": "2026-11-23T04:05:06Z", "updated": None,
                     "first_seen": "2026-11-23T04:05:06Z"},
            "hits": [], "excerpt": {"text": text, "marks": [list(mark) for mark in marks]},
            "story": {"id": "s1", "items": 1, "publishers": 1}, "revision": 0, "sequence": 0, "attempt": 1}


class Api:
    """The two addresses an agent uses, on a Unix socket."""

    def __init__(self, path):
        self.offers = queue.Queue()
        self.settled = []
        self.closing = False
        api = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                assert self.path == "/v1/deliveries/stream", self.path
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                self.close_connection = True
                while not api.closing:
                    try:
                        event = b"data: " + json.dumps(api.offers.get(timeout=0.2)).encode() + b"\n\n"
                    except queue.Empty:
                        event = b": keep-alive\n\n"
                    try:
                        self.wfile.write(event)
                    except OSError:
                        return

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                api.settled.append((self.path.split("/")[3], body["shown"], body["error"]))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *args):
                pass

        class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
            daemon_threads = True

        self.server = Server(str(path), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def offer(self, *alerts, keys=()):
        """These deliveries at once, as they wait for an agent that was away."""
        for index, each in enumerate(alerts):
            self.offers.put({"key": keys[index] if keys else f"key-{index}", "channel": "desk", "attempt": 1,
                             "maybe_duplicate": False, "waiting": len(alerts) - index - 1, "alerts": [each]})

    def close(self):
        self.closing = True
        self.server.shutdown()
        self.server.server_close()


@unittest.skipIf(os.environ.get("NEWSWATCH_SANITIZE") == "thread",
                 "GLib is not instrumented: ThreadSanitizer takes its hand-overs between threads for races")
class Agent(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="newswatch-agent-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.api = Api(self.folder / "api.sock")
        self.addCleanup(self.api.close)
        bus = self.start(["dbus-daemon", "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True)
        self.address = bus.stdout.readline().strip()
        bus.stdout.close()
        self.bus = dbus.bus.BusConnection(self.address)
        self.addCleanup(self.bus.close)
        opener = self.folder / "xdg-open"
        opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$#" "$@" >> "{self.folder}/opened"\n')
        opener.chmod(0o755)

    def start(self, command, **more):
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **{"stderr": subprocess.DEVNULL, **more})
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        process.kill()
        process.wait()

    def start_server(self, capabilities="body body-markup actions"):
        server = self.start([sys.executable, "-m", "dbusmock", "--session", "--template", "notification_daemon",
                             "-p", json.dumps({"capabilities": capabilities})],
                            env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": self.address}, stdout=subprocess.DEVNULL)
        wait_for("the notification server", lambda: self.bus.name_has_owner(SERVICE))
        self.mock = dbus.Interface(self.bus.get_object(SERVICE, PATH), dbusmock.MOCK_IFACE)
        return server

    def start_agent(self):
        self.log = self.folder / "agent.err"
        with open(self.log, "wb") as log:
            return self.start([str(BIN / "newswatch-agent"), "--socket", str(self.folder / "api.sock")], stderr=log,
                              env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": self.address,
                                   "PATH": f"{self.folder}:{os.environ['PATH']}"})

    def notified(self):
        """(replaces, summary, body, actions, urgency) of each Notify call so far."""
        calls = [arguments for _, name, arguments in self.mock.GetCalls() if name == "Notify"]
        return [(int(call[1]), str(call[3]), str(call[4]), [str(word) for word in call[5]], int(call[6]["urgency"]))
                for call in calls]

    def wait_for_calls(self, count):
        wait_for(f"{count} notifications", lambda: len(self.notified()) >= count)
        wait_for("their settlement", lambda: len(self.api.settled) >= count)
        return self.notified()

    def assert_ends_at_once(self, agent):
        begun = time.monotonic()
        agent.send_signal(signal.SIGTERM)
        self.assertEqual(agent.wait(PATIENCE), 0)
        self.assertLess(time.monotonic() - begun, PROMPT)

    def test_a_call_says_what_the_alert_says_and_no_feed_writes_markup(self):
        self.start_server()
        agent = self.start_agent()
        self.api.offer(alert(title='<b>Coup</b> & "Niger"\x1b[31m', text='<img src="x"> & Niger <now>', marks=[(16, 21)]))
        (replaces, summary, body, actions, urgency), = self.wait_for_calls(1)
        self.assertEqual(replaces, 0)
        # The summary is plain text by the specification: nothing is escaped in it, and nothing read as markup.
        self.assertEqual(summary, 'sahel: <b>Coup</b> & "Niger"\\x1b[31m')
        lines = body.split("\n")
        self.assertEqual(lines[0], "&lt;img src=&quot;x&quot;&gt; &amp; <b>Niger</b> &lt;now&gt;")
        self.assertTrue(lines[1].startswith("A &amp; B &lt;News&gt;, "), body)
        self.assertEqual(actions, ["default", "Open"])
        self.assertEqual(urgency, 1)
        self.assertEqual(self.api.settled, [("key-0", True, "")])
        self.assert_ends_at_once(agent)

    def test_urgency_follows_priority(self):
        self.start_server()
        self.start_agent()
        self.api.offer(*(alert(title=priority, priority=priority) for priority in URGENCY))
        calls = self.wait_for_calls(len(URGENCY))
        self.assertEqual({summary.removeprefix("sahel: "): urgency for _, summary, _, _, urgency in calls}, URGENCY)

    def test_a_delivery_that_comes_again_replaces_what_it_showed(self):
        self.start_server()
        self.start_agent()
        self.api.offer(alert(title="first"), keys=["one"])
        self.api.offer(alert(title="other"), keys=["two"])
        self.api.offer(alert(title="again"), keys=["one"])
        calls = self.wait_for_calls(3)
        self.assertEqual([(replaces, summary) for replaces, summary, *_ in calls],
                         [(0, "sahel: first"), (0, "sahel: other"), (1, "sahel: again")])

    def test_many_that_waited_are_a_summary_and_the_newest_five_and_all_count_as_shown(self):
        self.start_server()
        self.start_agent()
        self.api.offer(*(alert(title=f"number {each}") for each in range(12)))
        wait_for("all to be settled", lambda: len(self.api.settled) >= 12)
        titles = [summary for _, summary, *_ in self.notified()]
        self.assertEqual(titles, ["newswatch: 12 alerts while you were away"] + [f"sahel: number {each}" for each in range(7, 12)])
        self.assertEqual(self.api.settled, [(f"key-{each}", True, "") for each in range(12)])

    def test_a_click_opens_the_link_and_only_links_of_the_web_can_be_clicked(self):
        self.start_server()
        self.start_agent()
        bad = ["javascript:alert(1)", "file:///etc/passwd", "--version", "data:text/html,x"]
        good = "https://example.org/?a=1&b=$(touch%20x)"
        self.api.offer(*(alert(link=link) for link in bad))
        self.api.offer(alert(link=good), keys=["good"])
        calls = self.wait_for_calls(len(bad) + 1)
        self.assertEqual([actions for _, _, _, actions, _ in calls], [[]] * len(bad) + [["default", "Open"]])
        # A server may say anything; the last click is the one that counts, and comes after the others.
        for number in range(1, len(bad) + 2):
            self.mock.EmitSignal(SERVICE, "ActionInvoked", "us", [dbus.UInt32(number), "default"])
        opened = self.folder / "opened"
        wait_for("the browser", lambda: opened.exists() and opened.read_text().count("\n") >= 2)
        self.assertEqual(opened.read_text(), f"1\n{good}\n")

    def test_a_server_without_markup_and_actions_gets_plain_text_with_the_link_in_it(self):
        self.start_server("body")
        self.start_agent()
        self.api.offer(alert(text="Niger & <Mali>", marks=[(0, 5)]))
        (_, _, body, actions, _), = self.wait_for_calls(1)
        self.assertEqual(body.split("\n")[0], "Niger & <Mali>")
        self.assertEqual(body.split("\n")[-1], "https://example.org/1")
        self.assertEqual(actions, [])

    def test_a_server_that_hangs_holds_up_neither_the_following_nor_the_end(self):
        server = self.start_server()
        agent = self.start_agent()
        self.api.offer(alert())
        self.wait_for_calls(1)
        server.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        for key in ("second", "third", "fourth"):
            self.api.offer(alert(), keys=[key])
        wait_for("the daemon to be told", lambda: len(self.api.settled) >= 4)
        self.assertLess(time.monotonic() - begun, 20, "libnotify's own 25 s")
        self.assertEqual(self.api.settled[1:], [(key, False, "the notification server does not answer")
                                                for key in ("second", "third", "fourth")])
        self.assertEqual(self.log.read_text().count("alerts cannot be shown"), 1)
        self.assert_ends_at_once(agent)

    def test_without_a_server_deliveries_stay_pending_and_come_when_there_is_one(self):
        agent = self.start_agent()
        for each in range(3):
            self.api.offer(alert(), keys=[f"early-{each}"])
        wait_for("the daemon to be told", lambda: len(self.api.settled) >= 3)
        self.assertEqual(self.api.settled, [(f"early-{each}", False, "no notification server answers on the session bus")
                                            for each in range(3)])
        self.assertEqual(self.log.read_text().count("alerts cannot be shown; they stay pending"), 1)
        self.start_server()
        self.api.offer(alert(), keys=["late"])
        wait_for("the late one", lambda: ("late", True, "") in self.api.settled)
        self.assertIn("alerts are shown again", self.log.read_text())
        self.assert_ends_at_once(agent)


if __name__ == "__main__":
    unittest.main(verbosity=2)
