#!/usr/bin/env python3
"""A howdah-server for tests of the supervisor. `mode` in the data folder says how it behaves, one word per start, the last one stays."""
import http.server, json, os, signal, sys, threading, time

args = sys.argv[1:]
data = args[args.index("--data-dir") + 1]

def fail(code, exit_code, **more):
    print(json.dumps({"event": "error", "code": code, "message": "told so", **more}), file=sys.stderr, flush=True)
    os._exit(exit_code)

if args[0] == "init":
    os.makedirs(data)
    open(os.path.join(data, "instance.toml"), "w").write("# fake")
    sys.exit(0)
if args[0] == "account" and args[1] == "create":
    password = sys.stdin.readline().rstrip("\n")
    if len(password) < 8:
        fail("usage", 2)
    print("1")
    sys.exit(0)
if args[0] == "account":
    print("secret-token")
    sys.exit(0)

path = os.path.join(data, "mode")
modes = open(path).read().split() if os.path.exists(path) else ["good"]
mode = modes[0]
if len(modes) > 1:
    open(path, "w").write(" ".join(modes[1:]))
with open(os.path.join(data, "starts"), "a") as starts:
    starts.write(mode + "\n")
if mode == "crash":
    os._exit(3)
if mode == "damaged":
    fail("database_damaged", 6)
if mode == "hang":
    time.sleep(60)

host, port = args[args.index("--listen") + 1].rsplit(":", 1)
token = "somebody else" if mode == "foreign" else os.environ.get("HOWDAH_INSTANCE_TOKEN")

class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if os.path.exists(os.path.join(data, "deaf")):
            time.sleep(60)
        body = json.dumps({"status": "OK", "instance": token}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *rest):
        pass

server = http.server.ThreadingHTTPServer((host, int(port)), Answers)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
signal.signal(signal.SIGTERM, lambda *rest: os._exit(0))
print(json.dumps({"event": "ready", "url": "x", "listen": f"{host}:{port}", "pid": os.getpid()}), flush=True)
server.serve_forever()
