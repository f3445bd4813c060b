"""Enumerations as stored and as shown. Those that a standard fixes carry the standard's codes."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sex(TextChoices):
    """Sex (性别) by GB/T 2261.1."""

    UNKNOWN = "0", _("未知")
    MALE = "1", _("男")
    FEMALE = "2", _("女")
    NOT_STATED = "9", _("未说明")


class Registration(TextChoices):
    """On what ground someone counts among this office's people (人口类别)."""

    REGISTERED = "registered", _("户籍")  # household register here
    RESIDENT = "resident", _("常住")  # register elsewhere, settled here (half a year, residence permit)
    FLOATING = "floating", _("流动")  # register elsewhere, not (yet) counted as settled
    OVERSEAS = "overseas", _("境外")  # no household register in the mainland


class ResidenceKind(TextChoices):
    """What a residence period says (居住类别). One may live here while registered there."""

    HOME = "home", _("居住")
    RENTED = "rented", _("租住")
    REGISTER = "register", _("户籍")


# Where someone sleeps; of these one holds at a time.
LIVING = (ResidenceKind.HOME, ResidenceKind.RENTED)


class LeftBecause(TextChoices):
    """Why someone no longer counts here (注销原因)."""

    MOVED = "moved", _("迁出")
    DIED = "died", _("去世")
    MERGED = "merged", _("重复登记")  # the same person stands in another row, into which this one was merged
    MISTAKEN = "mistaken", _("误登")  # the row should never have been made, such as by a wrong file


class OrganisationKind(TextChoices):
    """What an organisation is (单位类别), as the first two characters of its credit code tell (GB 32100 annex)."""

    GOVERNMENT = "government", _("机关")
    INSTITUTION = "institution", _("事业单位")
    ASSOCIATION = "association", _("社会团体")
    PRIVATE_BODY = "private_body", _("民办非企业单位")
    FOUNDATION = "foundation", _("基金会")
    ENTERPRISE = "enterprise", _("企业")
    TRADER = "trader", _("个体工商户")
    COOPERATIVE = "cooperative", _("农民专业合作社")
    OTHER = "other", _("其他")


KIND_OF_REGISTER = {
    "11": OrganisationKind.GOVERNMENT,
    "12": OrganisationKind.INSTITUTION,
    "51": OrganisationKind.ASSOCIATION,
    "52": OrganisationKind.PRIVATE_BODY,
    "53": OrganisationKind.FOUNDATION,
    "91": OrganisationKind.ENTERPRISE,
    "92": OrganisationKind.TRADER,
    "93": OrganisationKind.COOPERATIVE,
}


class Revealable(TextChoices):
    """What of a person stays covered until someone states a reason."""

    NAME = "name", _("姓名")
    ID_NUMBER = "id_number", _("身份号码")
    PHONE = "phone", _("电话")


class Matched(TextChoices):
    """By what a search found someone."""

    NAME = "name", _("姓名")
    PINYIN = "pinyin", _("拼音")
    INITIALS = "initials", _("首字母")
    PHONE = "phone", _("电话")
    PHONE_TAIL = "phone_tail", _("电话后四位")
    ID_NUMBER = "id_number", _("身份号码")


class Subject(TextChoices):
    """Of what an attribute tells (属性主体)."""

    PERSON = "person", _("人员")
    HOUSEHOLD = "household", _("户")
    DWELLING = "dwelling", _("户室")
    BUILDING = "building", _("楼幢")
    ORGANISATION = "organisation", pgettext_lazy("organisations", "单位")


class Kind(TextChoices):
    """What a value of an attribute is (值类型). Each has one canonical text, see `rules/values`."""

    TEXT = "text", _("文字")
    NAME = "name", _("姓名")
    INTEGER = "integer", _("整数")
    DECIMAL = "decimal", _("小数")
    MONEY = "money", _("金额")
    DATE = "date", _("日期")
    MONTH = "month", _("年月")
    YEAR = "year", _("年份")
    BOOLEAN = "boolean", _("是否")
    CODE = "code", _("代码")
    ID_NUMBER = "id_number", _("身份号码")
    PHONE = "phone", _("电话")
    USCC = "uscc", _("统一社会信用代码")
    ADDRESS = "address", _("地址")


class Verdict(TextChoices):
    """What someone said of two rows (判定)."""

    SAME = "same", _("是同一人")
    DIFFERENT = "different", _("不是同一人")


# Code tables of the catalogue by which the program itself decides: they must have exactly these codes and names.
ENUMERATED: Mapping[str, type[TextChoices]] = {
    "sex": Sex,
    "registration": Registration,
    "residence_kind": ResidenceKind,
    "left_because": LeftBecause,
    "organisation_kind": OrganisationKind,
}
