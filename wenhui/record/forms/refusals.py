"""Why something about a form is not done: every exception says so in both languages, and what to do. Nothing was written."""

from collections.abc import Iterable, Sequence

from wenhui.kit.words import Words


class FormsError(ValueError):
    """This cannot be done like this; `words` say why and what to do."""

    words = Words("不能这样办", "this cannot be done like this")

    def __init__(self, words: Words | None = None) -> None:
        self.words = words or self.words
        super().__init__(self.words.en)


class NotAllowedError(FormsError):
    """The post does not allow it there."""

    words = Words("您的岗位不能在这里这样做。", "Your post may not do this here.")


class UnknownFormError(FormsError):
    """There is no such form, or not within sight."""

    words = Words("没有这张表，或不在您的权限内。", "There is no such form, or it is not yours to see.")


class WrongStandingError(FormsError):
    """The form stands elsewhere by now."""

    words = Words("这张表的状态已经变了，请刷新后再看。", "The form stands elsewhere by now; look again.")


class UnknownAskerError(FormsError):
    """No such provider in the code table."""

    words = Words(
        "没有这家要表单位，请先在代码表“提供方”里登记。",
        "There is no such asking office; enter it in the code table of providers first.",
    )


class GroundMissingError(FormsError):
    """A form without a lawful ground."""

    words = Words(
        "没有写明凭什么要这张表。请写法律条款或文件的名称和文号，至少四个字。",
        "It is not said on what ground this form is asked. Name the law or the document, at least four characters.",
    )


class NothingAskedError(FormsError):
    """A form without columns."""

    words = Words("这张表一列也没有。请写出要填的列。", "The form has no columns. Say what it asks.")


class TooManyColumnsError(FormsError):
    """More columns than anybody fills."""

    words = Words(
        "一张表最多 120 列。请拆成几张，或撤下已经掌握的列。",
        "A form has at most 120 columns. Part it, or strike what is held already.",
    )


class WrongDatesError(FormsError):
    """A form that has expired before it begins, or is due when it has."""

    words = Words("有效期要晚于今天，一次性的表还要晚于截止日。", "A form expires after today, and after it is due.")


class GuardedConditionError(FormsError):
    """A condition that would tell something sensitive by who is on the list."""

    words = Words(
        "不能用敏感信息挑选对象：谁在名单里，谁的情况就泄露了。",
        "Subjects cannot be chosen by what is sensitive: who is on the list would tell it.",
    )


class WrongColumnError(FormsError):
    """A column is bound to what the dictionary does not have, or says too little of itself."""

    @classmethod
    def unknown(cls, title: str, key: str) -> "WrongColumnError":
        """Return the refusal of an attribute nobody knows."""
        return cls(
            Words(
                f"“{title}”：属性字典里没有“{key}”。请从列表里选，或说明为什么是这张表自己的问题。",
                f"{title}: the dictionary has no {key!r}. Choose one, or say why it is a question of the form's own.",
            )
        )

    @classmethod
    def of_another_subject(cls, title: str) -> "WrongColumnError":
        """Return the refusal of an attribute that does not belong to one row of the form."""
        return cls(
            Words(
                f"“{title}”不是一行里能填的内容：请核对这张表一行填的是人、户、房屋、楼幢还是单位。",
                f"{title} does not belong to one row: check of what the rows of the form are.",
            )
        )

    @classmethod
    def unexplained(cls, title: str) -> "WrongColumnError":
        """Return the refusal of an own question without a why or without something to choose."""
        return cls(
            Words(
                f"“{title}”没有对应登记事项，请写明为什么要另外问；选择题还要写选项。",
                f"{title} is bound to nothing: say why it is asked besides, and what there is to choose.",
            )
        )


class ReasonsMissingError(FormsError):
    """Columns ask again what is held and fresh, and nobody said why."""

    @classmethod
    def of(cls, titles: Sequence[str]) -> "ReasonsMissingError":
        """Return the refusal that names the columns."""
        return cls(
            Words(
                f"没有准入：{_named(titles)}已经掌握而且新鲜。请逐列写明为什么还要，或撤下这些列。",
                f"Not admitted: {', '.join(titles)} are held and fresh. Give a reason for each, or strike them.",
            )
        )


class DutyMissingError(FormsError):
    """Columns that need admission by the office's own duty and law."""

    @classmethod
    def of(cls, titles: Iterable[str]) -> "DutyMissingError":
        """Return the refusal that names the columns."""
        named = list(titles)
        return cls(
            Words(
                f"没有准入：本街道没有为{_named(named)}列明职责和法律依据，不收集。请撤下这些列。",
                f"Not admitted: this office has named no duty and law for {', '.join(named)}; strike them.",
            )
        )


class EstimateMissingError(FormsError):
    """Nobody knows what a form will cost those who fill it."""

    words = Words(
        "没有准入：这张表没有实测过的用时，也没有相近的表可比。请先估计填一份要几分钟。",
        "Not admitted: no time was ever measured of this form or of one like it. Estimate the minutes for one first.",
    )


class WrongEstimateError(FormsError):
    """An estimate that is nothing, or more than a day's work for one."""

    words = Words("请写填一份要几分钟，0.1 到 480 之间。", "Write the minutes for one, between 0.1 and 480.")


class WhyMissingError(FormsError):
    """A refusal or an ending without a why."""

    words = Words(
        "请写明理由，至少四个字。要表单位会看到。", "Say why, in at least four characters; the asker reads it."
    )


class NotOpenError(FormsError):
    """A form that is not admitted, or has expired, is not filled."""

    words = Words("这张表没有准入或已经到期，不用填。", "This form is not admitted or has expired; nobody fills it.")


class UnknownSubjectError(FormsError):
    """Nobody of that number among the form's subjects."""

    words = Words(
        "这张表不填这一个，或不在您的权限内。", "This form does not ask of this one, or it is not yours to see."
    )


class NotAnsweredError(FormsError):
    """Something that must be answered was not, or cannot be understood."""

    @classmethod
    def of(cls, problems: Sequence[Words]) -> "NotAnsweredError":
        """Return the refusal that repeats each problem."""
        return cls(Words("；".join(one.zh for one in problems), "; ".join(one.en for one in problems)))


class WrongAreaError(FormsError):
    """A form is filed by communities of its area."""

    words = Words("这张表不由这里报送。", "The form is not filed from here.")


class WrongPeriodError(FormsError):
    """A period that this form does not have, or not yet."""

    words = Words("这张表没有这一期，或这一期还没有开始。", "The form has no such period, or it has not begun.")


class FiledAlreadyError(FormsError):
    """A period is filed once."""

    words = Words(
        "这一期已经报过，回执还在；更正会自动显示。", "This period was filed already; corrections show beside it."
    )


class AboveClearanceError(FormsError):
    """Somebody would file blanks for what they may not see."""

    @classmethod
    def of(cls, titles: Sequence[str]) -> "AboveClearanceError":
        """Return the refusal that names the columns."""
        return cls(
            Words(
                f"{_named(titles)}超出您岗位可看的范围，报上去会是空的。请由可以看的岗位报送。",
                f"{', '.join(titles)} are above what your post may see and would be filed blank; somebody else must file.",
            )
        )


def _named(titles: Iterable[str]) -> str:
    return "、".join(f"“{title}”" for title in titles)
