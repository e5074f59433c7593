"""`python -m pipeline.render.serve`: a preview on this machine that renews itself when data, code or theme change."""

# ruff: noqa: T201  a command talks to its terminal

from __future__ import annotations

import argparse
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from watchfiles import DefaultFilter, watch

WATCHED = ("content", "data", "languages", "pipeline", "theme", "pelicanconf.py")
STEPS = ("pipeline", "pipeline.render")
OUTPUT = Path("output")


class Preview(SimpleHTTPRequestHandler):
    """Serves `output/` as a web server would: 404 page, types, nothing kept by the browser."""

    extensions_map = {  # noqa: RUF012  the base class has it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".geojson": "application/geo+json",
        ".js": "text/javascript",
        ".md": "text/markdown; charset=utf-8",
        ".parquet": "application/vnd.apache.parquet",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".woff2": "font/woff2",
        ".xml": "application/xml",
    }

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing about what went well."""


def renew() -> None:
    """Run the pipeline and the renderer, each in a new process, so that a change of their own code counts."""
    for step in STEPS:
        if subprocess.run([sys.executable, "-m", step], check=False).returncode != 0:
            print("waiting for a change", flush=True)
            return


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.render.serve", description="Preview the site.")
    parser.add_argument("--port", type=int, default=8000, help="default: 8000, the address of pelicanconf.py")
    port = parser.parse_args(arguments).port
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(Preview, directory=str(OUTPUT)))
    except OSError as error:
        print(f"port {port}: {error.strerror}; expected a free port. Name another with --port.", file=sys.stderr)
        return 1
    ignored = DefaultFilter(ignore_dirs=[*DefaultFilter.ignore_dirs, "node_modules"])
    try:
        renew()
        Thread(target=server.serve_forever, daemon=True).start()
        print(f"http://localhost:{port}/ (Ctrl+C ends it)", flush=True)
        for _ in watch(*WATCHED, watch_filter=ignored):
            renew()
    except KeyboardInterrupt:
        print("ended", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
