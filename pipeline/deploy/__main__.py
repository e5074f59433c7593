"""`python -m pipeline.deploy`: verify a deployed site, write a kit, fill a bucket. Exit 0, or 1 with located messages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.command import carry_out


def main(arguments: list[str] | None = None) -> int:
    """Run one command; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.deploy", description="Publish the site in output/.")
    parser.add_argument("--output", type=Path, default=Path("output"), help="the rendered site (default: output)")
    commands = parser.add_subparsers(dest="command", required=True)
    verify = commands.add_parser("verify", help="compare a site with its manifest")
    verify.add_argument("site", help="a folder or an address")
    verify.add_argument("--against", type=Path, help="the folder whose manifest counts (default: the site's own)")
    kit = commands.add_parser("kit", help="write kits/<name>/: the site and the configuration of a server")
    kit.add_argument("name")
    kit.add_argument("--root", help="the folder of the releases on the server (default: /srv/zgjedhje)")
    bucket = commands.add_parser("bucket", help="make a bucket equal to the site, through rclone")
    bucket.add_argument("remote", help="as rclone names it: <remote>:<bucket>")
    options = parser.parse_args(arguments)
    return carry_out(lambda: _run(options), options.site if options.command == "verify" else options.output)


def _run(options: argparse.Namespace) -> None:
    # Each command reads only what it needs: `verify` works on a machine that has nothing but Python.
    if options.command == "verify":
        from pipeline.deploy.verify import verify

        print(f"{options.site}: {verify(options.site, options.against)} files, each as listed")
    elif options.command == "kit":
        from pipeline.deploy.kits import ROOT, write_kit

        write_kit(options.name, options.output, Path("kits") / options.name, options.root or ROOT)
    else:
        from pipeline.deploy.bucket import fill

        fill(options.remote, options.output)


if __name__ == "__main__":
    sys.exit(main())
