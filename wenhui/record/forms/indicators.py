"""The entry meter: forms admitted and refused, cells served and asked, by who asks. Nothing here counts or ranks workers."""

from wenhui.kit.words import Words
from wenhui.lake.indicators import Good, Indicator, Kind, Period

FORM, FILING, COUNT = "forms_form", "forms_filing", "forms_entrycount"
FORMS = Words("张", "forms")
COLUMNS = Words("列", "columns")
CELLS = Words("格", "cells")
FILINGS = Words("份", "filings")
ROOM = Words("综合信息指挥室", "the command room")
COMMUNITY = Words("社区", "the communities")
PER_ASKER = ("asker",)

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        key="forms.waiting",
        kind=Kind.STOCK,
        table=FORM,
        where="standing = 'submitted'",
        by=PER_ASKER,
        name=Words("待准入的表", "Forms that wait"),
        means=Words("已经报请、还没有决定的表", "forms submitted and not decided"),
        unit=FORMS,
        provider=ROOM,
    ),
    Indicator(
        key="forms.in_force",
        kind=Kind.STOCK,
        table=FORM,
        where="standing = 'admitted'",
        by=("asker", "period"),
        good=Good.LESS,
        name=Words("在填的表", "Forms in force"),
        means=Words("已经准入、还没有到期的表", "forms admitted that have not expired"),
        unit=FORMS,
        provider=ROOM,
    ),
    Indicator(
        key="forms.admitted",
        kind=Kind.FLOW,
        table=FORM,
        where="decision = 'admitted'",
        at="decided_at",
        by=PER_ASKER,
        period=Period.YEAR,
        name=Words("准入的表", "Forms admitted"),
        means=Words(
            "按决定那天计的准入，后来到期停用的也算",
            "admissions by the day of the decision, those that ended since too",
        ),
        unit=FORMS,
        provider=ROOM,
    ),
    Indicator(
        key="forms.refused",
        kind=Kind.FLOW,
        table=FORM,
        where="decision = 'refused'",
        at="decided_at",
        by=PER_ASKER,
        period=Period.YEAR,
        name=Words("不予准入的表", "Forms refused"),
        means=Words("报请以后没有准入的表", "forms that were submitted and refused"),
        unit=FORMS,
        provider=ROOM,
    ),
    Indicator(
        key="forms.columns_spared",
        kind=Kind.SUM,
        table=FORM,
        value="spared",
        at="decided_at",
        by=PER_ASKER,
        period=Period.YEAR,
        good=Good.MORE,
        name=Words("免填的列", "Columns spared"),
        means=Words(
            "准入时撤下的列，加上不予准入的表里已经掌握的列",
            "columns struck at an admission, and those of refused forms that were held already",
        ),
        unit=COLUMNS,
        provider=ROOM,
    ),
    Indicator(
        key="forms.filed",
        kind=Kind.FLOW,
        table=FILING,
        at="at",
        name=Words("报送的报表", "Filings"),
        means=Words(
            "按报送时间计的报表，一期一处算一份", "filings by the moment of filing, one for each period and place"
        ),
        unit=FILINGS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="forms.cells_served",
        kind=Kind.SUM,
        table=COUNT,
        value="served",
        at="at",
        by=("asker", "counted_as"),
        good=Good.MORE,
        name=Words("由登记带出的格", "Cells served"),
        means=Words(
            "填表和报送时由登记带出、没有人动手的格", "cells that came from the registry without anybody's hand"
        ),
        unit=CELLS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="forms.cells_confirmed",
        kind=Kind.SUM,
        table=COUNT,
        value="confirmed",
        at="at",
        by=PER_ASKER,
        name=Words("打勾确认的格", "Cells confirmed"),
        means=Words("已经知道但过了鲜活期、只打一个勾的格", "cells that were known but old, and took a tick"),
        unit=CELLS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="forms.cells_asked",
        kind=Kind.SUM,
        table=COUNT,
        value="asked",
        at="at",
        by=PER_ASKER,
        good=Good.LESS,
        name=Words("动手填的格", "Cells asked"),
        means=Words("填表时动手填或者改的格", "cells that were typed or changed"),
        unit=CELLS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="forms.cells_repeated",
        kind=Kind.SUM,
        table=COUNT,
        value="repeated",
        at="at",
        by=PER_ASKER,
        good=Good.LESS,
        name=Words("重复问的格", "Cells asked again"),
        means=Words("已经掌握而且新鲜、还是让人填的格", "cells that were asked although they were held and fresh"),
        unit=CELLS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="forms.repeated_rate",
        kind=Kind.RATIO,
        numerator="forms.cells_repeated",
        denominator="forms.cells_asked",
        good=Good.LESS,
        target=0,
        limit=5,
        name=Words("重复填报率", "Repeated-ask rate"),
        means=Words("重复问的格 ÷ 动手填的格；目标是 0", "cells asked again ÷ cells asked; the aim is 0"),
        unit=Words("%", "%"),
        provider=ROOM,
    ),
    Indicator(
        key="forms.minutes",
        kind=Kind.SUM,
        table=COUNT,
        value="minutes",
        at="at",
        by=PER_ASKER,
        good=Good.LESS,
        name=Words("填表用时", "Minutes filling forms"),
        means=Words(
            "从第一次到最后一次按键的分钟数；没有测到的不估算",
            "minutes from the first to the last keystroke; what was not measured is not guessed",
        ),
        unit=Words("分", "min"),
        provider=COMMUNITY,
    ),
    Indicator(
        key="forms.time_of_one",
        kind=Kind.DURATION,
        table=COUNT,
        value="first_key_at",
        at="last_key_at",
        good=Good.LESS,
        name=Words("填一份表的时间", "Time of one form"),
        means=Words(
            "测到的每份表从第一次到最后一次按键的时间", "from the first to the last keystroke of each form measured"
        ),
        unit=Words("分", "minutes"),
        provider=COMMUNITY,
    ),
)
