"""A model in a directory: `model.json` and one file of arrays that it names by digest. No pickles: reading one runs nothing.

The arrays are written first under a name of their own, then `model.json` takes its place in one step; whoever reads finds
the old model or the new one. What is foreign, damaged or of a newer version is refused in words.
"""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy import sparse

from wenhui.lake.suggesting.model import Memory, Model
from wenhui.lake.texts import tables
from wenhui.lake.texts.errors import TextsError
from wenhui.lake.texts.vectors import Space, Vocabulary

FORMAT: Final = "wenhui-suggestions"
VERSION: Final = 1
HEAD: Final = "model.json"
VOCABULARIES: Final = ("characters", "words")
ARRAYS: Final = (
    *(f"{name}_{part}" for name in VOCABULARIES for part in ("codes", "texts_with")),
    *("weights", "offsets", "shares", "near_weights", "near_pieces", "near_ends", "near_labels", "near_keys"),
)


def refuse_folder(folder: Path) -> None:
    """Raise TextsError when a model cannot be kept there; an older model of ours may be replaced."""
    if folder.exists() and not folder.is_dir():
        raise TextsError(f"{folder} is a file; a model needs a directory. Nothing was written.")
    if not folder.absolute().parent.is_dir():
        raise TextsError(f"There is no folder for {folder}. Nothing was written.")
    if folder.is_dir() and any(folder.iterdir()) and _format_of(folder) != FORMAT:
        raise TextsError(f"{folder} holds other files than a model; name another directory. Nothing was written.")


def keep(model: Model, folder: Path) -> None:
    """Write a model into a directory, in the place of an older one if there is one."""
    refuse_folder(folder)
    near = model.memory.vectors
    arrays = {
        "weights": model.weights.astype(np.float16),
        "offsets": model.offsets,
        "shares": model.shares,
        "near_weights": near.data.astype(np.float16),
        "near_pieces": near.indices.astype(np.int32),
        "near_ends": near.indptr.astype(np.int64),
        "near_labels": model.memory.labels,
        "near_keys": np.frombuffer(json.dumps(list(model.memory.keys)).encode(), np.uint8),
    }
    for name, known in zip(VOCABULARIES, (model.space.characters, model.space.words), strict=True):
        arrays |= {f"{name}_codes": known.codes, f"{name}_texts_with": known.texts_with}
    blob = BytesIO()
    np.savez(blob, **arrays)
    digest = hashlib.sha256(blob.getbuffer()).hexdigest()
    folder.mkdir(exist_ok=True)
    file = f"{digest[:16]}.npz"
    (folder / file).write_bytes(blob.getbuffer())
    (folder / file).chmod(0o600)
    head = {
        "format": FORMAT,
        "version": VERSION,
        "arrays": file,
        "sha256": digest,
        "labels": list(model.labels),
        "texts": model.texts,
        "texts_weighed": model.space.words.texts,
        "cut": model.space.cut,
        "sharpness": model.sharpness,
    }
    with tables.beside(folder / HEAD) as out:
        json.dump(head, out, ensure_ascii=False, indent=1)
    for old in folder.glob("*.npz"):
        if old.name != file:
            old.unlink()


def load(folder: Path) -> Model:
    """Return the model kept in a directory; raise TextsError when it is none, damaged, or of a newer version."""
    head = _head(folder)
    try:
        file, digest = str(head["arrays"]), str(head["sha256"])
        blob = (folder / Path(file).name).read_bytes()
    except (KeyError, OSError) as error:
        raise _damaged(folder, "its arrays are not there") from error
    if hashlib.sha256(blob).hexdigest() != digest:
        raise _damaged(folder, "its arrays are not those that were written")
    try:
        with np.load(BytesIO(blob), allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in ARRAYS}
        model = _model(head, arrays)
    except (KeyError, ValueError, TypeError, OSError, zipfile.BadZipFile) as error:
        raise _damaged(folder, "it lacks a part") from error
    _refuse_misfits(model, folder)
    return model


def _model(head: Mapping[str, Any], arrays: Mapping[str, Any]) -> Model:
    texts = int(head["texts_weighed"])
    known = [Vocabulary(arrays[f"{name}_codes"], arrays[f"{name}_texts_with"], texts) for name in VOCABULARIES]
    space = Space(known[0], known[1], int(head["cut"]))
    near = sparse.csr_matrix(
        (arrays["near_weights"].astype(np.float32), arrays["near_pieces"], arrays["near_ends"]),
        (len(arrays["near_labels"]), space.size),
    )
    near.check_format(full_check=True)
    return Model(
        tuple(map(str, head["labels"])),
        space,
        arrays["weights"].astype(np.float32),
        arrays["offsets"].astype(np.float32),
        arrays["shares"].astype(np.float32),
        float(head["sharpness"]),
        Memory(near, json.loads(arrays["near_keys"].tobytes()), arrays["near_labels"]),
        int(head["texts"]),
    )


def _refuse_misfits(model: Model, folder: Path) -> None:
    count, memory = len(model.labels), model.memory
    fits = (
        model.weights.shape == (model.space.size, count)
        and model.offsets.shape == model.shares.shape == (count,)
        and len(memory.keys) == len(memory.labels)
        and (not len(memory.labels) or int(memory.labels.max()) < count)
        and np.isfinite(model.sharpness)
        and count > 1
    )
    if not fits:
        raise _damaged(folder, "its parts do not fit each other")


def _head(folder: Path) -> Mapping[str, Any]:
    if not folder.is_dir():
        raise TextsError(f"There is no model directory {folder}. Nothing was written.")
    if _format_of(folder) != FORMAT:
        raise TextsError(f"{folder} holds no model of `wenhui cases train`. Nothing was written.")
    head: Mapping[str, Any] = json.loads((folder / HEAD).read_text(encoding="utf-8"))
    if head.get("version") != VERSION:
        raise TextsError(
            f"The model in {folder} is of version {head.get('version')}; this program reads version {VERSION}. Train it "
            "anew, or use the newer program. Nothing was written."
        )
    return head


def _format_of(folder: Path) -> object:
    try:
        head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return head.get("format") if isinstance(head, dict) else None


def _damaged(folder: Path, what: str) -> TextsError:
    return TextsError(f"The model in {folder} is damaged: {what}. Train it anew. Nothing was written.")
