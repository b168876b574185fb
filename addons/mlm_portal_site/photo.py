# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from PIL import Image, ImageOps

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 800
FORMATS = ("JPEG", "PNG")


def clean_photo(content):
    """Return a photo painted anew as JPEG: no place, camera, comment or script comes along.

    :param bytes content: what was sent, whatever it is
    :return: JPEG bytes of at most 800 by 800 pixels, upright, on white
    :raise ValueError: it is no JPEG or PNG, is damaged, or too large
    """
    if len(content) > MOST_BYTES:
        raise ValueError("too many bytes")
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        image = ImageOps.exif_transpose(image)
        image.thumbnail((SIDE, SIDE))
        image = image.convert("RGBA")
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("no picture") from error
    painted = Image.new("RGB", image.size, "white")
    painted.paste(image, mask=image.getchannel("A"))
    stream = io.BytesIO()
    painted.save(stream, "JPEG", quality=85)
    return stream.getvalue()
