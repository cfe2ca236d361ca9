"""A moto for each that asks, forked in a moment from one that has read what all of them need."""

import json
import os
import random
import signal
import socket
import sys
import threading

import moto.moto_api._internal
import werkzeug.serving

from first_use import load_services


def serve_forks(host, port, application, **_):
    """In the place of werkzeug's `run_simple`: each connection gets a moto, which ends when it is closed."""
    load_services(application)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.create_server((host, port)) as listener:
        print("ready", flush=True)
        while True:
            connection, _ = listener.accept()
            if os.fork() == 0:
                try:
                    listener.close()
                    serve(host, application, connection)
                finally:
                    os._exit(1)
            connection.close()


def serve(host, application, connection):
    """Reads a line of JSON, `{"logFile", "environment"}`, and answers the port as a line."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    request = json.loads(connection.makefile().readline())
    log = os.open(request["logFile"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(log, stream.fileno())
    # A fork goes on with its parent's random numbers: each would name its VPCs alike.
    random.seed()
    moto.moto_api._internal.mock_random.seed()
    server = werkzeug.serving.make_server(host, 0, application, threaded=True)
    os.environ.update({"MOTO_PORT": str(server.port), **request["environment"]})
    connection.sendall(f"{server.port}\n".encode())
    threading.Thread(target=end_with, args=[connection], daemon=True).start()
    server.serve_forever()


def end_with(connection):
    connection.recv(1)
    os._exit(0)
