"""The same linkage on Spark, for tables of a whole city: the same keys, the same join, the same comparisons and weights.

Rows are split over the executors; each partition makes its blocking keys and scores its pairs with the code that this
process uses, through Arrow. The join is the SQL that DuckDB runs. Importing this file needs pyspark (extra `spark`).
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow
from pyspark.sql import SparkSession
from pyspark.sql import functions as sql

import wenhui
from wenhui.lake.linkage import blocking, comparing
from wenhui.lake.linkage.comparing import Pairs
from wenhui.lake.linkage.errors import LinkageError
from wenhui.lake.linkage.model import Model, Numbers
from wenhui.lake.linkage.records import Encoded, Records

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

MASTER: Final = "local[2]"
KEYS: Final = "rule INT, hash BIGINT, row BIGINT"
SCORES: Final = "pair BIGINT, probability DOUBLE"
Batches = Iterator[pyarrow.RecordBatch]


class Spark:
    """Blocks and scores on a Spark session: the one that runs, or one on this machine."""

    def __init__(self, session: SparkSession | None = None) -> None:
        self.session = session or SparkSession.getActiveSession() or _local()

    def pairs(self, encoded: Encoded, records: Records, left_rows: int | None) -> Pairs:
        """Return the candidate pairs of the rows, in order."""
        keys_of(self.frame(records)).createOrReplaceTempView("keys")
        joined = self.session.sql(blocking.pairs_sql(len(records), left_rows)).toArrow()
        both = np.sort(joined.column("pair").to_numpy())
        return Pairs((both >> 32).astype(np.int32), (both & 0xFFFFFFFF).astype(np.int32))

    def probabilities(self, model: Model, encoded: Encoded, records: Records, pairs: Pairs) -> Numbers:
        """Return for each pair how likely it is one person."""
        both = (pairs.left.astype(np.int64) << 32) | pairs.right
        wanted = self.session.createDataFrame(pyarrow.table({"pair": both}))
        scored = scores_of(self.frame(records), wanted, model).toArrow()
        order = np.argsort(scored.column("pair").to_numpy())
        return np.asarray(scored.column("probability").to_numpy()[order], np.float64)

    def frame(self, records: Records) -> "DataFrame":
        """Return rows in normal form as a frame: `row`, and a column of text per feature."""
        columns = {name: pyarrow.array(texts, pyarrow.string()) for name, texts in records.texts.items()}
        return self.session.createDataFrame(
            pyarrow.table({"row": pyarrow.array(range(len(records)), pyarrow.int64()), **columns})
        )


def keys_of(rows: "DataFrame") -> "DataFrame":
    """Return the blocking keys of a frame of rows, made where the rows are."""
    features = [name for name in rows.columns if name != "row"]

    def make(batches: Batches) -> Batches:
        for batch in batches:
            found = blocking.keys(Encoded(_records(batch, features)))
            row = batch.column("row").to_numpy(zero_copy_only=False)[found.rows]
            yield pyarrow.RecordBatch.from_arrays(
                [pyarrow.array(found.rules, pyarrow.int32()), found.hashes.view(np.int64), row], ["rule", "hash", "row"]
            )

    return rows.mapInArrow(make, KEYS)


def scores_of(rows: "DataFrame", pairs: "DataFrame", model: Model) -> "DataFrame":
    """Return the probability of each pair (`pair` = left row · 2³² + right row), scored where the pairs are."""
    features = [name for name in rows.columns if name != "row"]
    plain = model.to_json()
    sides = [
        rows.select(sql.col("row").alias(f"{side}_row"), *(sql.col(name).alias(f"{side}_{name}") for name in features))
        for side in ("left", "right")
    ]
    left_row = sql.shiftright("pair", 32)
    right_row = sql.col("pair").bitwiseAND(0xFFFFFFFF)
    joined = pairs.join(sides[0], left_row == sql.col("left_row")).join(sides[1], right_row == sql.col("right_row"))

    def score(batches: Batches) -> Batches:
        weights = Model.from_json(plain)
        for batch in batches:
            if not batch.num_rows:
                continue
            both = _records(batch, features, "left_").then(_records(batch, features, "right_"))
            encoded = Encoded(both)
            at = np.arange(batch.num_rows, dtype=np.int32)
            asked = Pairs(at, at + np.int32(batch.num_rows))
            found = weights.probabilities(encoded, asked, comparing.levels(encoded, asked))
            yield pyarrow.RecordBatch.from_arrays([batch.column("pair"), found], ["pair", "probability"])

    return joined.mapInArrow(score, SCORES)


def _records(batch: pyarrow.RecordBatch, features: list[str], side: str = "") -> Records:
    return Records([""] * batch.num_rows, {name: batch.column(f"{side}{name}").to_pylist() for name in features})


def _local() -> SparkSession:
    """Start Spark on this machine; raise LinkageError when there is no Java."""
    house = str(Path(wenhui.__file__).resolve().parents[1])
    try:
        session = (
            SparkSession.builder.master(MASTER)
            .appName("wenhui link")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.executorEnv.PYTHONPATH", os.pathsep.join([house, *filter(None, sys.path)]))
            .getOrCreate()
        )
    except (RuntimeError, OSError) as error:
        raise LinkageError(
            f"Spark does not start ({error}); it needs Java 17 or later. Nothing was written."
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    return session
