"""Figures and their targets, printed as a table and written to BENCH_JSON=path if set."""

import json
import os
import sys

NO_TARGET = 1e9


class Figures(dict):
    def note(self, name, value, target, unit, *, at_least=False):
        """Print a figure at once. `value` must not exceed `target`, or not fall below it with `at_least`."""
        value = round(value, 4 if unit == "share" else 2)
        ok = value >= target if at_least else value <= target
        self[name] = {"value": value, "target": target, "ok": ok, "unit": unit}
        print(f"{name}: {value} {unit}", file=sys.stderr, flush=True)

    def report(self):
        """Print all figures; 1 if one misses its target, else 0."""
        width = max(map(len, self))
        for name, figure in self.items():
            target = "" if figure["target"] >= NO_TARGET else f"target {figure['target']}"
            print(
                f"{name:<{width}}  {figure['value']:>9} {figure['unit']:<26} {target:<14} {'' if figure['ok'] else 'MISSED'}"
            )
        if path := os.environ.get("BENCH_JSON"):
            with open(path, "w") as file:
                json.dump(self, file, indent=1)
        return 0 if all(figure["ok"] for figure in self.values()) else 1
