"""Training the model that tells whether two rows are one person, and searching the whole registry for such rows.

Both run as the owner, over everybody: a pair may lie in two communities. Who sees a suspicion, policies decide.
"""

from datetime import datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.words import Words
from wenhui.lake.linkage import linking
from wenhui.lake.linkage.model import Model
from wenhui.lake.linkage.records import Records
from wenhui.record.registry import matching
from wenhui.record.registry.actions.refusals import RegistryError
from wenhui.record.registry.models import Judgement, LinkageModel, Person, Suspicion
from wenhui.record.registry.words import Verdict

FEWEST = 200


class TooFewToLearnError(RegistryError):
    """From so few rows nothing can be learnt."""

    words = Words(
        f"登记的人不到 {FEWEST} 个，还训练不了", f"fewer than {FEWEST} people are registered: too few to learn from"
    )


class NotTrainedError(RegistryError):
    """A search in batch needs a model."""

    words = Words("还没有训练比对模型，请先运行 wenhui link train", "no model is trained; run first: wenhui link train")


@transaction.atomic
def train_linkage(*, by: Actor, at: datetime) -> LinkageModel:
    """Train the model on everybody who counts, without labels, and keep it in place of the last. Needs the owner."""
    records = _everybody()
    if len(records) < FEWEST:
        raise TooFewToLearnError
    model = linking.link(records).model
    kept, _ = LinkageModel.objects.update_or_create(
        pk=1, defaults={"model": model.to_json(), "rows": len(records), "trained_at": at}
    )
    journal.write(by=by, at=at, verb="registry.train_linkage", subject="registry:linkage", refs={"rows": len(records)})
    return kept


@transaction.atomic
def suspect(*, by: Actor, at: datetime) -> int:
    """Search everybody who counts for rows that may be one person; return how many pairs wait for a judgement.

    Pairs that somebody judged are not proposed again, nor those that the rows no longer bear out. Needs the owner and a
    trained model.
    """
    kept = LinkageModel.objects.select_for_update().first()
    if kept is None:
        raise NotTrainedError
    found = linking.link(_everybody(), model=Model.from_json(kept.model))
    cluster = {key: min(map(int, keys)) for keys in found.persons for key in keys}
    judged = _judged()
    pairs = {}
    for link in found.links:
        low, high = sorted((int(link.left), int(link.right)))
        if (low, high) not in judged:
            pairs[low, high] = Suspicion(
                low_id=low, high_id=high, cluster=cluster[link.left], probability=link.probability, found_at=at
            )
    standing = {(one.low_id, one.high_id): one.pk for one in Suspicion.objects.all()}
    Suspicion.objects.filter(pk__in=[pk for pair, pk in standing.items() if pair not in pairs]).delete()
    Suspicion.objects.bulk_create(
        pairs.values(),
        update_conflicts=True,
        unique_fields=["low", "high"],
        update_fields=["cluster", "probability"],
    )
    journal.write(by=by, at=at, verb="registry.suspect", subject="registry:linkage", refs={"pairs": len(pairs)})
    return len(pairs)


def _everybody() -> Records:
    people = Person.objects.filter(left_on__isnull=True).select_related("dwelling").order_by("pk")
    return matching.records_of(people.iterator(chunk_size=5_000))


def _judged() -> set[tuple[int, int]]:
    """Return the pairs that were judged to be two people, by the rows that now stand for them."""
    leads = dict(Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    latest = Judgement.objects.order_by("low", "high", "-pk").distinct("low", "high")
    apart = [(one.low_id, one.high_id) for one in latest if one.verdict == Verdict.DIFFERENT]
    return {_in_order(_standing(low, leads), _standing(high, leads)) for low, high in apart}


def _standing(person_id: int, leads: dict[int, int | None]) -> int:
    while (leading := leads.get(person_id)) is not None:
        person_id = leading
    return person_id


def _in_order(one: int, two: int) -> tuple[int, int]:
    return (one, two) if one < two else (two, one)
