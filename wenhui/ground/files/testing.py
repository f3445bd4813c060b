"""Photos and videos for tests, made on the spot: plain ones, with what cameras write beside them, and bad ones."""

import io
from datetime import datetime
from fractions import Fraction

import av
import numpy as np
import pillow_heif
from PIL import ExifTags, Image, ImageDraw

pillow_heif.register_heif_opener(thumbnails=False)

AT_THE_DOOR = (120.1587, 30.2806)


def picture(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Draw sky over ground, so that up can be told from down."""
    image = Image.new("RGB", (width, height), (90, 150, 210))
    ImageDraw.Draw(image).rectangle((0, height // 2, width, height), fill=(120, 90, 60))
    return image.convert(mode)


def photo(
    image: Image.Image | None = None, *, kind: str = "JPEG", exif: Image.Exif | None = None, **more: object
) -> bytes:
    """Return a picture as the file of a camera."""
    out = io.BytesIO()
    if exif is not None:
        more["exif"] = exif.tobytes()
    (image or picture()).save(out, kind, **more)
    return out.getvalue()


def camera(
    *, lng: float | None = None, lat: float | None = None, at: datetime | None = None, orientation: int = 1
) -> Image.Exif:
    """Return what a camera writes beside a photo."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Wenhui"
    exif[ExifTags.Base.Orientation] = orientation
    if at is not None:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{at:%Y:%m:%d %H:%M:%S}"
    if lng is not None and lat is not None:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = ("N" if lat >= 0 else "S"), _parts(abs(lat))
        gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = ("E" if lng >= 0 else "W"), _parts(abs(lng))
    return exif


def _parts(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4)


def video(*, seconds: float = 1.0, width: int = 320, height: int = 240, sound: bool = True, said: str = "") -> bytes:
    """Return a short video, ten pictures a second, with silence beside them; `said` is the place its phone wrote."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4", options={"movflags": "use_metadata_tags"}) as target:
        if said:
            target.metadata["location"] = said
        pictures = target.add_stream("libx264", rate=10)
        pictures.width, pictures.height, pictures.pix_fmt = width, height, "yuv420p"
        heard = target.add_stream("aac", rate=44_100, layout="mono") if sound else None
        for number in range(round(seconds * 10)):
            frame = av.VideoFrame.from_image(picture(width, height))  # type: ignore[no-untyped-call]
            frame.pts, frame.time_base = number, Fraction(1, 10)
            target.mux(pictures.encode(frame))
        target.mux(pictures.encode())
        if heard is not None:
            for number in range(round(seconds * 44_100 / 1024)):
                silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
                silence.sample_rate, silence.pts, silence.time_base = 44_100, number * 1024, Fraction(1, 44_100)
                target.mux(heard.encode(silence))
            target.mux(heard.encode())
    return out.getvalue()
