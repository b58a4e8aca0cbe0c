# SPDX-License-Identifier: Apache-2.0
"""A client of files written from docs/protocol.md alone, with Python's standard library: logs in, uploads, downloads.

    files.py HOST TCP_PORT NAME SECRET put FILE PATH
    files.py HOST TCP_PORT NAME SECRET get PATH FILE
    files.py HOST TCP_PORT NAME SECRET ls PATH

The NAME - logs in without one. put and get go on with what is there. Ends with 0, or with 1 and a line that says why.
"""

import base64
import hashlib
import hmac
import os
import socket
import struct
import sys

CHUNK = 100_000
WINDOW = 300_000


class Refused(Exception):
    pass


def str16(text):
    raw = text.encode()
    return struct.pack(">H", len(raw)) + raw


class Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, count):
        if count > len(self.data) - self.at:
            raise Refused("malformed: %d bytes of %d" % (count, len(self.data) - self.at))
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, form):
        return struct.unpack(">" + form, self.take(struct.calcsize(">" + form)))[0]

    def text(self):
        return self.take(self.number("H")).decode()

    def rest(self):
        return self.take(len(self.data) - self.at)


class Conversation:
    def __init__(self, host, tcp_port, name, secret):
        self.socket = socket.create_connection((host, tcp_port), timeout=60)
        self.input = self.socket.makefile("rb")
        self.last_id = 0
        self.credit = {}
        self.data = {}
        hello = struct.pack(">BIBBIBB", 0x01, 0x4C4B5054, 1, 1, 1 << 20, 0, 1) + str16("files")
        self.send(hello)
        ways, protocols = self.greeted(Reader(self.receive()))
        if "files" not in protocols:
            raise Refused("the server has no files")
        if name != "-":
            permissions = self.scram(name, secret)
        else:
            if "ANONYMOUS" not in ways:
                raise Refused("the server asks for a name")
            permissions = self.ask(0x8002, b"")
        self.permissions = [permissions.text() for _ in range(permissions.number("B"))]

    def greeted(self, hello):
        if hello.number("B") != 0x01 or hello.number("I") != 0x4C4B5054:
            raise Refused("this is no server of ours")
        if (hello.number("B"), hello.number("B")) != (1, 1):
            raise Refused("the server speaks another version")
        self.longest = hello.number("I")
        ways = [hello.text() for _ in range(hello.number("B"))]
        return ways, [hello.text() for _ in range(hello.number("B"))]

    def scram(self, name, secret):
        nonce = base64.b64encode(os.urandom(18)).decode()
        bare = "n=%s,r=%s" % (name.replace("=", "=3D").replace(",", "=2C"), nonce)
        first = self.ask(0x8000, ("n,," + bare).encode()).rest().decode()
        fields = dict(part.split("=", 1) for part in first.split(","))
        if not fields["r"].startswith(nonce) or not 4_096 <= int(fields["i"]) <= 2_000_000:
            raise Refused("the server is not to be trusted")
        salted = hashlib.pbkdf2_hmac(
            "sha256", secret.encode(), base64.b64decode(fields["s"]), int(fields["i"])
        )
        client_key = hmac.digest(salted, b"Client Key", "sha256")
        final = "c=biws,r=" + fields["r"]
        auth = ",".join((bare, first, final)).encode()
        mask = hmac.digest(hashlib.sha256(client_key).digest(), auth, "sha256")
        proof = bytes(a ^ b for a, b in zip(client_key, mask))
        answer = self.ask(0x8001, (final + ",p=" + base64.b64encode(proof).decode()).encode())
        start = answer.at
        for _ in range(answer.number("B")):
            answer.text()
        signature = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), auth, "sha256")
        if answer.rest().decode() != "v=" + base64.b64encode(signature).decode():
            raise Refused("the server does not know the user")
        answer.at = start
        return answer

    def send(self, payload):
        self.socket.sendall(struct.pack(">I", len(payload)) + payload)

    def receive(self):
        head = self.input.read(4)
        if len(head) < 4:
            raise Refused("the server has ended the link")
        (length,) = struct.unpack(">I", head)
        payload = self.input.read(length)
        if len(payload) < length:
            raise Refused("the server has ended the link in the middle of a frame")
        return payload

    def ask(self, message_type, body):
        """The answer of a request; what else comes meanwhile is kept."""
        self.last_id += 1
        self.send(struct.pack(">BIHI", 0x10, self.last_id, message_type, 0) + body)
        while True:
            answer = self.next()
            if answer is not None:
                return answer

    def next(self):
        """Takes one payload: an answer is returned, bytes and credit are kept."""
        payload = Reader(self.receive())
        kind = payload.number("B")
        if kind == 0x11 and payload.number("I") == self.last_id:
            return payload
        if kind == 0x12 and payload.number("I") == self.last_id:
            raise Refused("refused with 0x%04X: %s" % (payload.number("H"), payload.text()))
        if kind == 0x02:
            self.send(b"\x03" + payload.rest())
        elif kind == 0x40:
            handle, offset = payload.number("I"), payload.number("Q")
            self.data.setdefault(handle, []).append((offset, payload.rest()))
        elif kind == 0x41:
            handle, limit = payload.number("I"), payload.number("Q")
            self.credit[handle] = max(limit, self.credit.get(handle, 0))
        elif kind == 0x14 and payload.number("H") == 0x8131:
            raise Refused("handle %d failed: 0x%04X" % (payload.number("I"), payload.number("H")))
        elif kind == 0x04:
            raise Refused("goodbye %d: %s" % (payload.number("B"), payload.text()))
        elif kind != 0x14:
            raise Refused("a payload of kind %d" % kind)
        return None

    def close(self):
        self.send(b"\x04\x00" + str16(""))
        self.socket.shutdown(socket.SHUT_WR)
        self.input.read()
        self.socket.close()


def hash_of(file, count):
    value = hashlib.sha256()
    file.seek(0)
    while count:
        piece = file.read(min(count, CHUNK))
        if not piece:
            raise Refused("the file has become shorter")
        value.update(piece)
        count -= len(piece)
    return value


def put(link, name, path):
    size = os.path.getsize(name)
    body = str16(path) + struct.pack(">QqB", size, int(os.path.getmtime(name) * 1000), 1 | 2 | 4) + os.urandom(16)
    answer = link.ask(0x8110, body)
    handle, there, their_hash = answer.number("I"), answer.number("Q"), answer.take(32)
    with open(name, "rb") as file:
        value = hash_of(file, there)
        if value.digest() != their_hash:
            value, there = hashlib.sha256(), 0
            link.ask(0x8111, struct.pack(">IQ", handle, 0))
        elif there:
            link.ask(0x8111, struct.pack(">IQ", handle, there))
        file.seek(there)
        most = min(CHUNK, link.longest - 13)
        while there < size:
            while link.credit.get(handle, 0) <= there:
                link.next()
            piece = file.read(min(most, link.credit[handle] - there, size - there))
            value.update(piece)
            link.send(struct.pack(">BIQ", 0x40, handle, there) + piece)
            there += len(piece)
    link.ask(0x8112, struct.pack(">I", handle) + value.digest())
    return value.hexdigest()


def get(link, path, name):
    part = name + ".part"
    with open(part, "a+b") as file:
        there = file.seek(0, os.SEEK_END)
        value = hash_of(file, there)
        answer = link.ask(0x8118, str16(path) + struct.pack(">Q", there) + value.digest())
        handle, size, modified, start = (answer.number(form) for form in "IQqQ")
        if start != there:
            there, value = 0, hashlib.sha256()
            file.truncate(0)
        granted = there
        while there < size:
            if granted - there < WINDOW // 2 and granted < size:
                granted = min(size, there + WINDOW)
                link.send(struct.pack(">BIQ", 0x41, handle, granted))
            while not link.data.get(handle):
                link.next()
            offset, piece = link.data[handle].pop(0)
            if offset != there:
                raise Refused("bytes from %d and not %d" % (offset, there))
            file.write(piece)
            value.update(piece)
            there += len(piece)
        file.flush()
        os.fsync(file.fileno())
    if link.ask(0x8119, struct.pack(">I", handle)).take(32) != value.digest():
        os.remove(part)
        raise Refused("the bytes are not those of the server")
    os.utime(part, (modified / 1000, modified / 1000))
    os.replace(part, name)
    return value.hexdigest()


def ls(link, path):
    after, more = "", 1
    while more:
        answer = link.ask(0x8100, str16(path) + str16(after) + struct.pack(">H", 100))
        more = answer.number("B")
        for _ in range(answer.number("H")):
            kind, size, modified, after = answer.number("B"), answer.number("Q"), answer.number("q"), answer.text()
            print("file directory other".split()[kind], size, modified, after)


def main(host, tcp_port, name, secret, command, *paths):
    try:
        link = Conversation(host, int(tcp_port), name, secret)
        done = {"put": put, "get": get, "ls": ls}[command](link, *paths)
        link.close()
        if done:
            print(done)
    except (Refused, OSError) as failure:
        print(failure)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
