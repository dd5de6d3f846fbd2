#!/usr/bin/python3
"""A mail server for tests. Mails it takes are files in --store, numbered, after two lines that tell the envelope:
X-Envelope-From and X-Envelope-To, and X-Envelope-Tls: yes or no.

--mode ok | rcpt-450 | rcpt-550 | data-451 | data-554 | mail-421 | drop-after-data | hang-at-data | hang-at-greeting
--cert FILE --key FILE   offers STARTTLS; with --smtps speaks TLS from the start
--require-tls            takes no mail without STARTTLS
--user NAME --password P signs in, over TLS or not, and takes no mail without
Prints "port N" on standard output once it listens, and ends when its standard input (a pipe) closes.
"""
import argparse
import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

REPLIES = {"rcpt-450": "450 4.2.1 mailbox busy, come again", "rcpt-550": "550 5.1.1 no such user here",
           "data-451": "451 4.3.0 local error", "data-554": "554 5.7.1 refused after reading",
           "mail-421": "421 4.3.2 closing down"}


class Handler:
    def __init__(self, options):
        self.options = options
        self.stored = 0

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if self.options.mode.startswith("mail-"):
            return REPLIES[self.options.mode]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.options.mode.startswith("rcpt-"):
            return REPLIES[self.options.mode]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mode = self.options.mode
        if mode == "drop-after-data":
            server.transport.abort()
            return "250 OK"
        if mode == "hang-at-data":
            await asyncio.sleep(3600)
        if mode.startswith("data-"):
            return REPLIES[mode]
        self.stored += 1
        tls = "no" if session.ssl is None and not self.options.smtps else "yes"
        head = (f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
                f"X-Envelope-Tls: {tls}\r\n")
        path = os.path.join(self.options.store, f"{self.stored}.eml")
        with open(path + ".part", "wb") as mail:
            mail.write(head.encode() + envelope.original_content)
        os.rename(path + ".part", path)
        return "250 2.0.0 taken"


class Silent(asyncio.Protocol):
    """Accepts and never says a word."""


def authenticator(options):
    def check(server, session, envelope, mechanism, data):
        fits = (isinstance(data, LoginPassword) and data.login == options.user.encode()
                and data.password == options.password.encode())
        return AuthResult(success=fits, handled=fits)
    return check


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", default="ok")
    parser.add_argument("--store", required=True)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--smtps", action="store_true")
    parser.add_argument("--require-tls", action="store_true")
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    options = parser.parse_args()
    context = None
    if options.cert:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.cert, options.key)
    settings = {"hostname": "mail.test", "loop": asyncio.get_running_loop()}
    if context and not options.smtps:
        settings.update(tls_context=context, require_starttls=options.require_tls)
    if options.user:
        settings.update(authenticator=authenticator(options), auth_required=True, auth_require_tls=False)
    handler = Handler(options)

    def session():
        return Silent() if options.mode == "hang-at-greeting" else SMTP(handler, **settings)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", 0, ssl=context if options.smtps else None)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    ended = loop.create_future()
    loop.add_reader(sys.stdin.fileno(), lambda: os.read(0, 4096) or ended.done() or ended.set_result(None))
    await ended
    os._exit(0)


asyncio.run(main())
