#!/usr/bin/python3
"""A small HTTP server that misbehaves as asked. The path chooses how:

/ok /etag /lastmod /304 /both /still /gzip /bomb /wire /endless /slow-header /slow-body /silent
/redirect?to=URL[&code=301] /loop /hops/N /status/N[?cf=1] /retry-after?value=V[&status=S] /headers-flood
/long-header /header?Name=Value /reset-mid-body /short-length /bad-gzip /cut-gzip /picky /html /empty /close
/not-http /informed /twice /echo /big-answer /read-then-reset

Arguments: --root DIR (serves DIR/x as /files/x, with ETag, and Last-Modified), --log FILE (a JSON line for each
request), --host ADDRESS.
Prints "port N" on standard output once it listens, and ends when its standard input (a pipe) closes.
"""
import argparse
import asyncio
import email.utils
import gzip
import hashlib
import json
import os
import socket
import struct
import sys
import urllib.parse
import zlib

FEED = (b'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Loopback</title>'
        b'<link>http://127.0.0.1/</link><description>served by the tests</description>'
        b'<item><title>Niger in the news</title><guid>one</guid><link>http://127.0.0.1/one</link></item>'
        b'</channel></rss>\n')
PHRASES = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 404: "Not Found"}
STALE = "Wed, 01 Jan 2025 00:00:00 GMT"


class Reply:
    """One request and the means to answer it, in order or out of it."""

    def __init__(self, reader, writer, method, target, headers, body):
        self.reader, self.writer = reader, writer
        self.method, self.headers, self.body = method, headers, body
        parts = urllib.parse.urlsplit(target)
        self.path = parts.path
        self.query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
        self.keep = headers.get("connection", "").lower() != "close"

    def head(self, status=200, headers=()):
        lines = [f"HTTP/1.1 {status} {PHRASES.get(status, 'Whatever')}"]
        lines += [f"{name}: {value}" for name, value in headers]
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))

    def whole(self, body=FEED, status=200, headers=(), kind="application/rss+xml"):
        fixed = [("Content-Type", kind), ("Content-Length", len(body))]
        self.head(status, list(headers) + fixed)
        self.writer.write(body)

    def reset(self):
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.keep = False
        self.writer.transport.abort()


async def conditional(r, validators):
    asked = {"ETag": r.headers.get("if-none-match"), "Last-Modified": r.headers.get("if-modified-since")}
    if any(asked.get(name) == value for name, value in validators):
        r.head(304, validators)
    else:
        r.whole(headers=validators)


async def stream(r, headers, chunks, pause=0.0):
    """Without a length, until the client goes away."""
    r.keep = False
    r.head(200, headers)
    await pour(r, chunks, pause)


async def pour(r, chunks, pause=0.0):
    for chunk in chunks:
        if r.writer.is_closing():
            raise ConnectionResetError
        r.writer.write(chunk)
        await r.writer.drain()
        await asyncio.sleep(pause)


def bomb(total):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"A" * (1 << 20)
    yield packer.compress(b"<rss>")
    for _ in range(total >> 20):
        yield packer.compress(block)
    yield packer.flush()


def empty_blocks():
    """gzip that says nothing for ever: stored blocks of no bytes."""
    yield b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
    while True:
        yield b"\x00\x00\x00\xff\xff" * 13000


def for_ever(chunk):
    while True:
        yield chunk


async def answer(r, root):
    path, query = r.path, r.query
    last = path.rsplit("/", 1)[-1]
    if path.startswith("/files/") and root:
        await serve_file(r, root, path[len("/files/"):])
    elif path == "/ok":
        r.whole()
    elif path == "/etag":
        await conditional(r, [("ETag", 'W/"a b-c"'), ("Cache-Control", "max-age=600")])
    elif path == "/lastmod":
        await conditional(r, [("Last-Modified", STALE)])
    elif path == "/both":
        await conditional(r, [("ETag", '"both"'), ("Last-Modified", STALE)])
    elif path == "/still":  # a body beside a date that stands still
        r.whole(headers=[("Last-Modified", STALE)])
    elif path == "/304":
        r.head(304, [("ETag", '"new"')])
    elif path == "/gzip":
        r.whole(gzip.compress(FEED), headers=[("Content-Encoding", "gzip")])
    elif path == "/bomb":
        await stream(r, [("Content-Encoding", "gzip")], bomb(1 << 30))
    elif path == "/wire":
        await stream(r, [("Content-Encoding", "gzip")], empty_blocks())
    elif path == "/bad-gzip":
        if "gzip" in r.headers.get("accept-encoding", ""):
            packed = bytearray(gzip.compress(FEED))
            packed[-6] ^= 0xFF
            r.whole(bytes(packed), headers=[("Content-Encoding", "gzip")])
        else:
            r.whole()
    elif path == "/cut-gzip":
        r.whole(gzip.compress(FEED)[:-40], headers=[("Content-Encoding", "gzip")])
    elif path == "/endless":
        await stream(r, [("Content-Type", "application/rss+xml")], for_ever(b"<x>" * 5000))
    elif path == "/endless-error":
        r.keep = False
        r.head(404, [("Content-Type", "text/html")])
        await pour(r, for_ever(b"no " * 5000))
    elif path == "/slow-header":
        r.writer.write(b"HTTP/1.1 200 OK\r\n")
        await pour(r, (f"X-{number}: y\r\n".encode() for number in range(10000)), 0.2)
    elif path == "/slow-body":
        await stream(r, [], for_ever(b"<"), 0.2)
    elif path == "/silent":
        await r.reader.read()
        r.keep = False
    elif path == "/redirect":
        headers = [("Location", query.get("to", "/ok")), ("Content-Length", 0)]
        r.head(int(query.get("code", 302)), headers)
    elif path == "/loop":
        r.head(302, [("Location", "/loop?again"), ("Content-Length", 0)])
    elif path.startswith("/hops/"):
        left = int(last)
        if left == 0:
            r.whole()
        else:
            r.head(int(query.get("code", 301)),
                   [("Location", f"/hops/{left - 1}?code={query.get('code', 301)}"), ("Content-Length", 0)])
    elif path.startswith("/status/"):
        headers = [("cf-mitigated", "challenge")] if "cf" in query else []
        status = int(last)
        r.head(status, headers + ([] if status in (204, 304) else [("Content-Length", 0)]))
    elif path == "/retry-after":
        r.whole(b"later", int(query.get("status", 429)), [("Retry-After", query.get("value", "120"))])
    elif path == "/header":
        r.whole(headers=list(query.items()))
    elif path == "/twice":
        r.whole(headers=[("ETag", '"one"'), ("ETag", '"two"')])
    elif path == "/headers-flood":
        r.whole(headers=[(f"X-{number}", "y" * 20) for number in range(3000)])
    elif path == "/long-header":
        r.whole(headers=[("X-Long", "y" * (1 << 20))])
    elif path == "/informed":  # an endless row of interim answers
        await pour(r, (b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" for _ in range(10000)))
        r.whole()
    elif path == "/reset-mid-body":
        r.head(200, [("Content-Length", 100000)])
        r.writer.write(FEED)
        await r.writer.drain()
        await asyncio.sleep(0.05)
        r.reset()
    elif path == "/short-length":
        r.keep = False
        r.head(200, [("Content-Length", len(FEED) + 100)])
        r.writer.write(FEED)
    elif path == "/picky":
        plain = "br" not in r.headers.get("accept-encoding", "")
        r.whole(FEED if plain else b"no", 200 if plain else 406)
    elif path == "/html":
        r.whole(b"<!doctype html><html><title>Sign in</title></html>", kind="text/html")
    elif path == "/empty":
        r.whole(b"")
    elif path == "/close":
        r.keep = False
    elif path == "/not-http":
        r.keep = False
        r.writer.write(b"220 ready when you are\r\n")
    elif path == "/echo":
        r.whole(json.dumps({"headers": r.headers, "body": r.body.decode("utf-8", "replace")}).encode(),
                kind="application/json")
    elif path == "/big-answer":
        await stream(r, [], for_ever(b"z" * 10000))
    elif path == "/read-then-reset":
        r.reset()
    else:
        r.whole(b"no such path", 404, kind="text/plain")


async def serve_file(r, root, name):
    file = os.path.realpath(os.path.join(root, name))
    if not file.startswith(os.path.realpath(root) + os.sep) or not os.path.isfile(file):
        r.whole(b"no such file", 404, kind="text/plain")
        return
    with open(file, "rb") as opened:
        body = opened.read()
    etag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
    modified = email.utils.formatdate(int(os.stat(file).st_mtime), usegmt=True)
    validators = [("ETag", etag), ("Last-Modified", modified)]
    if r.headers.get("if-none-match") == etag:
        r.head(304, validators)
    else:
        r.whole(body, headers=validators)


class Server:
    def __init__(self, options):
        self.root = options.root
        self.log = open(options.log, "a", buffering=1) if options.log else None

    def note(self, **facts):
        if self.log:
            self.log.write(json.dumps(facts) + "\n")

    async def one_request(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ", 2)
        headers = {}
        for line in lines[1:]:
            if ":" in line:
                name, value = line.split(":", 1)
                headers[name.strip().lower()] = value.strip()
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        self.note(method=method, target=target, headers=headers, body=body.decode("utf-8", "replace"))
        reply = Reply(reader, writer, method, target, headers, body)
        await answer(reply, self.root)
        await writer.drain()
        return reply.keep

    async def connection(self, reader, writer):
        self.note(connection=str(writer.get_extra_info("peername")))
        try:
            while await self.one_request(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass
        finally:
            writer.close()


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root")
    parser.add_argument("--log")
    parser.add_argument("--host", default="127.0.0.1")
    options = parser.parse_args()
    server = await asyncio.start_server(Server(options).connection, options.host, 0)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    loop.add_reader(sys.stdin.fileno(), lambda: os.read(0, 4096) or ended.done() or ended.set_result(None))
    await ended
    os._exit(0)  # whatever is still streaming ends here


asyncio.run(main())
