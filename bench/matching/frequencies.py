"""Makes two tables of enrollment/matching: how common a name is, in millionths (name_frequencies.json), and how many people
bear each first name in use (given_names.json). Run: python -m bench.matching.frequencies

Sources: US Census Bureau, 1990 frequently occurring names (public domain), as the `names` package ships them, with the
surnames that have become common since (2010 surname table, rounded); first names of 36 collections from some 150
countries, as the `nomquamgender` package ships them (MIT; Van Buskirk, Clauset, Larremore 2022).
"""

import importlib.util
import json
from pathlib import Path

from enrollment.rules.names import name_key

TARGET = Path("enrollment/matching")
LAST_FROM, FIRST_FROM = 25, 20
# Millionths in the 2010 table, for names that more than doubled since 1990.
SINCE = {
    "garcia": 3950, "rodriguez": 3710, "martinez": 3590, "hernandez": 3540, "lopez": 2970, "gonzalez": 2850,
    "perez": 2310, "sanchez": 2080, "ramirez": 1890, "torres": 1480, "flores": 1420, "rivera": 1330, "gomez": 1150,
    "diaz": 1120, "cruz": 1010, "reyes": 970, "morales": 930, "gutierrez": 900, "ortiz": 970, "nguyen": 1490,
    "kim": 890, "patel": 780, "tran": 640, "chen": 630, "wong": 350, "singh": 490, "wang": 500, "lee": 2350,
    "li": 470, "wu": 390, "liu": 450, "yang": 410, "huang": 370, "ali": 400, "khan": 350, "le": 410, "pham": 330,
    "zhang": 470, "lin": 350, "shah": 300, "ahmed": 250, "mohamed": 230, "chang": 290, "park": 330, "choi": 260,
}  # fmt: skip

# A first name is in use if eight collections have it, or this many people; fewer than 20 do not count.
SOURCES, BEARERS, LEAST_BEARERS = 8, 1_500, 20
# Millionths of one sex; rarer names count as RARE_FIRST.
SHARE_FROM = 100


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit("install the bench group")
    return Path(spec.origin).parent


def _write(name: str, table: dict) -> None:
    (TARGET / name).write_text(json.dumps(table, separators=(",", ":")))


def _shares(path: Path, least: int) -> dict[str, int]:
    shares = {}
    for line in path.read_text().splitlines():
        name, percent, *_ = line.split()
        if (share := round(float(percent) * 10_000)) >= least:
            shares[name_key(name)] = share
    return shares


def _bearers() -> dict[str, int]:
    bearers: dict[str, int] = {}
    collected = json.loads((_folder("nomquamgender") / "name_data.json").read_text())
    for name, (sources, people, *_) in collected.items():
        key = name_key(name)
        if len(key) > 1 and people >= LEAST_BEARERS and (sources >= SOURCES or people >= BEARERS):
            bearers[key] = bearers.get(key, 0) + people
    return bearers


def main() -> None:
    census, bearers = _folder("names"), _bearers()
    half = sum(bearers.values()) / 2
    first = {name: share for name, people in bearers.items() if (share := round(people / half * 1e6)) >= SHARE_FROM}
    for path in (census / "dist.male.first", census / "dist.female.first"):
        for name, share in _shares(path, FIRST_FROM).items():
            first[name] = max(share, first.get(name, 0))
    last = _shares(census / "dist.all.last", LAST_FROM)
    last |= {name: max(share, last.get(name, 0)) for name, share in SINCE.items()}
    _write("name_frequencies.json", {"version": "2", "first": first, "last": last})
    _write("given_names.json", {"version": "1", "bearers": dict(sorted(bearers.items()))})


if __name__ == "__main__":
    main()
