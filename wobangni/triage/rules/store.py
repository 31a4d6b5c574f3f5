"""A model as bytes and back. Arrays and JSON only: reading one never runs anything that it holds."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from wobangni.triage.rules.features import HEAD, WEIGHTS, Reader, Vocabulary
from wobangni.triage.rules.model import Model
from wobangni.triage.rules.segment import Lexicon

FORMAT = 2
LARGEST = 50_000_000  # bytes, packed
#: What all parts together may be unpacked; a stored model stays far below.
_LARGEST_UNPACKED = 400_000_000


class Unusable(ValueError):
    """Not a model of this format, damaged, or too large."""


def pack(model: Model) -> bytes:
    """``model`` as a compressed npz. Raises Unusable if it is larger than ``LARGEST``."""
    vocabulary = model.reader.vocabulary
    about = {"format": FORMAT, "labels": model.labels, "head": HEAD, "weights": WEIGHTS}
    parts: dict[str, npt.NDArray[np.generic]] = {
        "about": _bytes(json.dumps(about, ensure_ascii=False)),
        "lexicon": _lines(model.reader.lexicon.words),
        "ends": _bytes(json.dumps(model.reader.lexicon.ends, ensure_ascii=False)),
        "rarity": vocabulary.rarity,
        "weights": model.weights,
        "bias": model.bias,
        "prior": model.prior,
    }
    for number, names in enumerate(vocabulary.names):
        parts[f"names{number}"] = _lines(names)
    stream = io.BytesIO()
    np.savez_compressed(stream, **parts)  # type: ignore[arg-type]
    data = stream.getvalue()
    if len(data) > LARGEST:
        raise Unusable(f"the model takes {len(data):,} bytes, more than {LARGEST:,}")
    return data


def unpack(data: bytes) -> Model:
    """Raises Unusable."""
    try:
        if len(data) > LARGEST:
            raise Unusable("the stored model is too large")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST_UNPACKED:
                raise Unusable("the stored model is too large")
        with np.load(io.BytesIO(data), allow_pickle=False) as parts:
            return _model({name: parts[name] for name in parts.files})
    except Unusable:
        raise
    except Exception as error:  # of damaged bytes zlib, tokenize, json and memory each complain in their way; whoever wants a suggestion must see none of it
        raise Unusable(f"the stored model can't be read: {error}") from error


def _model(parts: dict[str, npt.NDArray[np.generic]]) -> Model:
    about = json.loads(_text(parts["about"]))
    if about["format"] != FORMAT or about["head"] != HEAD or tuple(about["weights"]) != WEIGHTS:
        raise Unusable("the stored model was made by another version of the platform; train anew")
    rarity = np.asarray(parts["rarity"], dtype=np.float32)
    names = tuple(tuple(_unlined(parts[f"names{number}"])) for number in range(len(WEIGHTS)))
    if sum(map(len, names)) != len(rarity):
        raise Unusable("weights and vocabulary don't fit each other")
    ends = {str(key): int(length) for key, length in json.loads(_text(parts["ends"])).items() if int(length) > 0}
    reader = Reader(Lexicon(tuple(_unlined(parts["lexicon"])), ends), Vocabulary(names, rarity))
    weights = np.asarray(parts["weights"], dtype=np.float16)
    bias, prior = (np.asarray(parts[name], dtype=np.float32) for name in ("bias", "prior"))
    if not all(np.isfinite(part).all() for part in (rarity, weights, bias, prior)):
        raise Unusable("the stored model holds values that are no numbers")
    return Model([str(label) for label in about["labels"]], reader, weights, bias, prior)


def _bytes(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _text(part: npt.NDArray[np.generic]) -> str:
    return part.astype(np.uint8).tobytes().decode()


def _lines(names: Iterable[str]) -> npt.NDArray[np.uint8]:
    """No name holds a line feed: normalised texts have none."""
    return _bytes("\n".join(names))


def _unlined(part: npt.NDArray[np.generic]) -> list[str]:
    text = _text(part)
    return text.split("\n") if text else []
