"""From a feed to a notification on a real desktop: daemon, agent, session bus, notification daemon, X server, all real.

The picture of what a user sees is left in the build folder as desktop.png."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import unittest

from world import BIN, PATIENCE, World, rss, wait_for

PICTURE = BIN.parent / "desktop.png"

CONFIG = """
feeds:
  - {id: site, file: feed.xml, backlog: all}
watches:
  - {name: sahel, keywords: [Niger], channels: [desk]}
channels:
  desk: {type: desktop}
"""


class Desktop:
    """An X server, a session bus and a notification daemon of their own."""

    def __init__(self, folder):
        self.processes = []
        read, write = os.pipe()
        self.start(["Xvfb", "-displayfd", str(write), "-screen", "0", "900x400x24", "-nolisten", "tcp"], {}, pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as number:
            self.display = ":" + number.readline().strip()
        bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.processes.append(bus)
        self.environment = {"DISPLAY": self.display, "DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip()}
        bus.stdout.close()
        config = folder / "dunstrc"
        config.write_text("[global]\n font = DejaVu Sans 12\n width = 600\n height = 200\n origin = top-center\n"
                          " offset = 0x20\n markup = full\n format = \"<b>%s</b>\\n%b\"\n")
        self.start(["dunst", "-conf", str(config)], self.environment)

    def start(self, command, environment, **more):
        self.processes.append(subprocess.Popen(command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more))

    def history(self):
        done = subprocess.run(["dunstctl", "count", "displayed"], env={**os.environ, **self.environment},
                              capture_output=True, text=True)
        return int(done.stdout) if done.returncode == 0 and done.stdout.strip().isdigit() else -1

    def picture(self, file):
        subprocess.run(["import", "-window", "root", str(file)], env={**os.environ, **self.environment}, check=True)

    def close(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@unittest.skipIf(os.environ.get("NEWSWATCH_SANITIZE") == "thread",
                 "GLib is not instrumented: ThreadSanitizer takes its hand-overs between threads for races")
class Agent(unittest.TestCase):
    def agent(self, world, desktop):
        with open(world.folder / "agent.err", "wb") as err:
            return subprocess.Popen([str(BIN / "newswatch-agent"), "--socket", str(world.socket)], stdin=subprocess.DEVNULL,
                                    stdout=err, stderr=err, env=world.environment(**desktop.environment))

    def test_a_hit_is_shown_on_the_desktop_and_counts_as_delivered(self):
        with World() as world:
            (world.folder / "feed.xml").write_bytes(
                rss([("1", "Coup in Niger: <b>what</b> we know & what not", "The army speaks.")]))
            world.configure(CONFIG)
            desktop = Desktop(world.folder)
            world.open.append(desktop)
            wait_for("dunst", lambda: desktop.history() >= 0)
            world.start()
            wait_for("the alert to wait for an agent",
                     lambda: world.json("deliveries", "--state", "pending")["deliveries"])
            agent = self.agent(world, desktop)
            try:
                wait_for("the notification", lambda: desktop.history() >= 1)
                wait_for("the delivery", lambda: world.json("deliveries", "--state", "sent")["deliveries"])
                desktop.picture(PICTURE)
                self.assertGreater(PICTURE.stat().st_size, 1000)
                # Another alert while the agent runs comes at once.
                part = world.folder / "part"
                part.write_bytes(rss([("2", "Niger votes", "Today."), ("1", "Coup in Niger", "")]))
                os.replace(part, world.folder / "feed.xml")
                world.cli("refresh", "site")
                wait_for("the second notification", lambda: desktop.history() >= 2)
                wait_for("settled", lambda: world.json("status")["totals"]["pending"] == 0)
            finally:
                agent.send_signal(signal.SIGTERM)
                self.assertEqual(agent.wait(PATIENCE), 0)
            self.assertEqual(world.stop(), 0)

    def test_without_a_notification_server_the_alert_waits(self):
        with World() as world:
            (world.folder / "feed.xml").write_bytes(rss([("1", "Niger votes", "Today.")]))
            world.configure(CONFIG)
            world.start()

            class NoDesktop:
                environment = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={world.folder}/no-bus"}

            agent = self.agent(world, NoDesktop)
            try:
                wait_for("an attempt", lambda: any(each["last_error"] for each in
                                                   world.json("deliveries", "--state", "pending")["deliveries"]))
            finally:
                agent.send_signal(signal.SIGTERM)
                agent.wait(PATIENCE)
            self.assertEqual(world.json("status")["totals"]["dead"], 0)
            self.assertEqual(world.stop(), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
