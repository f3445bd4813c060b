"""Why a file is not taken on: every exception says so in both languages. Nothing was changed when one is raised."""

from wenhui.kit.words import Words
from wenhui.record.ledgers.refusals import LedgersError


class AlreadyUnderWayError(LedgersError):
    """The same bytes are being imported, or were."""

    @classmethod
    def by(cls, name: str, when: str) -> "AlreadyUnderWayError":
        """Return the refusal that names who has it and since when."""
        return cls(
            Words(
                f"同一份文件{name}已在 {when} 导入，没有重复处理。要重新导入，请先撤销那一次",
                f"{name} imported this very file at {when}; nothing was done twice. Withdraw that import first",
            )
        )


class NoSuchUploadError(LedgersError):
    """There is no such upload in the scope."""

    words = Words("没有这次导入，或不在您的权限内", "there is no such import, or not within your scope")


class WrongStandingError(LedgersError):
    """The upload has come further meanwhile."""

    words = Words("这次导入已经处理过了，请刷新后再看", "this import was settled meanwhile; look again")


class ContentGoneError(LedgersError):
    """The file was erased when it was settled."""

    words = Words("文件内容已按规定清除，请重新上传", "the file was erased after use; upload it again")


class NothingBoundError(LedgersError):
    """No column means anything the registry keeps."""

    words = Words(
        "没有一列对应登记项，请先指定各列的含义", "no column means anything that is kept; say what the columns mean"
    )
