"""What becomes of the files that people send as photos."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from PIL import ExifTags, Image

from wobangni.service_requests.rules.photo import MAX_SIDE, PROBLEMS, SMALL_SIDE, BadPhoto, clean_photo


def picture(size: tuple[int, int] = (640, 480), colour: str = "seagreen", mode: str = "RGB") -> Image.Image:
    return Image.new(mode, size, colour)


def saved(image: Image.Image, format: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def with_place(lat: float = 40.84, lng: float = 111.75) -> bytes:
    exif = Image.Exif()
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (int(lat), (lat % 1) * 60, 0.0)
    gps[ExifTags.GPS.GPSLongitudeRef] = "E"
    gps[ExifTags.GPS.GPSLongitude] = (int(lng), (lng % 1) * 60, 0.0)
    exif[ExifTags.Base.Make] = "Somephone"
    return saved(picture(), exif=exif, comment=b"taken at home")


def png_of(width: int, height: int) -> bytes:
    """A PNG header that promises width x height pixels of nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(b"\0" * 1_000_000, 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def problem_of(raw: bytes) -> str:
    with pytest.raises(BadPhoto) as caught:
        clean_photo(raw)
    assert PROBLEMS[caught.value.problem] == caught.value.message
    return caught.value.problem


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_photos_of_every_taken_format_become_jpeg(format: str) -> None:
    photo = clean_photo(saved(picture(), format))
    assert Image.open(io.BytesIO(photo.data)).format == "JPEG"
    assert (photo.width, photo.height) == (640, 480)


def test_a_large_photo_is_made_smaller_and_a_small_copy_lies_beside_it() -> None:
    photo = clean_photo(saved(picture((6000, 4000))))
    assert (photo.width, photo.height) == (MAX_SIDE, 1365)
    assert max(Image.open(io.BytesIO(photo.small)).size) == SMALL_SIDE


def test_nothing_but_the_picture_is_kept() -> None:
    photo = clean_photo(with_place())
    kept = Image.open(io.BytesIO(photo.data))
    assert not kept.getexif()
    assert "comment" not in kept.info
    assert b"Somephone" not in photo.data
    assert b"taken at home" not in photo.data


def test_the_place_in_a_photo_is_handed_over_apart() -> None:
    place = clean_photo(with_place(40.84, 111.75)).place
    assert place == pytest.approx((40.84, 111.75), abs=1e-5)


def test_a_place_that_cannot_be_is_no_place() -> None:
    assert clean_photo(with_place(lat=95.0)).place is None
    assert clean_photo(saved(picture())).place is None


def test_a_photo_taken_sideways_is_set_upright() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    photo = clean_photo(saved(picture((640, 480)), exif=exif))
    assert (photo.width, photo.height) == (480, 640)


def test_what_was_transparent_becomes_white() -> None:
    photo = clean_photo(saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"))
    pixel = Image.open(io.BytesIO(photo.data)).getpixel((10, 10))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 250


def test_a_film_appended_by_the_phone_does_no_harm_and_is_not_kept() -> None:
    film = b"\x00\x00\x00\x18ftypmp42" + b"film" * 1000
    assert b"film" not in clean_photo(saved(picture()) + film).data


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00" + b"\0" * 500, "not_photo"),
        (b"\x7fELF" + b"\0" * 500, "not_photo"),
        (b"GIF89a" + b"\0" * 500, "not_photo"),
        (b"%PDF-1.7\n" + b"\0" * 500, "not_photo"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "drawing"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><svg onload="alert(1)"/>', "drawing"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 500, "heic"),
        (b"\xff\xd8\xff\xe0 no picture at all", "damaged"),
        (saved(picture((900, 900)))[:2000], "damaged"),
        (b"\xff\xd8\xff" + b"\0" * (20 * 1024 * 1024), "too_big"),
    ],
)
def test_what_is_no_photo_is_refused_by_its_name(raw: bytes, problem: str) -> None:
    assert problem_of(raw) == problem


def test_a_photo_that_is_an_archive_too_is_refused() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("evil.class", "x")
    assert problem_of(saved(picture()) + archive.getvalue()) == "two_natures"


@pytest.mark.parametrize("payload", [b"<script>alert(1)</script>", b"<?php system($_GET[0]);", b"<HTML><body>"])
def test_a_photo_that_is_a_page_too_is_refused(payload: bytes) -> None:
    assert problem_of(saved(picture(), comment=payload)) == "two_natures"
    assert problem_of(saved(picture()) + payload) == "two_natures"


def test_a_photo_that_is_a_document_too_is_refused() -> None:
    assert problem_of(saved(picture(), comment=b"%PDF-1.4 stream")) == "two_natures"


@pytest.mark.parametrize("size", [(30_000, 30_000), (60_000, 1_000), (2_000_000, 2_000_000)])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    assert problem_of(png_of(*size)) in ("too_many_pixels", "damaged")


def test_a_huge_plain_jpeg_of_a_good_phone_is_taken() -> None:
    assert clean_photo(saved(picture((12_000, 9_000)), quality=30)).width == MAX_SIDE
