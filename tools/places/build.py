"""Makes the computed files of wobangni/triage/data/: syllables.txt, common_words.txt, not_slips.txt. A developer runs it when the divisions change:

    python tools/places/build.py

pypinyin gives the readings (the region's own ones as in tools/region/build.py), jieba's dictionary says which place names are also everyday words.
"""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path

import jieba
from pypinyin import lazy_pinyin

HOUSE = Path(__file__).parent.parent.parent / "wobangni"
OUT = HOUSE / "triage" / "data"
#: Readings of the region, where the dictionary has another one.
READINGS = {
    "勒": "le", "都": "du", "什": "shi", "长": "chang", "朝": "chao", "卜": "bu", "乐": "le", "绿": "lv", "泊": "bo", "咀": "zui",
    "单": "dan", "召": "zhao", "查": "cha", "车": "che", "扎": "zha", "喀": "ka", "阿": "a", "额": "e", "鄂": "e", "那": "na",
    "色": "se", "塔": "ta", "圐": "ku", "圙": "lve", "嘎": "ga", "噶": "ga", "尕": "ga", "夭": "yao",
}  # fmt: skip
SUFFIX = re.compile(r"(社区|村|嘎查|生活区|街道办事处|街道|镇|乡|苏木)$")
#: How often jieba's corpus must have a word of two, or of three and more characters for it to be an everyday one.
OFTEN = {2: 3, 3: 13}
#: Often in that corpus, but as places of this region.
PLACES = "成吉思汗 布拉格 大杨树 察哈尔 阿尔泰 大青山 柴达木 科尔沁 无定河 腾格里 土尔扈特 马鞍山 阿尔山 巴丹吉林 百灵庙 马鬃山 元宝山 三岔口 老哈河"


def main() -> None:
    OUT.mkdir(exist_ok=True)
    packed = (HOUSE / "organisations" / "data" / "divisions.csv.gz").read_bytes()
    rows = list(csv.DictReader(gzip.decompress(packed).decode().splitlines()))
    _write("syllables.txt", _syllables("".join(row["name"] + row["short_name"] + row["aliases"] for row in rows)))
    stems = {SUFFIX.sub("", row["short_name"]) for row in rows if len(row["code"]) > 6}
    frequency = _frequencies()
    _write("common_words.txt", _common(stems, frequency))
    _write("not_slips.txt", [])
    _write("not_slips.txt", _not_slips(frequency))


def _syllables(used: str) -> list[str]:
    """``ba 八巴…``: the characters of GB 2312 and of the names, by their reading."""
    chars = {bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)}
    readings: dict[str, list[str]] = {}
    for char in sorted((chars | set(used)) - {""}):
        if "\u4e00" <= char <= "\u9fff":
            readings.setdefault(READINGS.get(char) or lazy_pinyin(char)[0], []).append(char)
    return [f"{reading} {''.join(found)}" for reading, found in sorted(readings.items())]


def _frequencies() -> dict[str, int]:
    frequency: dict[str, int] = {}
    with jieba.dt.get_dict_file() as source:
        for line in source:
            word, often, *_kind = line.decode().split()
            frequency[word] = int(often)
    return frequency


def _common(stems: set[str], frequency: dict[str, int]) -> list[str]:
    found = stems - set(PLACES.split())
    return sorted(s for s in found if len(s) > 1 and frequency.get(s, 0) >= OFTEN[min(len(s), 3)])


def _not_slips(frequency: dict[str, int]) -> list[str]:
    """Words that sound like a name and aren't one; made last, with the gazetteer itself."""
    from wobangni.triage.shipped import places

    known = places().gazetteer
    sounds, folded = known.spelling.sounded, known.spelling.folded
    heard = (
        word for word, often in frequency.items() if len(word) >= 3 and often >= 3 and sounds(word) in known.by_sound
    )
    return sorted(word for word in heard if folded(word) not in known.senses)


def _write(name: str, lines: list[str]) -> None:
    (OUT / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{name}: {len(lines)} lines")


if __name__ == "__main__":
    main()
