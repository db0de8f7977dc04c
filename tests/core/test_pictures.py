"""Pictures from outside are served without what else their files carried."""

from __future__ import annotations

import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from factories.picture_files import a_picture_file
from samkop.core import pictures
from samkop.core.pictures import PictureTooLargeError, UnreadablePictureError, fit_picture

SECRET = "61.4978 N 23.7610 E"


def opened(content):
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_kind_becomes_webp_in_two_sizes(kind):
    fitted = fit_picture(a_picture_file(kind))
    large, small = opened(fitted.large), opened(fitted.small)
    assert (large.format, large.size, small.format, small.size) == (
        "WEBP", (960, 480), "WEBP", (320, 160),
    )  # fmt: skip
    assert (fitted.width, fitted.height) == (960, 480)
    red, green, blue = large.convert("RGB").getpixel((480, 240))
    assert (abs(red - 200) < 8, abs(green - 30) < 8, abs(blue - 30) < 8) == (True, True, True)


def test_a_small_picture_is_not_enlarged():
    fitted = fit_picture(a_picture_file(size=(40, 90)))
    assert (fitted.width, fitted.height, opened(fitted.small).size) == (40, 90, (40, 90))


def test_place_comment_and_what_trails_stay_behind():
    exif = Image.Exif()
    exif[0x010E] = SECRET
    comment = PngImagePlugin.PngInfo()
    comment.add_text("Comment", SECRET)
    trailing = b"PK\x03\x04" + SECRET.encode()
    files = [
        a_picture_file("JPEG", exif=exif, comment=SECRET.encode()) + trailing,
        a_picture_file("PNG", exif=exif, pnginfo=comment) + trailing,
        a_picture_file("WEBP", exif=exif, xmp=SECRET.encode()) + trailing,
    ]
    assert all(SECRET.encode() in file for file in files)
    for file in files:
        fitted = fit_picture(file)
        assert (SECRET.encode() in fitted.large, SECRET.encode() in fitted.small) == (False, False)
        assert (dict(opened(fitted.large).getexif()), b"EXIF" in fitted.large) == ({}, False)


def test_a_photograph_taken_upright_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter
    fitted = fit_picture(a_picture_file("JPEG", size=(300, 200), exif=exif))
    assert (fitted.width, fitted.height) == (200, 300)


def test_what_is_transparent_stays_so():
    fitted = fit_picture(a_picture_file("PNG", mode="RGBA", colour=(10, 20, 30, 0)))
    assert opened(fitted.large).convert("RGBA").getpixel((3, 3))[3] == 0


@pytest.mark.parametrize(
    "content",
    [
        b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        a_picture_file("GIF", mode="P", colour=3), a_picture_file("TIFF"),
        a_picture_file("PNG")[:400],
        a_picture_file("JPEG", size=(2000, 2000))[:300],
    ],
)  # fmt: skip
def test_what_is_no_whole_png_jpeg_or_webp_is_unreadable(content):
    with pytest.raises(UnreadablePictureError):
        fit_picture(content)


def a_black_png(side):
    """Of so many pixels squared, a bit each; Pillow would need seconds to write a large one."""

    def chunk(kind, data):
        length, checksum = len(data).to_bytes(4, "big"), zlib.crc32(kind + data).to_bytes(4, "big")
        return length + kind + data + checksum

    header = side.to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    rows = zlib.compress(bytes(side * (1 + -(-side // 8))), 1)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_black_png_is_a_whole_picture():
    assert fit_picture(a_black_png(30)).width == 30


def test_too_many_bytes_or_pixels_are_refused_before_they_are_decoded(monkeypatch):
    with pytest.raises(PictureTooLargeError):
        fit_picture(b"\0" * (pictures.MOST_BYTES + 1))
    # The larger one Pillow would refuse by itself.
    for side in (9_000, 30_000):
        bomb = a_black_png(side)
        assert len(bomb) < pictures.MOST_BYTES
        with pytest.raises(PictureTooLargeError):
            fit_picture(bomb)


@settings(max_examples=60)
@given(st.integers(1, 700), st.integers(1, 700))
def test_neither_side_is_longer_than_it_may_be_nor_empty(width, height):
    fitted = fit_picture(a_picture_file(size=(width, height)))
    small = opened(fitted.small)
    assert (fitted.width, fitted.height) == (width, height)
    assert min(small.size) >= 1
    assert max(small.size) == min(max(width, height), pictures.SMALL)


@settings(max_examples=100)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_never_anything_else(data):
    whole = bytearray(
        a_picture_file(data.draw(st.sampled_from(["PNG", "JPEG", "WEBP"])), size=(60, 40))
    )
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    try:
        fitted = fit_picture(bytes(whole))
    except (UnreadablePictureError, PictureTooLargeError):
        return
    assert opened(fitted.large).format == "WEBP"
