"""Makes of a short video our own copy: H.264 and AAC in MP4, upright, at most 1280 pixels and 30 pictures a second.

Always encoded anew, never only re-wrapped: then every browser plays it, and nothing that a phone or somebody else hid
beside pictures and sound is carried along.
"""

import io
import re
import tempfile
from collections.abc import Iterator
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
    poster: Image.Image | None = None
    seconds = 0.0
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as target:
        target.metadata.clear()
        picture: Any = None
        sound = target.add_stream("aac", rate=44_100, layout="mono") if source.streams.audio else None
        resample = av.AudioResampler("fltp", "mono", 44_100, frame_size=1024) if sound else None
        for frame in _frames(source):
            if frame.time is not None and frame.time > rules.SECONDS + GRACE:
                raise _too_long(frame.time)
            if isinstance(frame, av.AudioFrame):
                if sound is not None and resample is not None:
                    for part in resample.resample(frame):
                        target.mux(sound.encode(part))
                continue
            upright = _upright(frame)
            if picture is None:
                poster, picture = upright.to_image(), _video_stream(target, upright)
            elif frame.time is None or frame.time - seconds < 1 / PICTURES_A_SECOND - 0.004:
                continue
            seconds = max(seconds, frame.time or 0.0)
            small = upright.reformat(width=picture.width, height=picture.height, format="yuv420p")
            small.pts, small.time_base = round(seconds / CLOCK), CLOCK
            small.pict_type = 0
            target.mux(picture.encode(small))
        if poster is None:
            raise RefusedError(gettext("视频里一帧画面也读不出来。请再拍一段。"))
        target.mux(picture.encode())
        if sound is not None and resample is not None:
            for part in resample.resample(None):
                target.mux(sound.encode(part))
            target.mux(sound.encode())
    return poster, seconds


def _frames(source: Any) -> Iterator[Any]:
    yield from source.decode(*source.streams.video[:1], *source.streams.audio[:1])


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
