"""Photos that people send: looked at, decoded and written anew, so that nothing but the picture is kept.

What is refused and why: formats that phones don't take photos in; vector graphics, programs and documents under a photo's name; files that are a photo
and something else at once (polyglots); pictures whose unpacked size would fill the memory (decompression bombs).
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from wobangni.kernel.rules.i18n import gettext_noop as N_

MAX_BYTES = 20 * 1024 * 1024
MAX_SIDE = 2048  # pixels of what is kept
SMALL_SIDE = 480  # pixels of what lists show
MAX_PHOTOS = 9  # of one request
#: A plain JPEG is decoded straight to a fraction of its size, so 200-megapixel phones are welcome; everything else is unpacked whole.
MAX_PIXELS_JPEG = 220_000_000
MAX_PIXELS_OTHER = 50_000_000
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")

_MAGIC = ((b"\xff\xd8\xff", 0), (b"\x89PNG\r\n\x1a\n", 0), (b"WEBP", 8))
#: Signs of a second nature. Phones do append things (a second JPEG, the film of a "live" photo); none of these is among them.
_SECOND_NATURES = (b"<script", b"<?php", b"<html", b"<svg", b"<!doctype html", b"rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")

# We refuse by our own limits, right after the header was read; Pillow's would come earlier.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS_JPEG

PROBLEMS = {
    "empty": N_("This file is empty."),
    "too_big": N_("This photo is larger than 20 MB. Please send a smaller one."),
    "heic": N_("This photo is in Apple's own format (HEIC). Please send it as JPEG, or take a screenshot of it."),
    "drawing": N_("This is a drawing (SVG), not a photo. Please send a JPEG, PNG or WebP."),
    "not_photo": N_("This is not a photo. Please send a JPEG, PNG or WebP."),
    "two_natures": N_("This file is a photo and something else at once. Please take the photo anew and send that."),
    "too_many_pixels": N_("This picture has too many pixels. Please send a smaller one."),
    "damaged": N_("This photo is damaged and can't be opened. Please take it anew."),
}


class BadPhoto(ValueError):
    """``problem``: a key of PROBLEMS, whose value is the English msgid for the sender."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.message = PROBLEMS[problem]


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """``data`` and ``small``: JPEG without any metadata. ``place``: (lat, lng) in WGS84 that the camera had written, apart from the picture."""

    data: bytes
    small: bytes
    width: int
    height: int
    place: tuple[float, float] | None


def clean_photo(raw: bytes) -> CleanPhoto:
    """The picture in ``raw``, upright, at most 2048 pixels a side. Raises BadPhoto."""
    _check_bytes(raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(raw), formats=FORMATS)
        _check_pixels(image)
        place = _place(image)
        picture = _decoded(image)
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise BadPhoto("too_many_pixels" if isinstance(error, Image.DecompressionBombError) else "damaged") from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, MemoryError) as error:
        if isinstance(error, BadPhoto):
            raise
        raise BadPhoto("damaged") from error
    small = picture.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return CleanPhoto(_jpeg(picture), _jpeg(small), picture.width, picture.height, place)


def _check_bytes(raw: bytes) -> None:
    if not raw:
        raise BadPhoto("empty")
    if len(raw) > MAX_BYTES:
        raise BadPhoto("too_big")
    head = raw[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not any(raw[at : at + len(sign)] == sign for sign, at in _MAGIC):
        if raw[4:8] == b"ftyp":
            raise BadPhoto("heic")
        raise BadPhoto("drawing" if b"<svg" in head else "not_photo")
    lowered = raw.lower()
    if b"%pdf-" in lowered[:1024] or any(sign in lowered for sign in _SECOND_NATURES) or _is_zip_too(raw):
        raise BadPhoto("two_natures")


def _is_zip_too(raw: bytes) -> bool:
    """Whether an unpacker would find an archive at the end: its last record, with a comment that fills the rest exactly."""
    at = raw.rfind(b"PK\x05\x06", max(0, len(raw) - 65_557))
    return at >= 0 and at + 22 <= len(raw) and at + 22 + struct.unpack_from("<H", raw, at + 20)[0] == len(raw)


def _check_pixels(image: Image.Image) -> None:
    plain_jpeg = image.format == "JPEG" and "progressive" not in image.info
    if image.width * image.height > (MAX_PIXELS_JPEG if plain_jpeg else MAX_PIXELS_OTHER):
        raise BadPhoto("too_many_pixels")


def _decoded(image: Image.Image) -> Image.Image:
    """Pixels only: upright, in sRGB, on white, at most MAX_SIDE a side."""
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))  # JPEG only: decodes at 1/2, 1/4 or 1/8, never below what is asked
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        upright = Image.new("RGBA", layer.size, "white")
        upright.alpha_composite(layer)
    if profile and upright.mode in ("RGB", "CMYK"):
        upright = _in_srgb(upright, profile)
    rgb = upright.convert("RGB")
    fresh = Image.new("RGB", rgb.size)  # a new image carries no comment, profile or metadata along
    fresh.paste(rgb)
    return fresh


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        converted = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile costs the right shade, not the photo
    return converted if converted is not None else image


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _place(image: Image.Image) -> tuple[float, float] | None:
    """Where the camera says it was, if that makes sense."""
    try:
        gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], str(gps[ExifTags.GPS.GPSLatitudeRef]), "S")
        lng = _degrees(gps[ExifTags.GPS.GPSLongitude], str(gps[ExifTags.GPS.GPSLongitudeRef]), "W")
    except Exception:  # camera makers write anything there; a place that can't be read is no place
        return None
    if not (abs(lat) <= 90 and abs(lng) <= 180) or (lat == 0 and lng == 0):
        return None
    return round(lat, 6), round(lng, 6)


def _degrees(parts: tuple[float, float, float], reference: str, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if reference.strip("\x00 ").upper() == negative else value
