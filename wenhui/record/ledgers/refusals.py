"""Why a form is not filled, or a table not imported: words say so and what to do. Nothing has been written then."""

from collections.abc import Sequence

from wenhui.kit.words import Words


class LedgersError(ValueError):
    """What was asked cannot be done like this; `words` say why and what to do."""

    words = Words("不能这样办", "this cannot be done like this")

    def __init__(self, words: Words | None = None) -> None:
        self.words = words or self.words
        super().__init__(self.words.en)


class UnknownAreaError(LedgersError):
    """No area answers to a name, a code or a path."""

    @classmethod
    def named(cls, text: str) -> "UnknownAreaError":
        """Return the refusal that repeats what was asked for."""
        return cls(
            Words(
                f"没有找到“{text}”这个区域，或不在您的权限内。请写社区、网格或楼幢的全名，或区划代码。没有生成文件。",
                f"There is no area {text!r}, or it is not yours. Write the whole name of a community, grid or building, "
                "or its code. No file was made.",
            )
        )


class AmbiguousAreaError(LedgersError):
    """Several areas answer to one name."""

    @classmethod
    def between(cls, text: str, names: Sequence[str], paths: Sequence[str]) -> "AmbiguousAreaError":
        """Return the refusal that names them."""
        return cls(
            Words(
                f"“{text}”可以指：{'、'.join(names)}。请写得更全一些。没有生成文件。",
                f"{text!r} may mean {', '.join(paths)}; say which. No file was made.",
            )
        )


class WrongConditionError(LedgersError):
    """A condition that is not understood, or may not be asked."""

    @classmethod
    def of(cls, text: str, why: Words) -> "WrongConditionError":
        """Return the refusal of one condition."""
        return cls(
            Words(f"条件“{text}”用不上：{why.zh}。没有生成文件。", f"Condition {text!r}: {why.en}. No file was made.")
        )


class NoRowsMeantError(LedgersError):
    """The head does not say of what its rows are."""

    words = Words(
        "看不出这张表一行填的是人、户、房屋、楼幢还是单位，没有生成文件。请先说明几列的含义，或换一张工作表。",
        "The head does not say whether its rows are people, households, homes, buildings or organisations. "
        "Say what some columns mean, or choose another sheet. No file was made.",
    )


class NothingServedError(LedgersError):
    """No column of the form is held here."""

    words = Words(
        "这张表的各列都没有登记过的内容可填，没有生成文件。",
        "None of the columns of this form holds anything that is known here. No file was made.",
    )


class NobodyMeantError(LedgersError):
    """No row answers to the area and the conditions."""

    words = Words(
        "这个区域里没有符合条件的行，没有生成文件。请放宽条件或换一个区域。",
        "Nothing in this area answers to the conditions. Widen them or choose another area. No file was made.",
    )


class GroundMissingError(LedgersError):
    """A disclosure without a stated ground."""

    words = Words(
        "请写明哪家单位凭什么要这张表（至少四个字），会记入日志。没有生成文件。",
        "Say who asks for this form and on what ground (at least four characters); it goes into the journal. "
        "No file was made.",
    )


class UnknownAskerError(LedgersError):
    """No such provider in the code table."""

    words = Words("没有这家发表单位，请在代码表里登记", "there is no such asking office; enter it in the code table")


class UnknownAttributeError(LedgersError):
    """A column is said to mean what the dictionary does not have."""

    @classmethod
    def named(cls, text: str) -> "UnknownAttributeError":
        """Return the refusal that repeats what was written."""
        return cls(Words(f"属性字典里没有“{text}”，没有保存", f"the dictionary has no {text!r}; nothing was saved"))


class TooLargeBlankError(LedgersError):
    """A blank form of more bytes than are kept."""

    words = Words(
        "空白表超过 4 MB，没有接收。请删去图片和已填的行，再上传。",
        "The blank form is larger than 4 MB and was not taken. Remove pictures and filled rows, then upload it again.",
    )


class NobodyToTellError(LedgersError):
    """No columns by which rows could be told apart."""

    words = Words(
        "认不出行里是谁：要有身份号码一列，或者有姓名，并有电话或现住址。请在下面指定，或向提供单位补要",
        "rows cannot be told apart: an ID number is needed, or a name with a phone or a home. Say which columns hold them",
    )


class NoHomeToTellError(LedgersError):
    """No columns by which homes could be told apart."""

    words = Words(
        "认不出行里是哪一户室：要有房屋地址或房屋编号一列。请在下面指定，或向提供单位补要",
        "homes cannot be told apart: an address or a code is needed. Say which column holds it",
    )


class NoBuildingToTellError(LedgersError):
    """No columns by which buildings could be told apart."""

    words = Words(
        "认不出行里是哪一幢：要有楼幢名称或地址一列。请在下面指定，或向提供单位补要",
        "buildings cannot be told apart: a name or an address is needed. Say which column holds it",
    )


class NoHouseholdToTellError(LedgersError):
    """No columns by which households could be told apart."""

    words = Words(
        "认不出行里是哪一户：要有户号或户主身份号码一列，或者有户主姓名和地址。请在下面指定，或向提供单位补要",
        "households cannot be told apart: a number, the head's ID number, or the head's name and home is needed",
    )


class NoOrganisationToTellError(LedgersError):
    """No columns by which organisations could be told apart."""

    words = Words(
        "认不出行里是哪家单位：要有统一社会信用代码一列，或者有单位名称和地址。请在下面指定，或向提供单位补要",
        "organisations cannot be told apart: a credit code is needed, or a name with an address",
    )
