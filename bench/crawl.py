"""`python -m bench.crawl [site]`: open every page of a rendered site, here `output/`, in a browser without a network.

Whatever a page asks of another place, breaks of its policy, says on the console or misses is told, with its page.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browsed import BROWSER, FLAGS, served  # noqa: E402  found through the path above
from crawled import crawl, pages  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402


def main(site: Path) -> int:
    began, found = time.monotonic(), 0
    with served(site) as address, sync_playwright() as runner:
        chromium = runner.chromium.launch(executable_path=BROWSER, args=FLAGS)
        every = pages(site)
        for complaint in crawl(chromium, address, every):
            found += 1
            print(complaint, flush=True)
        chromium.close()
    print(f"{len(every)} pages, {found} complaints, {time.monotonic() - began:.0f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "output"))
