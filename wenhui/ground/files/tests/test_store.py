"""Both stores keep one contract: a folder, and a bucket served by the fake beside its client."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wenhui.ground.files import fake_s3, store
from wenhui.ground.files.errors import MissingError, StoreError
from wenhui.ground.files.s3 import Bucket, BucketStore, Stored, signed
from wenhui.ground.files.store import Folder, Store

CONTENT = b"0123456789" * 20
NAMES = [hashlib.sha256(bytes([number])).hexdigest() for number in range(5)]
KEYS = sorted(store.key_of(name, "jpg") for name in NAMES)


def listed(place: Store) -> list[Stored]:
    return list(place.keys())


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "folder":
        yield Folder(tmp_path / "files")
        return
    with fake_s3.serving() as address:
        yield BucketStore(Bucket.at(address))


def test_a_store_gives_back_what_was_put_whole_and_in_parts(place: Store) -> None:
    place.put(KEYS[0], CONTENT)
    place.put(KEYS[0], CONTENT)

    assert place.read(KEYS[0]) == CONTENT
    assert place.read(KEYS[0], start=5, length=7) == CONTENT[5:12]
    assert place.read(KEYS[0], start=195) == CONTENT[195:]
    assert place.read(KEYS[0], start=500, length=3) == b""


def test_a_store_lists_all_it_holds_with_the_moment(place: Store) -> None:
    for key in KEYS:
        place.put(key, CONTENT)

    found = listed(place)

    assert [one.key for one in found] == KEYS
    assert {store.digest_of(one.key) for one in found} == set(NAMES)
    assert all(abs(one.at - datetime.now(UTC)) < timedelta(minutes=1) for one in found)


def test_what_is_removed_or_was_never_there_is_missing(place: Store) -> None:
    place.put(KEYS[0], CONTENT)

    place.remove(KEYS[0])
    place.remove(KEYS[0])

    assert listed(place) == []
    with pytest.raises(MissingError):
        place.read(KEYS[0])


def test_a_store_that_cannot_be_reached_says_so(tmp_path: Path) -> None:
    (tmp_path / "files").write_bytes(b"a file stands where the folder should")
    with fake_s3.serving() as address:
        stranger = BucketStore(Bucket.at(address.replace("cret@", "cretly@")))
        with pytest.raises(StoreError, match="answered 403"):
            stranger.put(KEYS[0], CONTENT)

    for place in (Folder(tmp_path / "files"), BucketStore(Bucket.at(address))):
        with pytest.raises(StoreError):
            place.put(KEYS[0], CONTENT)


def test_a_folder_holds_nothing_half_written_and_lets_nobody_else_in(tmp_path: Path) -> None:
    place = Folder(tmp_path / "files")
    place.put(KEYS[0], CONTENT)
    left = tmp_path / "files" / KEYS[0][:2] / f"{store.UNFINISHED}killed"
    left.write_bytes(b"half")

    swept = place.sweep_unfinished(before=datetime.now(UTC) + timedelta(seconds=5))

    assert (swept, left.exists()) == (1, False)
    assert [one.key for one in listed(place)] == [KEYS[0]]
    assert {
        path.stat().st_mode & 0o077 for path in (tmp_path / "files" / KEYS[0], tmp_path / "files" / KEYS[0][:2])
    } == {0}


@pytest.mark.parametrize("key", ["../../etc/passwd", "ab/../cd.jpg", "AB/" + "0" * 62 + ".jpg", ""])
def test_no_key_leads_out_of_the_folder(tmp_path: Path, key: str) -> None:
    with pytest.raises(MissingError):
        Folder(tmp_path).read(key)


def test_the_signature_is_that_of_amazons_published_example() -> None:
    bucket = Bucket(
        "s3+https", "examplebucket.s3.amazonaws.com", "examplebucket", "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", is_in_host=True,
    )  # fmt: skip

    sent = signed(
        bucket, "GET", bucket.path("test.txt"), query={}, headers={"Range": "bytes=0-9"}, body=b"",
        at=datetime(2013, 5, 24, tzinfo=UTC),
    )  # fmt: skip

    assert sent["authorization"].endswith("=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")


@pytest.mark.parametrize("address", ["https://a:b@c/d", "s3+https://c/d", "s3+https://a:b@c/", "s3+https://a:b@c/d/e"])
def test_an_address_that_cannot_be_meant_is_refused_without_its_secret(address: str) -> None:
    with pytest.raises(ValueError, match=r"does not begin|needs key") as refused:
        Bucket.at(address)

    assert "b@" not in str(refused.value)
