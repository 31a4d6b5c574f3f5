"""A mail server on this machine, as small as SMTP allows; it takes what it is sent, or fails as it is told."""

from __future__ import annotations

import contextlib
import socketserver
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any


class MailServer:
    """``letters``: what it took. ``replies``: command (MAIL, RCPT, DATA, END for the letter itself) → its answer, where it is another than yes.
    ``delay``: seconds before each answer."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.recipients: list[str] = []
        self.replies: dict[str, str] = {}
        self.delay = 0.0
        mail = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError, ValueError):
                    self.say("220 here")
                    while line := self.rfile.readline(1000):
                        word = line.split()[0].upper().decode("ascii", "replace") if line.strip() else ""
                        if word == "QUIT":
                            self.say("221 bye")
                            return
                        self.answer(word, line)

            def answer(self, word: str, line: bytes) -> None:
                if word in mail.replies:
                    self.say(mail.replies[word])
                    return
                if word == "RCPT":
                    mail.recipients.append(line.decode().partition(":")[2].strip())
                if word != "DATA":
                    self.say("250 fine")
                    return
                self.say("354 go on")
                letter = b""
                while (part := self.rfile.readline()) and part != b".\r\n":
                    letter += part
                if "END" in mail.replies:
                    self.say(mail.replies["END"])
                    return
                mail.letters.append(letter)
                self.say("250 taken")

            def say(self, words: str) -> None:
                time.sleep(mail.delay)
                self.wfile.write(words.encode() + b"\r\n")

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self.server = Server(("127.0.0.1", 0), Session)
        self.port: int = self.server.server_address[1]
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def settings(self) -> dict[str, Any]:
        """As WOBANGNI_SMTP_URL would give them."""
        return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": self.port, "EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": ""}

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    made = MailServer()
    try:
        yield made
    finally:
        made.close()
