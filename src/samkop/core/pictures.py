"""Pictures that come from outside, made fit to be served: upright, small, nothing hidden in them.

A picture is decoded and encoded anew as WebP (RFC 9649). Whatever else the file carried stays
behind: place and time of the photograph (Exif), comments, thumbnails, trailing bytes.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 8 * 1024 * 1024
# A decoded picture takes four bytes a pixel.
MOST_PIXELS = 40_000_000
LARGE, SMALL = 960, 320
MEDIA_TYPE = "image/webp"
FORMATS = ("PNG", "JPEG", "WEBP")
QUALITY = 80


class UnreadablePictureError(ValueError):
    """The bytes are no PNG, JPEG or WebP, or a broken one."""


class PictureTooLargeError(ValueError):
    """More bytes or more pixels than are taken."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in two sizes, both WebP; ``width`` and ``height`` in pixels are the large one's.

    The longer side has LARGE and SMALL pixels at most; a smaller picture is not enlarged.
    """

    large: bytes
    small: bytes
    width: int
    height: int


def fit_picture(content: bytes) -> Picture:
    """Read a picture by its content, whatever its name says, and make it fit to be served.

    The first image of an animation is taken. Raises PictureTooLargeError, UnreadablePictureError.
    """
    if len(content) > MOST_BYTES:
        raise PictureTooLargeError(len(content))
    try:
        upright = _upright(content)
    except (PictureTooLargeError, Image.DecompressionBombError) as error:
        raise PictureTooLargeError(str(error)) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnreadablePictureError(str(error)) from error
    large, width, height = _encoded(upright, LARGE)
    small, _width, _height = _encoded(upright, SMALL)
    return Picture(large, small, width, height)


def _upright(content: bytes) -> Image.Image:
    """The pixels as they are meant to be seen, with the transparency that they have."""
    with warnings.catch_warnings(), Image.open(BytesIO(content), formats=FORMATS) as opened:
        warnings.simplefilter("ignore")  # of odd metadata, which is not kept
        if opened.width * opened.height > MOST_PIXELS:
            raise PictureTooLargeError(opened.width * opened.height)
        opened.draft("RGB", (2 * LARGE, 2 * LARGE))
        opened.load()
        turned = ImageOps.exif_transpose(opened)
        return turned.convert("RGBA" if turned.has_transparency_data else "RGB")


def _encoded(upright: Image.Image, longest: int) -> tuple[bytes, int, int]:
    scaled = upright.copy()
    scaled.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    # A new one holds pixels only: no profile, Exif or comment of the file that was read.
    plain = Image.new(scaled.mode, scaled.size)
    plain.paste(scaled)
    written = BytesIO()
    plain.save(written, "WEBP", quality=QUALITY)
    return written.getvalue(), plain.width, plain.height
