"""Writes the type stubs of `ecovalue.driver` and `ecovalue.service` from the registries: python scripts/stubs.py [--check]."""

from __future__ import annotations

import sys
from pathlib import Path

from ecovalue._functions import equations

HEAD = '''"""{doc} Made by scripts/stubs.py from the registries."""

from typing import Any

from ._typing import D, N, O

'''


def stub(group: str, doc: str) -> str:
    """The stub of one package: a class for each module, which stands for it, and its functions."""
    modules: dict[str, list[str]] = {}
    for own in equations():
        if own.group != group:
            continue
        arguments = ", ".join(f"{argument.name}: N" for argument in own.arguments)
        keywords = "out: O = None, dtype: D = ..., threads: int = 1"
        line = f"    @staticmethod\n    def {own.name}({arguments}, *, {keywords}) -> Any: ...\n"
        modules.setdefault(own.module, []).append(line)
    text = HEAD.format(doc=doc)
    for name, lines in modules.items():
        text += f"class {name}:\n{''.join(lines)}\n"
    return text.rstrip("\n") + "\n"


def main() -> int:
    folder = Path(__file__).resolve().parents[1] / "python" / "ecovalue"
    stale = []
    for group, doc in (("driver", "Equations of the drivers."), ("service", "Equations of the services.")):
        path, text = folder / f"{group}.pyi", stub(group, doc)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.name)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        print(f"stale, run scripts/stubs.py: {', '.join(stale)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
