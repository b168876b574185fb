# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pictures, drawn: the logo, and packages (a jar, a bottle, a bag); the same bytes every time."""

import io

from PIL import Image, ImageDraw, ImageFont

LOGO_SIZE, LOGO_HEIGHT = (560, 140), 88
SIDE = 800
SHADE = 0.78


def packshot(shape, colour):
    """Return a picture of a package as PNG, SIDE pixels wide and high.

    :param str shape: key of ``SHAPES``
    :param colour: (red, green, blue), 0 to 255
    """
    image = Image.new("RGB", (SIDE, SIDE), (250, 248, 244))
    draw = ImageDraw.Draw(image)
    draw.ellipse((180, 655, 620, 715), fill=(232, 228, 220))
    for kind, box, tone in SHAPES[shape]:
        fill = _mixed(colour, tone)
        if kind == "label":
            draw.rounded_rectangle(box, radius=12, fill=(255, 255, 255))
            _leaf(draw, box, colour)
        else:
            draw.rounded_rectangle(box, radius=kind, fill=fill)
            left, top, right, bottom = box
            draw.rounded_rectangle(
                (right - (right - left) // 6, top, right, bottom),
                radius=min(kind, (right - left) // 12),
                fill=_mixed(fill, SHADE),
            )
    return _png(image)


def logo(name, colour):
    """Return a logo as PNG with nothing behind it: a leaf and a name.

    :param colour: (red, green, blue), 0 to 255
    """
    image = Image.new("RGBA", LOGO_SIZE, (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((12, 10, 92, 110), fill=colour)
    draw.polygon(((52, 0), (36, 22), (68, 22)), fill=colour)
    draw.line((52, 30, 52, 136), fill=_mixed(colour, 0.6), width=6)
    for rise in (54, 78):
        draw.line((52, rise + 14, 28, rise), fill=_mixed(colour, 0.6), width=4)
        draw.line((52, rise + 14, 76, rise), fill=_mixed(colour, 0.6), width=4)
    font = ImageFont.load_default(LOGO_HEIGHT)
    draw.text((112, 70), name, fill=_mixed(colour, 0.6), font=font, anchor="lm")
    return _png(image)


def _png(image):
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _mixed(colour, tone):
    """Return the colour darkened (tone below 1) or lightened towards white (above 1)."""
    if tone <= 1:
        return tuple(int(part * tone) for part in colour)
    return tuple(int(part + (255 - part) * (tone - 1)) for part in colour)


def _leaf(draw, box, colour):
    """Draw a linden leaf and two lines of writing on a label."""
    left, top, right, bottom = box
    middle, height = (left + right) // 2, bottom - top
    leaf = (middle - height // 8, top + height // 8, middle + height // 8, top + height // 2)
    draw.ellipse(leaf, fill=_mixed(colour, 0.9))
    draw.line((middle, leaf[1], middle, leaf[3] + height // 12), fill=(255, 255, 255), width=4)
    for number, share in enumerate((3, 4)):
        y = top + height * 5 // 8 + number * height // 8
        half = (right - left) // share
        draw.rounded_rectangle((middle - half, y, middle + half, y + 10), 5, fill=(170, 170, 165))


# Per shape its parts from back to front: corner radius or "label", box, tone of the colour.
SHAPES = {
    "jar": ((30, (230, 300, 570, 690), 1.0), (20, (215, 230, 585, 320), 0.7),
            ("label", (260, 390, 540, 620), 1)),
    "bottle": ((60, (290, 250, 510, 690), 1.0), (14, (355, 130, 445, 255), 0.7),
               ("label", (305, 370, 495, 620), 1)),
    "dropper": ((36, (310, 340, 490, 690), 1.0), (10, (345, 270, 455, 350), 0.6),
                (26, (370, 140, 430, 280), 0.75), ("label", (322, 430, 478, 640), 1)),
    "stick": ((26, (345, 360, 455, 690), 1.0), (26, (353, 220, 447, 370), 1.4),
              ("label", (353, 450, 447, 640), 1)),
    "can": ((40, (260, 240, 540, 690), 1.0), (16, (250, 190, 550, 260), 0.7),
            ("label", (280, 350, 520, 610), 1)),
    "pouch": ((24, (220, 190, 580, 690), 1.0), (6, (220, 190, 580, 230), 0.75),
              ("label", (270, 310, 530, 600), 1)),
    "canister": ((30, (210, 280, 590, 690), 1.0), (18, (250, 190, 370, 290), 0.65),
                 (24, (430, 215, 560, 290), 1.0), ("label", (260, 370, 540, 630), 1)),
    "box": ((10, (190, 330, 610, 690), 1.0), (6, (170, 280, 630, 360), 0.75),
            ("label", (290, 420, 510, 640), 1)),
}  # fmt: skip
