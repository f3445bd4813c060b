"""Why words are not taken: every exception says so in both languages."""

from wenhui.kit.words import Words


class FactsError(ValueError):
    """The words cannot be taken like this; `words` say why and what to do."""

    words = Words("不能这样写入", "these words cannot be taken like this")

    def __init__(self, words: Words | None = None) -> None:
        self.words = words or self.words
        super().__init__(self.words.en)


class NotSayableError(FactsError):
    """The dictionary has no such attribute of the subject, or it is no matter of words."""

    @classmethod
    def of(cls, key: str) -> "NotSayableError":
        """Return the refusal that names the attribute."""
        return cls(
            Words(f"属性字典里没有“{key}”，或这一项另有办理方式", f"{key} is no attribute of this subject to be said")
        )


class NotAdmittedError(FactsError):
    """A sensitive attribute without a duty and a law."""

    @classmethod
    def of(cls, name: Words) -> "NotAdmittedError":
        """Return the refusal that names the attribute."""
        return cls(
            Words(
                f"本街道没有为“{name.zh}”列明职责和法律依据，不收集",
                f"this office has named no duty and law for “{name.en}”, so it is not collected",
            )
        )


class UnknownProviderError(FactsError):
    """No such provider in the code table."""

    words = Words("没有这个提供方，请在代码表里登记", "there is no such provider; enter it in the code table")


class NoSuchOriginError(FactsError):
    """There is no such origin."""

    words = Words("没有这个来源", "there is no such origin")


class WrongStandingError(FactsError):
    """The origin is settled already, or not yet."""

    words = Words("这个来源已经处理过了，请刷新后再看", "this origin was settled meanwhile; look again")


class NoGroundError(FactsError):
    """No reason was stated, or too short a one."""

    words = Words("请写明理由，至少四个字", "please state a reason of at least four characters")


class NoSuchConflictError(FactsError):
    """There is no such conflict, ruling or correction, or it has ended."""

    words = Words("这一项已经了结，或不在您的权限内", "this has ended, or is not within your scope")


class NotDifferingError(FactsError):
    """The words have changed since they were shown."""

    words = Words("说法刚刚变了，请看过新的再定", "the words have just changed; look at the new ones first")


class NothingAskedError(FactsError):
    """None of what was chosen is open."""

    words = Words("没有可以请对方更正的：都已经了结", "there is nothing left to ask: all have ended")


class NotAllowedError(FactsError):
    """The post may not see this."""

    words = Words("您的岗位不能查看这一项", "your post may not see this")


class NothingKnownError(FactsError):
    """Nothing is known, so nothing can be uncovered."""

    words = Words("这一项没有登记", "nothing is known of this")
