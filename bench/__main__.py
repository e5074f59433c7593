"""`python -m bench [name …]`: run the benchmarks, all of them or those named. Exit 1 when a budget is not kept."""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules

import bench
from bench.result import write


def main(wanted: list[str]) -> int:
    """Run the modules that have a `measure`; give the exit code."""
    names = sorted(each.name for each in iter_modules(bench.__path__) if not each.name.startswith("_"))
    modules = {name: import_module(f"bench.{name}") for name in names}
    known = {name: module.measure for name, module in modules.items() if hasattr(module, "measure")}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"bench: no benchmark `{unknown[0]}`; expected one of {', '.join(known)}.", file=sys.stderr)
        return 1
    kept = True
    for name in wanted or known:
        print(f"== {name}", flush=True)
        result = known[name]()
        if result is None:
            print("not measured: what it needs is not installed")
            continue
        print(f"{result.text}\n\n{result.table()}" + ("" if result.kept else "\nOVER BUDGET"), flush=True)
        write({name: result})
        kept = kept and result.kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
