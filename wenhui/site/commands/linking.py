"""`wenhui link`: which rows of tables are one person, and how good that is. No database, no settings."""

import argparse
import csv
import gc
import json
import os
import tempfile
from pathlib import Path

from wenhui.lake.linkage import evaluating, linking, tables
from wenhui.lake.linkage.errors import LinkageError
from wenhui.lake.linkage.model import Model
from wenhui.lake.linkage.records import FEATURES, Records
from wenhui.site.commands import RefusalError, tell


def run(given: argparse.Namespace) -> int:
    """Link one table or two; exit 2 with the reason when a file cannot be used, before anything is written."""
    gc.disable()  # a short life with many rows and no cycles: collecting takes a tenth of the time
    try:
        _refuse_places(given)
        mapping = tables.load_mapping(given.mapping)
        left = _records(given.left, mapping)
        right = _records(given.right, mapping) if given.right else None
        model = _model(given.model) if given.model else None
        linkage = linking.link(left, right, model=model, threshold=given.threshold, engine=_engine(given.engine))
    except LinkageError as error:
        raise RefusalError(str(error)) from error
    finally:
        gc.enable()
    _write(given.out, linkage, explain=given.explain)
    if given.keep_model:
        given.keep_model.write_text(linkage.model.to_json(), encoding="utf-8")
    threshold = linkage.model.threshold if given.threshold is None else given.threshold
    rows = len(left) + (len(right) if right else 0)
    tell(
        f"{len(linkage.links)} links among {rows} rows, {len(linkage.persons)} persons with two rows or more; threshold "
        f"{threshold:.2f}{' chosen by the model' if given.threshold is None else ''}. Written to {given.out}."
    )
    return 0


def evaluate(given: argparse.Namespace) -> int:
    """Say precision, recall and F1 of links against true pairs."""
    try:
        verdict = evaluating.evaluate(evaluating.read_pairs(given.links), evaluating.read_pairs(given.truth))
    except LinkageError as error:
        raise RefusalError(str(error)) from error
    if given.json:
        figures = {"links": verdict.links, "truth": verdict.truth, "right": verdict.right}
        tell(json.dumps(figures | {"precision": verdict.precision, "recall": verdict.recall, "f1": verdict.f1}))
        return 0
    tell(
        f"{verdict.right} of {verdict.links} links are right, {verdict.truth - verdict.right} true pairs were not found."
    )
    tell(f"precision {verdict.precision:.4f}, recall {verdict.recall:.4f}, F1 {verdict.f1:.4f}")
    return 0


def _refuse_places(given: argparse.Namespace) -> None:
    if given.threshold is not None and not 0 < given.threshold <= 1:
        raise LinkageError(
            f"--threshold is {given.threshold}; it is a probability above 0, up to 1. Nothing was written."
        )
    for path in filter(None, (given.out, given.keep_model)):
        if not path.absolute().parent.is_dir():
            raise LinkageError(f"There is no folder for {path}. Nothing was written.")
        if path.is_dir() or path.absolute() in {
            one.absolute() for one in (given.left, given.right, given.mapping) if one
        }:
            raise LinkageError(f"{path} would be overwritten; name another file. Nothing was written.")


def _records(path: Path, mapping: tables.Mapping) -> Records:
    return tables.normal(tables.load_table(path, mapping), mapping.date_form)


def _model(path: Path) -> Model:
    try:
        return Model.from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, LinkageError) as error:
        raise LinkageError(f"The model {path} cannot be used: {error} Nothing was written.") from error


def _engine(name: str) -> linking.Engine:
    if name == "duckdb":
        return linking.DuckDB()
    try:
        from wenhui.lake.linkage.spark import Spark
    except ImportError as error:
        raise LinkageError(
            "--engine spark needs Spark: pip install 'wenhui[spark]', and Java 17 or later. Nothing was written."
        ) from error
    return Spark()


def _write(path: Path, linkage: linking.Linkage, *, explain: bool) -> None:
    """Write the links beside their place first, so that nobody finds half a file."""
    reasons = linkage.reasons() if explain else [{} for _ in linkage.links]
    fields = [name for name in FEATURES if name in linkage.rows.encoded] if explain else []
    handle, beside = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["left", "right", "probability", *fields])
        for link, why in zip(linkage.links, reasons, strict=True):
            told = [f"{why[name][0]} {why[name][1]:+.1f}" if name in why else "" for name in fields]
            writer.writerow([link.left, link.right, f"{link.probability:.6f}", *told])
    Path(beside).chmod(0o600)
    Path(beside).replace(path)
