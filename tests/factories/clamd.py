"""A small clamd: the INSTREAM command of the real one (`man clamd`), on a socket."""

import socketserver
import struct
import threading

# The EICAR test file, in two halves so that scanners do not flag this module.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


class Connection(socketserver.StreamRequestHandler):
    def handle(self):
        if self.rfile.readline() != b"nINSTREAM\n":
            self.wfile.write(b"UNKNOWN COMMAND ERROR\n")
            return
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.scanned.append(content)
        if self.server.is_failing:
            self.wfile.write(b"stream: Can't allocate memory ERROR\n")
        elif EICAR in content:
            self.wfile.write(b"stream: Win.Test.EICAR_HDB-1 FOUND\n")
        else:
            self.wfile.write(b"stream: OK\n")


class Clamd:
    """`url`: for CLAMAV_URL; `scanned`: contents received; `is_failing`: answers with an error."""

    def __init__(self, address=("127.0.0.1", 0), server_class=socketserver.ThreadingTCPServer):
        self.server = server_class(address, Connection)
        self.server.daemon_threads = True
        self.server.scanned, self.server.is_failing = [], False
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    @property
    def url(self):
        address = self.server.server_address
        return f"unix://{address}" if isinstance(address, str) else f"tcp://127.0.0.1:{address[1]}"

    def stop(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
