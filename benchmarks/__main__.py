"""Every figure of docs/performance.md, printed by `make bench`."""

from __future__ import annotations

from benchmarks import golden, latex_pairs, reading, startup


def main() -> None:
    """Runs the measurements one after another."""
    print("== start-up")
    print("\n".join(startup.report()))
    print("\n== golden cases, one warm process")
    print("\n".join(golden.report(golden.measure())))
    print("\n== reading with a thousand phrases")
    for name, value in reading.measure().items():
        print(f"{name:12s} {value:10.2f}")
    print("\n== LaTeX pairs")
    latex_pairs.main()


if __name__ == "__main__":
    main()
