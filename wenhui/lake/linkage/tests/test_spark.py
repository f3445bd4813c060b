"""The same links on Spark; skipped aloud where Spark is not installed."""

import importlib.util
import os
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from wenhui.lake.linkage import linking, tables
from wenhui.lake.linkage.tests import people

if TYPE_CHECKING:
    from wenhui.lake.linkage.spark import Spark

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None,
        reason="no Spark: `make peers` installs it (it also needs Java 17)",
    ),
]


@pytest.fixture(scope="module")
def spark() -> Iterator["Spark"]:
    """Start Spark once, without its warnings about the machine."""
    from wenhui.lake.linkage.spark import Spark

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        engine = Spark()
        yield engine
        engine.session.stop()


def test_spark_gives_the_same_duplicates(spark: "Spark") -> None:
    roles, keys, _ = people.table(people=400, copies=60)
    table = tables.normal_roles(keys, roles)

    ours, theirs = linking.link(table), linking.link(table, engine=spark)

    assert len(ours.links) > 50
    assert theirs.links == ours.links


def test_spark_links_two_tables_with_a_model_that_was_kept(spark: "Spark") -> None:
    roles, keys, _ = people.table(people=400, copies=60)
    left = tables.normal_roles(keys[:230], {role: texts[:230] for role, texts in roles.items()})
    right = tables.normal_roles(keys[230:], {role: texts[230:] for role, texts in roles.items()})
    model = linking.link(left, right).model

    assert linking.link(left, right, model=model, engine=spark).links == linking.link(left, right, model=model).links
