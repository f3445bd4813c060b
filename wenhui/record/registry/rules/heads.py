"""Which attribute a column of somebody else's table means: synonyms, near words, what the values look like.

The subject of the rows is judged over the whole head, because 名称, 地址 and 电话 mean another thing in a table of
enterprises than in one of people. What is not known is not guessed: no proposal is better than a wrong one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from wenhui.kit.words import Words
from wenhui.record.registry.rules import headwords
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.codes import CodeTable
from wenhui.record.registry.rules.names import reading
from wenhui.record.registry.words import Kind, Subject

EXACT, GROUPED, OWN, BARE_IN_GROUP, EITHER, CORE, NEAR = 1.0, 0.99, 0.96, 0.94, 0.9, 0.86, 0.8
SURE, APART = 0.7, 0.05
LEAST_NEAR = 0.6
LONG_HEAD = 4
MOST_KNOWN, LEAST_KNOWN = 0.8, 0.2
UNLIKE, LIKE = 0.6, 0.06


class Shape(StrEnum):
    """What the values of a column look like."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    USCC = "uscc"
    DATE = "date"
    YES_NO = "yes_no"
    CLOSED = "closed"
    MONEY = "money"
    INTEGER = "integer"
    ADDRESS = "address"
    TEXT = "text"


FITS: Mapping[Shape, frozenset[Kind]] = {
    Shape.ID_NUMBER: frozenset({Kind.ID_NUMBER, Kind.TEXT}),
    Shape.PHONE: frozenset({Kind.PHONE}),
    Shape.USCC: frozenset({Kind.USCC}),
    Shape.DATE: frozenset({Kind.DATE, Kind.MONTH, Kind.YEAR}),
    Shape.YES_NO: frozenset({Kind.BOOLEAN, Kind.CODE, Kind.TEXT}),
    Shape.CLOSED: frozenset({Kind.CODE, Kind.BOOLEAN, Kind.TEXT, Kind.YEAR, Kind.INTEGER, Kind.NAME, Kind.ADDRESS}),
    Shape.MONEY: frozenset({Kind.MONEY, Kind.DECIMAL, Kind.INTEGER}),
    Shape.INTEGER: frozenset(set(Kind) - {Kind.NAME, Kind.ID_NUMBER, Kind.USCC, Kind.ADDRESS}),
    Shape.ADDRESS: frozenset({Kind.ADDRESS, Kind.TEXT}),
    Shape.TEXT: frozenset({Kind.TEXT, Kind.NAME, Kind.ADDRESS, Kind.CODE}),
}
TELLING = {
    Shape.ID_NUMBER: Words("值像身份证号", "the values look like ID numbers"),
    Shape.PHONE: Words("值像电话", "the values look like phones"),
    Shape.USCC: Words("值像统一社会信用代码", "the values look like credit codes"),
    Shape.DATE: Words("值像日期", "the values look like dates"),
}
# How far an attribute of another subject is believed in a table of this one.
NEARNESS: Mapping[Subject, Mapping[Subject, float]] = {
    Subject.PERSON: {Subject.HOUSEHOLD: 0.93, Subject.DWELLING: 0.92, Subject.BUILDING: 0.8, Subject.ORGANISATION: 0.8},
    Subject.HOUSEHOLD: {Subject.PERSON: 0.94, Subject.DWELLING: 0.93, Subject.BUILDING: 0.8, Subject.ORGANISATION: 0.75},
    Subject.DWELLING: {Subject.PERSON: 0.92, Subject.HOUSEHOLD: 0.92, Subject.BUILDING: 0.9, Subject.ORGANISATION: 0.75},
    Subject.BUILDING: {Subject.DWELLING: 0.88, Subject.ORGANISATION: 0.8, Subject.HOUSEHOLD: 0.75, Subject.PERSON: 0.65},
    Subject.ORGANISATION: {Subject.BUILDING: 0.85, Subject.DWELLING: 0.85, Subject.PERSON: 0.65, Subject.HOUSEHOLD: 0.6},
}  # fmt: skip
# Columns without which a table of the subject is hardly one.
TELLTALE = {
    "person.name": 3.0, "person.id_number": 2.0, "organisation.name": 3.0, "organisation.uscc": 3.0, "building.name": 2.5,
    "dwelling.address": 2.0, "household.head_name": 1.0, "person.relation_to_head": 1.0, "dwelling.code": 2.0,
}  # fmt: skip
TITLE_VOTE = 1.5
LEAST_VOTE = 1.0
# Names, phones and numbers belong to whoever the head above them names.
WHOSE = frozenset({Kind.NAME, Kind.PHONE, Kind.ID_NUMBER})


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a table: its heads from the top down, what its values look like, and which they are if few."""

    path: tuple[str, ...]
    shape: Shape | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An attribute that a column may mean, how likely from 0 to 1, and why."""

    key: str
    confidence: float
    reasons: tuple[Words, ...]


def chosen(proposals: Sequence[Proposal]) -> Proposal | None:
    """Return the proposal to take without asking: likely, and clearly before the next one."""
    if not proposals or proposals[0].confidence < SURE:
        return None
    if len(proposals) > 1 and proposals[0].confidence - proposals[1].confidence < APART:
        return None
    return proposals[0]


class HeadBook:
    """All heads of a dictionary, ready for matching. Building it takes some 20 ms, a table of 30 columns some 5."""

    def __init__(self, attributes: Sequence[Attribute], tables: Mapping[str, CodeTable]) -> None:
        self._attributes = {attribute.key: attribute for attribute in attributes}
        self._tables = tables
        self._exact: dict[str, list[str]] = {}
        self._cores: dict[str, list[str]] = {}
        for attribute in attributes:
            for head in attribute.heads:
                short = headwords.main(head)
                for text in {headwords.whole(head), short if len(short) > 1 else ""} - {""}:
                    self._add(self._exact, text, attribute.key)
                self._add(self._cores, headwords.core(head), attribute.key)

    @cached_property
    def _texts(self) -> list[str]:
        return list(self._exact)

    @staticmethod
    def _add(index: dict[str, list[str]], text: str, key: str) -> None:
        keys = index.setdefault(text, [])
        if key not in keys:
            keys.append(key)

    def propose(
        self, heads: Sequence[Head], title: str = "", subject: Subject | None = None
    ) -> list[tuple[Proposal, ...]]:
        """Return for each column what it may mean, the likeliest first; nothing where nothing is known.

        `subject` is what the rows are where somebody has said so.
        """
        found = [self._found(head) for head in heads]
        subject = subject or self._subject(found, title)
        return [self._ranked(head, one, subject) for head, one in zip(heads, found, strict=True)]

    def subject_of(self, heads: Sequence[Head], title: str = "") -> Subject | None:
        """Return what the rows of a table are, or None where the heads do not say."""
        return self._subject([self._found(head) for head in heads], title)

    def _subject(self, found: Sequence[Mapping[str, Proposal]], title: str) -> Subject | None:
        votes = dict.fromkeys(Subject, 0.0)
        for one in found:
            best = max((proposal.confidence for proposal in one.values()), default=0.0)
            keys = [key for key, proposal in one.items() if proposal.confidence >= max(best - APART, CORE)]
            for key in keys:
                votes[self._attributes[key].subject] += TELLTALE.get(key, 0.5) / len(keys)
        for subject, words in headwords.TITLES.items():
            votes[subject] += TITLE_VOTE if any(word in title.casefold() for word in words) else 0.0
        most = max(votes, key=lambda subject: votes[subject])
        return most if votes[most] >= LEAST_VOTE else None

    def _found(self, head: Head) -> dict[str, Proposal]:
        """Return the best reading of a head for every attribute that it may mean."""
        best: dict[str, Proposal] = {}
        for proposal in self._readings(head.path):
            if proposal.key not in best or proposal.confidence > best[proposal.key].confidence:
                best[proposal.key] = proposal
        return best

    def _readings(self, path: Sequence[str]) -> Iterator[Proposal]:
        parts = [part for place, part in enumerate(path) if part and (place == 0 or part != path[place - 1])]
        if not parts:
            return
        *above, leaf = parts
        groups = [name for name in map(headwords.group, above) if name not in headwords.NEUTRAL]
        known = False
        for name in reversed(groups):
            joined = Words(f"多级表头：{name}›{leaf}", f"heads above each other: {name} › {leaf}")
            for key in self._exact.get(name + headwords.main(leaf), ()):
                known = True
                yield Proposal(key, GROUPED, (joined,))
        if not known:
            yield from self._bare(leaf, groups[-1] if groups else "")

    def _bare(self, leaf: str, over: str) -> Iterator[Proposal]:
        """Read a head by itself; `over` is the group it stands under, if that one says whose it is."""
        subject = headwords.subject_of_group(over) if over else None
        is_others = bool(over) and subject is None and headwords.OTHER.fullmatch(over) is not None
        for proposal in self._leaf(leaf):
            attribute = self._attributes[proposal.key]
            if subject is not None and attribute.subject == subject:
                yield replace(proposal, confidence=min(GROUPED, proposal.confidence * GROUPED))
            elif not (is_others and attribute.kind in WHOSE):
                yield replace(proposal, confidence=proposal.confidence * (BARE_IN_GROUP if over else 1.0))

    def _leaf(self, leaf: str) -> Iterator[Proposal]:
        """Yield readings of one head from the surest kind of evidence on, stopping at the first kind that knows it."""
        for way in (self._same, self._own, self._beside, self._same_core, self._near):
            known = list(way(leaf))
            if known:
                yield from known
                return

    def _same(self, leaf: str) -> Iterator[Proposal]:
        for text in dict.fromkeys((headwords.whole(leaf), headwords.main(leaf))):
            if text in self._exact:
                for key in self._exact[text]:
                    yield Proposal(key, EXACT, (self._why_same(key, text),))
                return

    def _own(self, leaf: str) -> Iterator[Proposal]:
        for subject, rest in headwords.self_words(headwords.main(leaf)):
            for key in self._exact.get(rest, ()):
                if self._attributes[key].subject == subject:
                    why = Words(f"说的就是这一行：{rest}", f"the row's own: {rest}")
                    yield Proposal(key, OWN, (why,))

    def _beside(self, leaf: str) -> Iterator[Proposal]:
        parts = headwords.either(leaf)
        if len(parts) > 1:
            keys = [set(self._exact.get(headwords.main(part), ())) for part in parts]
            for key in sorted(set.intersection(*keys)):
                yield Proposal(
                    key, EITHER, (Words("并列的几个名称都指它", "each of the names beside each other means it"),)
                )

    def _same_core(self, leaf: str) -> Iterator[Proposal]:
        text = headwords.core(leaf)
        if len(headwords.either(leaf)) > 1:  # two things in one column are neither
            return
        for key in self._cores.get(text, ()):
            yield Proposal(key, CORE, (Words(f"去掉虚词后相同：{text}", f"the same but for weak words: {text}"),))

    def _near(self, leaf: str) -> Iterator[Proposal]:
        text = headwords.main(leaf)
        if len(text) < LONG_HEAD - 1:
            return
        scorer = Levenshtein.normalized_similarity
        for known, score, _ in process.extract(text, self._texts, scorer=scorer, score_cutoff=LEAST_NEAR, limit=8):
            if _means_the_same(text, known):
                for key in self._exact[known]:
                    yield Proposal(
                        key,
                        NEAR + (1 - NEAR) * (score - 1) / 2,
                        (Words(f"相近的词：{known}", f"a near word: {known}"),),
                    )

    def _why_same(self, key: str, text: str) -> Words:
        words = self._attributes[key].words
        if text in {headwords.whole(words.zh), headwords.whole(words.en)}:
            return Words("名称相同", "the same name")
        return Words(f"同义词：{text}", f"synonym: {text}")

    def _ranked(self, head: Head, found: Mapping[str, Proposal], subject: Subject | None) -> tuple[Proposal, ...]:
        weighed = [self._weighed(head, proposal, subject) for proposal in found.values()]
        places = {key: place for place, key in enumerate(self._attributes)}
        return tuple(sorted(weighed, key=lambda one: (-one.confidence, places[one.key])))

    def _weighed(self, head: Head, proposal: Proposal, subject: Subject | None) -> Proposal:
        attribute = self._attributes[proposal.key]
        factor, reasons = 1.0, list(proposal.reasons)
        if subject is not None and attribute.subject != subject:
            factor *= NEARNESS[subject][attribute.subject]
        if head.shape is not None and attribute.kind not in FITS[head.shape]:
            factor *= UNLIKE
            reasons.append(Words("值看起来不像这一项", "the values do not look like it"))
        elif head.shape in TELLING and attribute.kind == Kind.TEXT:
            factor *= 1 - LIKE
        elif head.shape in TELLING:
            factor *= 1 + LIKE
            reasons.append(TELLING[head.shape])
        if attribute.table and head.values:
            share = self._tables[attribute.table].share_known(head.values)
            if share >= MOST_KNOWN:
                factor *= 1 + LIKE
                table = self._tables[attribute.table].words
                reasons.append(Words(f"值都在代码表里：{table.zh}", f"the values are codes: {table.en}"))
            elif share <= LEAST_KNOWN:
                factor *= UNLIKE
                reasons.append(Words("值不在它的代码表里", "the values are not in its code table"))
        return Proposal(proposal.key, round(min(proposal.confidence * factor, 0.99), 3), tuple(reasons))


def _means_the_same(text: str, known: str) -> bool:
    """Say whether two near heads differ only by weak characters or by a character that sounds the same.

    户藉地址 is 户籍地址; 现住地址 is not 户籍地址, though three of four characters agree.
    """
    edits = Levenshtein.editops(text, known)
    if len(edits) > (2 if len(text) > LONG_HEAD else 1):
        return False
    for edit in edits:
        if edit.tag == "replace":
            if reading(text[edit.src_pos]) != reading(known[edit.dest_pos]):
                return False
        else:
            moved = text[edit.src_pos] if edit.tag == "delete" else known[edit.dest_pos]
            if moved not in headwords.WEAK_CHARACTERS:
                return False
    return True
