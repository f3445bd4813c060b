"""Why a file is not taken on: every exception says so in both languages. Nothing was changed when one is raised."""

from wenhui.kit.words import Words
from wenhui.record.ledgers.refusals import LedgersError


class AlreadyUnderWayError(LedgersError):
    """The same bytes are being imported, or were."""

    words = Words(
        "同一份文件已有人在您看不到的区域上传，没有重复处理。请向街道登记岗核实",
        "this very file was uploaded for an area that you do not see; nothing was done twice",
    )

    @classmethod
    def by(cls, name: str, when: str) -> "AlreadyUnderWayError":
        """Return the refusal that names who has it and since when."""
        return cls(
            Words(
                f"同一份文件，{name}已在 {when} 上传，没有重复处理。要重新导入，请先放弃或撤销那一次",
                f"{name} uploaded this very file at {when}; nothing was done twice. Discard or withdraw that one first",
            )
        )


class NoSuchUploadError(LedgersError):
    """There is no such upload in the scope."""

    words = Words("没有这次导入，或不在您的权限内", "there is no such import, or not within your scope")


class WrongStandingError(LedgersError):
    """The upload has come further meanwhile."""

    words = Words("这次导入已经处理过了，请刷新后再看", "this import was settled meanwhile; look again")


class NotPreviewedError(LedgersError):
    """A file that was never compared."""

    words = Words("还没有预检，请先预检", "the file was not checked yet; check it first")


class MovedSinceError(LedgersError):
    """What the preview was made against is known otherwise now."""

    @classmethod
    def of(cls, moved: int, counted: Words) -> "MovedSinceError":
        """Return the refusal that says of how many people, households, …"""
        return cls(
            Words(
                f"预检之后，表里有 {moved} {counted.zh}的登记内容变了，没有写入。下面是重新预检的结果，请看过再确认",
                f"since the check, what is known of {moved} {counted.en} of this file has changed; nothing was written. "
                "Below is a new check: look at it, then confirm",
            )
        )


class AlreadyOrderedError(LedgersError):
    """Something is being done with the file."""

    words = Words("这份文件正在办理，请等它办完", "this file is being worked on; wait until that is done")

    @classmethod
    def by(cls, name: str, when: str) -> "AlreadyOrderedError":
        """Return the refusal that names who had it begun and when."""
        return cls(
            Words(
                f"{name}在 {when} 已经交办，正在办理，请等它办完",
                f"{name} had this begun at {when}; wait until it is done",
            )
        )


class NoSuchOrderError(LedgersError):
    """A post that may not do this any more."""

    words = Words(
        "交办人的岗位现在不能导入台账，没有办理",
        "the post that asked for this may not import any more; nothing was done",
    )


class ReasonMissingError(LedgersError):
    """A withdrawal without a reason."""

    words = Words("请写明为什么撤销（至少四个字），会记入日志", "say why this is withdrawn (at least four characters)")


class ContentGoneError(LedgersError):
    """The file was erased when it was settled."""

    words = Words("文件内容已按规定清除，请重新上传", "the file was erased after use; upload it again")


class NothingBoundError(LedgersError):
    """No column means anything the registry keeps."""

    words = Words(
        "没有一列对应登记项，请先指定各列的含义", "no column means anything that is kept; say what the columns mean"
    )
