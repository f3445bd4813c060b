"""Identifiers can be sealed, opened and found, and nothing else can be done with them."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from wenhui.kit.crypto import CryptoError, FieldCipher, blind_index, derive

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


@given(st.text())
def test_what_was_sealed_opens_again(value: str) -> None:
    cipher = FieldCipher({1: KEY}, "person.phone")

    sealed = cipher.seal(value)

    assert cipher.open(sealed) == value


def test_equal_values_look_different() -> None:
    cipher = FieldCipher({1: KEY}, "person.phone")

    sealed = {cipher.seal("12000000001") for _ in range(100)}

    assert len(sealed) == 100


@given(st.text(min_size=1), st.data())
def test_one_flipped_bit_is_refused(value: str, data: st.DataObject) -> None:
    cipher = FieldCipher({1: KEY}, "person.phone")
    sealed = bytearray(cipher.seal(value))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(CryptoError):
        cipher.open(bytes(sealed))


def test_a_field_of_one_purpose_does_not_open_as_another() -> None:
    sealed = FieldCipher({1: KEY}, "person.phone").seal("12000000001")

    with pytest.raises(CryptoError, match=r"altered, or sealed with another key"):
        FieldCipher({1: KEY}, "person.id_number").open(sealed)


def test_after_a_rotation_old_fields_open_and_new_ones_use_the_new_key() -> None:
    old = FieldCipher({1: KEY}, "person.phone").seal("12000000001")
    rotated = FieldCipher({1: KEY, 2: OTHER_KEY}, "person.phone")

    new = rotated.seal(rotated.open(old))

    assert (rotated.is_current(old), rotated.is_current(new)) == (False, True)
    assert FieldCipher({2: OTHER_KEY}, "person.phone").open(new) == "12000000001"


def test_a_field_of_a_dropped_key_names_its_version() -> None:
    old = FieldCipher({1: KEY}, "person.phone").seal("12000000001")

    with pytest.raises(CryptoError, match=r"key version 1, which is not at hand"):
        FieldCipher({2: OTHER_KEY}, "person.phone").open(old)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" * 28])
def test_a_field_cut_short_is_refused(sealed: bytes) -> None:
    with pytest.raises(CryptoError, match=r"cut short"):
        FieldCipher({1: KEY}, "person.phone").open(sealed)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({}, r"at least one"),
        ({0: KEY}, r"versions from 1 to 255"),
        ({256: KEY}, r"versions from 1 to 255"),
        ({1: KEY[:31]}, r"31 bytes, not 32"),
    ],
)
def test_a_key_that_cannot_be_used_is_refused_in_words(keys: dict[int, bytes], message: str) -> None:
    with pytest.raises(CryptoError, match=message):
        FieldCipher(keys, "person.phone")


def test_a_key_without_a_purpose_is_refused() -> None:
    with pytest.raises(CryptoError, match=r"needs a purpose"):
        derive(KEY, "")


@given(st.text(), st.text())
def test_blind_indexes_meet_exactly_where_values_do(one: str, other: str) -> None:
    met = blind_index(KEY, one, "person.phone") == blind_index(KEY, other, "person.phone")

    assert met == (one == other)


def test_blind_indexes_of_other_keys_and_purposes_never_meet() -> None:
    indexes = {
        blind_index(key, "12000000001", purpose) for key in (KEY, OTHER_KEY) for purpose in ("person.phone", "caller")
    }

    assert len(indexes) == 4


def test_stored_fields_stay_readable_by_later_releases() -> None:
    """Vectors of our own: whoever changes a derivation breaks every office's data, and this test."""
    nonce = bytes(range(12))
    sealed = b"\x01" + nonce + AESGCM(derive(KEY, "seal:person.phone")).encrypt(nonce, b"12000000001", b"\x01")

    assert derive(KEY, "seal:person.phone").hex() == "fd9e731726e01701cbb9a1bdda16a1b2b7aa559a4434c300964633b2f5b67110"
    assert sealed.hex() == "01000102030405060708090a0b8238a710000fc31fb50d23db1db63bfd80c55271e6f1cb6a721f4b"
    assert FieldCipher({1: KEY}, "person.phone").open(sealed) == "12000000001"
    assert blind_index(KEY, "12000000001", "person.phone").hex() == "d1beafbdfc6f31dbd5a93118fe105f32"
