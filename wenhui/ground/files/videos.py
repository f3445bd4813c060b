"""Makes of a short video our own copy: H.264 and AAC in MP4, upright, at most 1280 pixels and 30 pictures a second.

Always encoded anew, never only re-wrapped: then every browser plays it, and nothing that a phone or somebody else hid
beside pictures and sound is carried along.
"""

import io
import re
import tempfile
import time
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.error import FFmpegError
from django.utils.translation import gettext
from PIL import Image

from wenhui.ground.files import exif, photos, rules
from wenhui.ground.files.errors import RefusedError
from wenhui.ground.files.exif import Taken
from wenhui.ground.files.photos import Copy
from wenhui.ground.files.rules import Format

SIDE = 1280
PICTURES_A_SECOND = 30
GRACE = 1.0  # a phone that stops at 30 s writes 30.4
PATIENCE = 90  # seconds; four times what a whole phone video takes
VAST = 4096 * 2304
DEMUXERS = {Format.MP4: "mov", Format.WEBM: "matroska"}
TURNS = {90: ("cclock",), 180: ("clock", "clock"), 270: ("clock",)}
ISO_6709 = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")
CLOCK = Fraction(1, 90_000)


def read(content: bytes, found: Format, *, at: datetime) -> Copy:
    """Return our copy of a short video with its poster, or raise RefusedError with the reason."""
    if len(content) > rules.VIDEO_BYTES:
        raise RefusedError(
            gettext("视频有 %(n)s MB，最多 %(most)s MB。请拍短一些。")
            % {"n": round(len(content) / rules.MIB), "most": rules.VIDEO_BYTES // rules.MIB}
        )
    try:
        # The demuxer is named, since some of those that would be guessed open other files and addresses.
        with av.open(io.BytesIO(content), format=DEMUXERS[found]) as source:
            return _copied(source, at=at)
    except RefusedError:
        raise
    except (FFmpegError, ValueError, OSError, ArithmeticError, IndexError, TypeError) as error:
        raise RefusedError(gettext("视频不完整或已损坏，可能没有传完。请再拍一段，或重新选一次。")) from error


def _copied(source: Any, *, at: datetime) -> Copy:
    if not source.streams.video:
        raise RefusedError(gettext("里面没有画面，只有声音或别的。请重新选一次。"))
    if source.duration and source.duration / 1_000_000 > rules.SECONDS + GRACE:
        raise _too_long(source.duration / 1_000_000)
    moving = source.streams.video[0]
    if not 0 < moving.width * moving.height <= VAST:
        raise RefusedError(gettext("视频画面太大，最大 4K。请在相机里调小后再拍。"))
    with tempfile.TemporaryDirectory(prefix="wenhui-video-") as folder:
        path = Path(folder) / "copy.mp4"
        poster, seconds = _encode(source, path)
        copy = path.read_bytes()
    taken = _taken({**source.metadata, **moving.metadata}, at=at)
    return photos.drawn(poster, taken=taken, content=copy, seconds=round(seconds, 1))


def _encode(source: Any, path: Path) -> tuple[Image.Image, float]:
    """Write the copy and return its first picture and its length."""
    until = time.monotonic() + PATIENCE
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as target:
        target.metadata.clear()
        pictures, sound = Pictures(target), Sound(target) if source.streams.audio else None
        for frame in source.decode(*source.streams.video[:1], *source.streams.audio[:1]):
            if frame.time is not None and frame.time > rules.SECONDS + GRACE:
                raise _too_long(frame.time)
            if time.monotonic() > until:
                raise RefusedError(
                    gettext("视频太费机器，转换了 %(n)s 秒还没有完。请在相机里调小后再拍。") % {"n": PATIENCE}
                )
            if isinstance(frame, av.VideoFrame):
                pictures.take(frame)
            elif sound is not None:
                sound.take(frame)
        if pictures.poster is None:
            raise RefusedError(gettext("视频里一帧画面也读不出来。请再拍一段。"))
        pictures.end()
        if sound is not None:
            sound.end()
    return pictures.poster, pictures.seconds


class Pictures:
    """The pictures of a copy: upright, at most 1280 pixels, not more than thirty a second."""

    def __init__(self, target: Any) -> None:
        self.target = target
        self.stream: Any = None
        self.poster: Image.Image | None = None
        self.seconds = 0.0

    def take(self, frame: Any) -> None:
        """Encode a frame, unless it comes too soon after the one before."""
        if self.stream is None:
            frame = _upright(frame)
            self.stream = _video_stream(self.target, frame)
            self.poster = frame.to_image().resize((self.stream.width, self.stream.height), Image.Resampling.BICUBIC)
        elif frame.time is None or frame.time - self.seconds < 1 / PICTURES_A_SECOND - 0.004:
            return
        else:
            frame = _upright(frame)
        self.seconds = max(self.seconds, frame.time or 0.0)
        small = frame.reformat(width=self.stream.width, height=self.stream.height, format="yuv420p")
        small.pts, small.time_base, small.pict_type = round(self.seconds / CLOCK), CLOCK, 0
        self.target.mux(self.stream.encode(small))

    def end(self) -> None:
        """Write what the encoder still holds."""
        self.target.mux(self.stream.encode())


class Sound:
    """The sound of a copy: one channel."""

    def __init__(self, target: Any) -> None:
        self.target = target
        self.stream = target.add_stream("aac", rate=44_100, layout="mono")
        self.resample = av.AudioResampler("fltp", "mono", 44_100, frame_size=1024)

    def take(self, frame: Any) -> None:
        """Encode a piece of sound; None is the end."""
        for part in self.resample.resample(frame):
            self.target.mux(self.stream.encode(part))

    def end(self) -> None:
        """Write what resampler and encoder still hold."""
        self.take(None)
        self.target.mux(self.stream.encode())


def _video_stream(target: Any, frame: Any) -> Any:
    """Add the stream of pictures, as large as an upright frame or smaller, with sides that H.264 can halve."""
    scale = min(1.0, SIDE / max(frame.width, frame.height))
    stream = target.add_stream("libx264", rate=PICTURES_A_SECOND, options={"preset": "veryfast", "crf": "26"})
    stream.width, stream.height = (max(2, round(side * scale) // 2 * 2) for side in (frame.width, frame.height))
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = CLOCK
    stream.time_base = CLOCK
    return stream


def _upright(frame: Any) -> Any:
    """Return a frame as it is to be seen: phones write how they were held beside the pictures."""
    turn = round(frame.rotation) % 360
    if turn not in TURNS:
        return frame
    graph = av.filter.Graph()
    last = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base or CLOCK
    )
    for way in TURNS[turn]:
        following = graph.add("transpose", way)
        last.link_to(following)
        last = following
    last.link_to(graph.add("buffersink"))
    graph.configure()
    graph.push(frame)
    return graph.pull()


def _taken(said: dict[str, str], *, at: datetime) -> Taken:
    place = ISO_6709.match(said.get("com.apple.quicktime.location.ISO6709") or said.get("location") or "")
    lng = lat = None
    if place and rules.is_on_earth(float(place[2]), float(place[1])):
        lng, lat = float(place[2]), float(place[1])
    try:
        moment = datetime.fromisoformat(said.get("com.apple.quicktime.creationdate") or said.get("creation_time") or "")
    except ValueError:
        return Taken(None, lng, lat)
    return Taken(exif.believable(moment, at=at) if moment.tzinfo else None, lng, lat)


def _too_long(seconds: float) -> RefusedError:
    return RefusedError(
        gettext("视频有 %(n)s 秒，最多 %(most)s 秒。请截短，或分几段拍。")
        % {"n": round(seconds), "most": rules.SECONDS}
    )
