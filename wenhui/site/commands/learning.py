"""`wenhui cases train`, `suggest` and `families`: what the words of a table teach. No database, no settings.

Only `train` without a table asks the office's own database for its closed cases.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from wenhui.lake.texts import tables
from wenhui.lake.texts.errors import TextsError
from wenhui.site import environment
from wenhui.site.commands import RefusalError, office, tell

NEAR_JOIN = "; "


def train(given: argparse.Namespace) -> int:
    """Learn a model from a labelled table; exit 2 with the reason when it cannot, before anything is written.

    Without a table: from the closed cases of each office that is kept here.
    """
    if given.file is None:
        return _own(given)
    if not (given.text and given.label and given.model):
        raise RefusalError(f"A table needs --text, --label and --model. {tables.NOTHING}")
    from wenhui.lake.suggesting import keeping, learning

    try:
        keeping.refuse_folder(given.model)
        table = tables.read(given.file)
        texts, labels = table.texts(given.text), table.column(given.label)
        keys = table.column(given.key) if given.key else None
        synonyms = _synonyms(given.synonyms) if given.synonyms else None
        model = learning.train(texts, labels, keys=keys, synonyms=synonyms)
        keeping.keep(model, given.model)
    except TextsError as error:
        raise RefusalError(_kept(str(error))) from error
    left = len(texts) - model.texts
    tell(
        f"Learnt {len(model.labels)} labels from {model.texts} texts"
        f"{f' ({left} rows without a text or a label, or beyond what is learnt from, were left out)' if left else ''}. "
        f"The model is in {given.model}."
    )
    return 0


def _own(given: argparse.Namespace) -> int:
    """Learn from each office's closed cases, and say how often that named the newest ones right."""
    if given.text or given.label or given.model or given.key or given.synonyms:
        raise RefusalError(
            f"Without a table there is nothing to name: types are learnt from the office's own cases. {tables.NOTHING}"
        )
    environment.check()
    with office():
        from wenhui.kit import clock
        from wenhui.work.cases.learning import keeping, retraining

        for path in retraining.offices():
            try:
                edition = retraining.train(path, by=keeping.LEARNER, at=clock.now())
            except TextsError as error:
                tell(f"{path}: {error}")
                continue
            tried = (
                f"{edition.accuracy:.1%} of the newest {edition.held_out} right" if edition.held_out else "not tried"
            )
            tell(
                f"{path}: learnt from {edition.cases} closed cases and {edition.words} words of the catalogue; {tried}. "
                f"{'It is in force.' if edition.in_force else 'The one in force is better and stays.'}"
            )
    return 0


def suggest(given: argparse.Namespace) -> int:
    """Add the likeliest label and its confidence to each row; exit 2 with the reason when that cannot be done."""
    from wenhui.lake.suggesting import keeping

    try:
        tables.refuse_place(given.out, [given.file])
        model = keeping.load(given.model)
        table = tables.read(given.file)
        found = model.suggest(table.texts(given.text), explain=given.explain)
        more: list[tuple[str, Sequence[str]]] = [
            ("suggestion", [one.label for one in found]),
            ("confidence", [f"{one.confidence:.4f}" for one in found]),
        ]
        if given.explain:
            nearest = [NEAR_JOIN.join(f"{near.key} {near.likeness:.2f}" for near in one.nearest) for one in found]
            more += [
                ("runner_up", [one.runner_up for one in found]),
                ("nearest", nearest),
                ("words", [" ".join(one.words) for one in found]),
            ]
        tables.write(given.out, table, more)
    except TextsError as error:
        raise RefusalError(_kept(str(error))) from error
    none = sum(not one.label for one in found)
    empty = f", {none} of them without words and so without a suggestion" if none else ""
    tell(f"{len(found)} rows{empty}. Written to {given.out}.")
    return 0


def families(given: argparse.Namespace) -> int:
    """Add the family of each row and how surely it belongs there; exit 2 with the reason when that cannot be done."""
    from wenhui.lake.families import columns, finding

    if (given.lat is None) != (given.lon is None):
        raise RefusalError("--lat and --lon go together; only one was named. Nothing was written.")
    try:
        tables.refuse_place(given.out, [given.file])
        table = tables.read(given.file)
        moments = columns.days(table.name, given.at, table.column(given.at))
        places = None
        if given.lat is not None:
            places = columns.places(table.name, given.lat, table.column(given.lat), given.lon, table.column(given.lon))
        numbers, scores = finding.families(table.texts(given.text), moments, places)
        more = [
            ("family", ["" if number is None else str(number) for number in numbers]),
            ("score", [f"{score:.4f}" for score in scores]),
        ]
        tables.write(given.out, table, more)
    except TextsError as error:
        raise RefusalError(_kept(str(error))) from error
    inside = [number for number in numbers if number is not None]
    tell(f"{len(numbers)} rows; {len(inside)} of them in {len(set(inside))} families. Written to {given.out}.")
    return 0


def _kept(said: str) -> str:
    return said if said.endswith("Nothing was written.") else f"{said} Nothing was written."


def _synonyms(path: Path) -> Mapping[str, Sequence[str]]:
    import yaml

    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise TextsError(f"The synonyms {path} cannot be read as YAML.") from error
    if not isinstance(document, dict) or not all(isinstance(words, list) for words in document.values()):
        raise TextsError(f"The synonyms {path} must say `label: [word, word]`, label by label.")
    return {str(label): [str(word) for word in words] for label, words in document.items()}
