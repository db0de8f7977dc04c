"""Barcodes before a camera: Code 128 and QR drawn, and a video of them for Chromium."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw

# ISO/IEC 15417, table 1: the widths of bars and spaces of each value; then the stop.
PATTERNS = """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232
    122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122
    321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311
    211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113
    213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422
    121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111
    241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121
    412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412
    211214 211232 2331112
"""
WIDTHS = PATTERNS.split()
START_B, STOP = 104, 106
WIDTH, HEIGHT, FRAMES_A_SECOND = 640, 360, 10


def code_128(text: str) -> str:
    """The widths of bars and spaces, beginning with a bar, of a text in code set B."""
    values = [START_B, *(ord(sign) - 32 for sign in text)]
    check = sum(value * max(place, 1) for place, value in enumerate(values)) % 103
    return "".join(WIDTHS[value] for value in [*values, check, STOP])


def label(text: str) -> Image.Image:
    """The text's Code 128 as a camera sees it."""
    image = Image.new("L", (WIDTH, HEIGHT), 225)
    widths = code_128(text)
    module = (WIDTH - 60) // sum(map(int, widths))
    left = (WIDTH - module * sum(map(int, widths))) // 2
    draw = ImageDraw.Draw(image)
    for place, width in enumerate(map(int, widths)):
        if place % 2 == 0:
            draw.rectangle((left, 90, left + width * module - 1, 270), fill=20)
        left += width * module
    return image


def square_label(text: str) -> Image.Image:
    """The text's QR code (ISO/IEC 18004) as a camera sees it."""
    image = Image.new("L", (WIDTH, HEIGHT), 225)
    code = qrcode.make(text).get_image().convert("L").resize((300, 300))
    image.paste(code, ((WIDTH - 300) // 2, (HEIGHT - 300) // 2))
    return image


def video(path: Path, shown: Iterable[tuple[Image.Image, float]]) -> Path:
    """A YUV4MPEG2 file that shows each picture for some seconds.

    Chromium's fake camera plays it over and over.
    """
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for image, seconds in shown:
            frame = b"FRAME\n" + image.tobytes() + grey
            file.write(frame * round(seconds * FRAMES_A_SECOND))
    return path


def camera(path: Path) -> list[str]:
    """What Chromium is started with to take the video for its camera."""
    return [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]
