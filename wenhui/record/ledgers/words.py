"""Enumerations as stored and as shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UploadStanding(TextChoices):
    """How far a file has come (导入进度)."""

    RECEIVED = "received", _("已收到")
    PREVIEWED = "previewed", _("已预览")
    ACCEPTED = "accepted", pgettext_lazy("uploads", "已写入")
    DISCARDED = "discarded", pgettext_lazy("uploads", "已放弃")
    WITHDRAWN = "withdrawn", pgettext_lazy("uploads", "已撤销")


class FindingKind(TextChoices):
    """What is the matter with a cell or a row of a file (问题类型)."""

    CELL = "cell", _("这一格没有采用")
    ROW = "row", _("这一行没有采用")
    COLUMN = "column", _("这一列没有采用")
    DOUBT = "doubt", _("请核对")


class ErrandKind(TextChoices):
    """What is to be done with a file (交办事项)."""

    PREVIEW = "preview", _("预检")
    ACCEPT = "accept", _("确认导入")
    WITHDRAW = "withdraw", _("撤销整批")


class Step(TextChoices):
    """What a job is at (办理步骤)."""

    WAITING = "waiting", _("排队")
    READING = "reading", _("读表")
    COMPARING = "comparing", _("与登记簿比对")
    WRITING = "writing", _("写入")
    FOLLOWING = "following", _("更新登记簿")
    STRIKING = "striking", _("注销误登的人")


class Use(TextChoices):
    """What an import does with a column (列的用处)."""

    SAID = "said", _("写入登记簿")
    TELLS = "tells", _("用来对上登记簿")
    LEFT = "left", _("不写入")
    OPEN = "open", _("等您说明")


class Decided(TextChoices):
    """How it was decided what a column means (列的认定)."""

    REMEMBERED = "remembered", _("上次定过")
    PROPOSED = "proposed", _("自动认出")
    CHOSEN = "chosen", _("本次选定")
    OWN = "own", _("不是登记事项")
    INDEX = "index", _("序号")
    OPEN = "open", _("没有认出")


class Why(TextChoices):
    """Why a cell of a filled form stayed blank (缺口原因)."""

    UNKNOWN = "unknown", _("没有登记")
    OPEN = "open", _("不知道这一列问什么")
    OWN = "own", _("由填表人填写")
    EVERY_TIME = "every_time", _("每次当面问")
    NOT_ADMITTED = "not_admitted", _("没有列明职责和法律，不收集")
    ABOVE = "above", _("超出岗位可看的范围")
    STALE = "stale", _("已过期，没有填")
    NO_WORD = "no_word", _("表格的选项里没有对应的词")


class CountedAs(TextChoices):
    """Where cells of tables were counted (计量来源)."""

    BLANK = "blank", _("代填空白表")
    IMPORT = "import", _("导入台账")


class GapStanding(TextChoices):
    """Where a gap stands (缺项状态)."""

    OPEN = "open", pgettext_lazy("gaps", "还缺")
    KNOWN = "known", pgettext_lazy("gaps", "已知道")
    GONE = "gone", pgettext_lazy("gaps", "人已不在")


class DoubtStanding(TextChoices):
    """Where the question stands whether somebody has moved (住址疑问状态)."""

    OPEN = "open", pgettext_lazy("homes", "还没问到")
    ASKED = "asked", pgettext_lazy("homes", "上门问过")
    MOVED = "moved", pgettext_lazy("homes", "登记已变")
    DROPPED = "dropped", pgettext_lazy("homes", "说法已撤回")
