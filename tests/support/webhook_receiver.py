#!/usr/bin/python3
"""A receiver of webhooks that trusts nobody: it checks the Standard Webhooks headers and signature by itself.

webhook_receiver.py --key BASE64 --store FILE [--answer STATUS] [--header NAME:VALUE] [--body TEXT]
Each request becomes a line of JSON in FILE: {"path", "headers", "body", "verified", "wrong"}.
Prints "port N" on standard output once it listens, and ends when its standard input (a pipe) closes.
"""
import argparse
import base64
import hashlib
import hmac
import http.server
import json
import os
import sys
import threading
import time

TOLERANCE = 300  # seconds, as the standard recommends


def fault(key, headers, body):
    for name in ("webhook-id", "webhook-timestamp"):
        if name not in headers:
            return f"{name} is missing"
    if abs(time.time() - int(headers["webhook-timestamp"])) > TOLERANCE:
        return "too old or too new"
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    for signature in headers.get("webhook-signature", "").split():
        version, _, value = signature.partition(",")
        if version == "v1" and hmac.compare_digest(value, wanted):
            return ""
    return "no signature fits"


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        wrong = fault(base64.b64decode(options.key), headers, body)
        with open(options.store, "a", encoding="utf-8") as store:
            store.write(json.dumps({"path": self.path, "headers": headers, "body": json.loads(body),
                                    "verified": not wrong, "wrong": wrong}) + "\n")
        answer = options.body.encode()
        self.send_response(options.answer)
        if options.header:
            name, _, value = options.header.partition(":")
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


parser = argparse.ArgumentParser()
parser.add_argument("--key", required=True)
parser.add_argument("--store", required=True)
parser.add_argument("--answer", type=int, default=204)
parser.add_argument("--header", default="")
parser.add_argument("--body", default="")
options = parser.parse_args()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("port", server.server_port, flush=True)
sys.stdin.read()
os._exit(0)
