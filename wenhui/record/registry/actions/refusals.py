"""Why the registry refuses: every exception says so in both languages."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, ProgrammingError, transaction

from wenhui.kit.words import Words

INSUFFICIENT_PRIVILEGE = "42501"


class RegistryError(ValueError):
    """The registry cannot be changed like this; `words` say why and what to do."""

    words = Words("不能这样登记", "the registry cannot be changed like this")

    def __init__(self, words: Words | None = None) -> None:
        self.words = words or self.words
        super().__init__(self.words.en)


class NoSuchPersonError(RegistryError):
    """There is no such person in the scope."""

    words = Words("没有这个人，或不在您的权限内", "there is no such person, or not within your scope")


class NoSuchHouseholdError(RegistryError):
    """There is no such household in the scope."""

    words = Words("没有这一户，或不在您的权限内", "there is no such household, or not within your scope")


class AlreadyRegisteredError(RegistryError):
    """The ID number or credit code stands in the registry already, perhaps out of sight."""

    words = Words(
        "已经登记过了。如果您查不到，是登记在别的社区，请街道登记岗办理迁移",
        "it is registered already; if you cannot find it, another community has it: ask the subdistrict's desk",
    )


class OutsideScopeError(RegistryError):
    """The place lies outside the scope of the transaction."""

    words = Words("这个地方不在您的权限内", "this place lies outside your scope")


class WrongPlaceError(RegistryError):
    """People belong to a building or grid, residences to a dwelling."""

    words = Words("要填户室；只知道楼幢或网格时不填户室", "name a dwelling; or leave it out and name the building")


class PastIsClosedError(RegistryError):
    """Another residence of the kind holds on or after that day."""

    words = Words(
        "这一天或以后已有同类的居住记录，请先更正那一条",
        "a residence of this kind already holds on or after that day; correct that one first",
    )


class NotYetError(RegistryError):
    """The day has not come."""

    words = Words("日期还没有到", "that day has not come yet")


class NotLivingHereError(RegistryError):
    """Nothing is open that could end."""

    words = Words("这个人现在没有可以结束的居住记录", "this person has no open residence to end")


class ConflictingIdentityError(RegistryError):
    """What was entered contradicts the ID number."""

    words = Words(
        "出生日期或性别与身份号码不一致，请对照证件",
        "birth date or sex contradict the ID number; see the card",
    )


class NotAdmittedError(RegistryError):
    """A sensitive attribute without a duty and a law."""

    words = Words(
        "本街道没有为这一项列明职责和法律依据，不收集",
        "this office has named no duty and law for this attribute, so it is not collected",
    )


class NoSuchAttributeError(RegistryError):
    """The dictionary has no such attribute, or not one that needs admission."""

    words = Words("属性字典里没有这一项，或它不需要准采", "the dictionary has no such attribute that needs admission")


class NoReasonError(RegistryError):
    """A reveal needs a reason."""

    words = Words("请写明查看的理由", "state the reason for looking")


class NoGroundError(RegistryError):
    """A judgement, a merge and its undoing say why."""

    words = Words("请写明依据，例如：对照身份证", "say on what ground, such as: compared with the ID card")


class MergedAwayError(RegistryError):
    """The row was merged into another, which is the one to change."""

    words = Words(
        "这条登记已并入另一条，请打开并入的那一条",
        "this row was merged into another; open the one it leads to",
    )


class SameRowError(RegistryError):
    """Two rows are needed."""

    words = Words("要选两条不同的登记", "choose two different rows")


class NoSuchMergeError(RegistryError):
    """There is no such merge in the scope."""

    words = Words("没有这次合并，或不在您的权限内", "there is no such merge, or not within your scope")


class AlreadyUndoneError(RegistryError):
    """A merge is undone once."""

    words = Words("这次合并已经撤销了", "this merge is undone already")


class LaterMergeError(RegistryError):
    """What a later merge put on top is undone first."""

    words = Words(
        "保留的那一条后来又并入了别的登记，请先撤销后一次合并",
        "the row that was kept was merged into another later; undo that merge first",
    )


class NotStruckOutError(RegistryError):
    """The row was not struck out, or is back already."""

    words = Words("这条登记没有注销，或已经恢复", "this row was not struck out, or is back already")


class StruckOutError(RegistryError):
    """The row was struck out; it must be taken back before anything is done with it."""

    words = Words("这条登记因误登已经注销，要用请先恢复", "this row was struck out as a mistake; take that back first")


class NoSuchQuestionError(RegistryError):
    """There is no such question, or it is answered."""

    words = Words("没有这个待定的归属，或已经有人答过", "there is no such question, or somebody answered it")


class NoRoomError(RegistryError):
    """A constraint keeps the row where it is."""

    words = Words(
        "这一条放到那边会和那边已有的记录冲突，请先更正那边的记录",
        "there this row would contradict one that stands; correct that one first",
    )


class NotAllowedError(RegistryError):
    """The post lacks the permission."""

    words = Words("您的岗位不能查看被遮住的内容", "your post may not uncover this")


class NothingToRevealError(RegistryError):
    """The field is empty."""

    words = Words("这一项没有登记", "nothing is registered here")


@contextmanager
def in_words(taken: str, refusal: type[RegistryError] = AlreadyRegisteredError) -> Iterator[None]:
    """Say in words what the database refuses: a constraint (`taken` is part of its name) or a row out of scope."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if taken in str(error):
            raise refusal from None
        raise
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", None) == INSUFFICIENT_PRIVILEGE:
            raise OutsideScopeError from None
        raise
