"""A small world for the end-to-end tests: the real programs, and around them real servers on loopback.

Everything started here is stopped when the World is closed, and every folder is removed.
"""
import email
import email.policy
import hashlib
import hmac
import base64
import contextlib
import http.client
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time

from aiosmtpd.controller import Controller

BIN = pathlib.Path(os.environ["NEWSWATCH_BIN"])
SOURCE = pathlib.Path(os.environ["NEWSWATCH_SOURCE"])
PATIENCE = float(os.environ.get("NEWSWATCH_PATIENCE", "60"))  # seconds; sanitizer builds are slow


def wait_for(what, condition, patience=PATIENCE):
    """The first true value of the condition; fails with `what` if none comes."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"in vain waited for {what}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def rss(items, title="The test feed"):
    """An RSS document of (guid, title, description) triples."""
    def escaped(text):
        return text.replace("&", "&amp;").replace("<", "&lt;")
    body = "".join(
        f"<item><guid isPermaLink='false'>{escaped(guid)}</guid><title>{escaped(name)}</title>"
        f"<link>https://example.org/{escaped(guid)}</link><description>{escaped(text)}</description></item>"
        for guid, name, text in items)
    return (f"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel><title>{title}</title>"
            f"<link>https://example.org/</link>{body}</channel></rss>").encode()


class Receiver:
    """A webhook's other end: keeps what was posted and checks the Standard Webhooks signature by itself."""

    def __init__(self, secret=b""):
        self.received = []
        self.status = 200
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signed = b".".join([self.headers.get("webhook-id", "").encode(),
                                    self.headers.get("webhook-timestamp", "").encode(), body])
                wanted = "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
                receiver.received.append({"id": self.headers.get("webhook-id"), "body": json.loads(body),
                                          "authentic": self.headers.get("webhook-signature") == wanted})
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # of a daemon killed in the middle of a post
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class MailServer:
    """A real SMTP server. `refuse` is the answer to every RCPT ("550 no such user"), or empty."""

    def __init__(self):
        self.mails = []
        self.refuse = ""
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.controller.start()
        self.port = self.controller.port

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"

    def close(self):
        self.controller.stop()


class FeedSite:
    """A feed on nginx: a real server's ETag, Last-Modified and gzip."""

    def __init__(self, folder):
        self.folder = folder
        self.root = folder / "www"
        self.root.mkdir()
        folder.chmod(0o755)
        self.port = free_port()
        (folder / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx-error.log;
{"user root;" if os.geteuid() == 0 else ""}
events {{ worker_connections 256; }}
http {{
  access_log {folder}/access.log; client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;
  fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  types {{ application/rss+xml xml; }} gzip on; gzip_types application/rss+xml;
  server {{ listen 127.0.0.1:{self.port}; root {self.root}; }}
}}""")
        self.process = subprocess.Popen(
            [shutil.which("nginx") or "/usr/sbin/nginx", "-e", str(folder / "nginx-error.log"), "-p",
             str(folder), "-c", str(folder / "nginx.conf")],
            stdin=subprocess.DEVNULL)
        wait_for("nginx to listen", self.listens)

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def publish(self, name, body):
        """Replaces the document at once, as publishers do, with a new date."""
        part = self.root / (name + ".part")
        part.write_bytes(body)
        os.replace(part, self.root / name)

    def url(self, name):
        return f"http://127.0.0.1:{self.port}/{name}"

    def log(self):
        file = self.folder / "access.log"
        return file.read_text() if file.exists() else ""

    def close(self):
        self.process.terminate()
        self.process.wait()


class World:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="newswatch-e2e-"))
        self.state = self.folder / "state"
        self.config = self.folder / "newswatch.yaml"
        self.socket = self.folder / "api.sock"
        self.open = []
        self.daemon = None
        self.runs = 0

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        if self.daemon and self.daemon.poll() is None:
            self.daemon.kill()
            self.daemon.wait()
        for each in reversed(self.open):
            each.close()
        if failure[0]:
            for run in sorted(self.folder.glob("*.err")):
                print(f"--- {run.name}\n{run.read_text(errors='replace')[-4000:]}")
        shutil.rmtree(self.folder, ignore_errors=True)

    def receiver(self, secret=b""):
        self.open.append(Receiver(secret))
        return self.open[-1]

    def mail_server(self):
        self.open.append(MailServer())
        return self.open[-1]

    def feed_site(self):
        folder = self.folder / "site"
        folder.mkdir()
        self.folder.chmod(0o755)
        self.open.append(FeedSite(folder))
        return self.open[-1]

    def secret(self, name, text):
        file = self.folder / name
        file.write_text(text)
        file.chmod(0o600)
        return file

    def configure(self, text):
        self.config.write_text(text)

    def arguments(self, *more):
        return ["--config", str(self.config), "--state-dir", str(self.state), *more]

    def daemon_command(self, *more):
        return [str(BIN / "newswatchd"), *self.arguments("--socket", str(self.socket), *more)]

    def environment(self, **more):
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS",
                                                         "UBSAN_OPTIONS")
                if name in os.environ}
        return {**kept, "LC_ALL": "C.UTF-8", **more}

    def start(self, *more, prefix=(), patience=PATIENCE, **environment):
        """The daemon in the background, ready: its API answers."""
        self.runs += 1
        self.out = self.folder / f"daemon{self.runs}.out"
        self.err = self.folder / f"daemon{self.runs}.err"
        self.socket.unlink(missing_ok=True)
        with open(self.out, "wb") as out, open(self.err, "wb") as err:
            self.daemon = subprocess.Popen([*prefix, *self.daemon_command(*more)], stdin=subprocess.DEVNULL,
                                           stdout=out, stderr=err, env=self.environment(**environment))
        wait_for("the daemon's socket", lambda: self.socket.exists() or self.daemon.poll() is not None, patience)
        assert self.daemon.poll() is None, "the daemon ended: " + self.err.read_text()
        return self.daemon

    def stop(self, patience=PATIENCE):
        self.daemon.send_signal(signal.SIGTERM)
        return self.daemon.wait(patience)

    def once(self, *more, prefix=(), patience=PATIENCE * 2):
        """One round in the foreground."""
        return subprocess.run([*prefix, *self.daemon_command("--once", *more)], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=patience, env=self.environment())

    def cli(self, *words, patience=PATIENCE):
        return subprocess.run([str(BIN / "newswatch"), *words, *self.arguments("--socket", str(self.socket))],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=patience,
                              env=self.environment())

    def json(self, *words):
        done = self.cli(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def get(self, target):
        """The body of an answer of the API, as it came over the socket."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(PATIENCE)
            connection.connect(str(self.socket))
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            assert answer.status == 200, answer.read()
            return answer.read()

    def feed_state(self, feed):
        return next(each for each in self.json("feeds")["feeds"] if each["id"] == feed)

    def let_waits_pass(self):
        """Between two runs: what waits to be tried again is due, as if its time had come."""
        with contextlib.closing(sqlite3.connect(self.state / "newswatch.db")) as store, store:
            store.execute("UPDATE delivery SET next_at = 0 WHERE state = 'pending'")

    def screen(self):
        """What the log channel showed, without the marks around hits."""
        return self.out.read_text(errors="replace").replace("*", "")

    def log_text(self):
        return self.err.read_text(errors="replace")
