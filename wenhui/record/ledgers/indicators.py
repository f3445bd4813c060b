"""The entry meter of departments' own tables: cells served, confirmed and left to hands, by who asks. No worker is in it."""

from wenhui.kit.words import Words
from wenhui.lake.indicators import Good, Indicator, Kind

COUNT = "ledgers_cellcount"
TABLES = Words("张", "tables")
CELLS = Words("格", "cells")
ROOM = Words("综合信息指挥室", "the command room")
COMMUNITY = Words("社区", "the communities")
PER_ASKER = ("asker",)
STANDS = "stands"

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        key="ledgers.tables_filled",
        kind=Kind.FLOW,
        table=COUNT,
        where="counted_as = 'blank'",
        at="at",
        by=PER_ASKER,
        name=Words("代填的空白表", "Blank forms filled"),
        means=Words(
            "部门发来的空白表，由登记代填后交回的张数", "departments' blank forms that were filled from the registry"
        ),
        unit=TABLES,
        provider=COMMUNITY,
    ),
    Indicator(
        key="ledgers.tables_imported",
        kind=Kind.FLOW,
        table=COUNT,
        where="counted_as = 'import' AND stands",
        at="at",
        by=PER_ASKER,
        name=Words("导入的台账", "Tables imported"),
        means=Words("确认导入、没有撤销的台账", "departments' tables that were accepted and not withdrawn"),
        unit=TABLES,
        provider=COMMUNITY,
    ),
    Indicator(
        key="ledgers.cells_served",
        kind=Kind.SUM,
        table=COUNT,
        where=STANDS,
        value="served",
        at="at",
        by=("asker", "counted_as"),
        good=Good.MORE,
        name=Words("台账免填的格", "Cells of tables nobody typed"),
        means=Words(
            "代填时由登记带出的格，加上导入时随表写入登记的格；都没有人动手",
            "cells that blank forms took from the registry, and cells that tables brought into it, without a hand",
        ),
        unit=CELLS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="ledgers.cells_confirmed",
        kind=Kind.SUM,
        table=COUNT,
        where=STANDS,
        value="confirmed",
        at="at",
        by=PER_ASKER,
        name=Words("台账核对一致的格", "Cells that tables confirmed"),
        means=Words(
            "导入的台账里与登记一致的格，等于又核对了一次", "cells of imported tables that say what is held already"
        ),
        unit=CELLS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="ledgers.cells_asked",
        kind=Kind.SUM,
        table=COUNT,
        where=STANDS,
        value="asked",
        at="at",
        by=PER_ASKER,
        good=Good.LESS,
        name=Words("台账留给人填的格", "Cells of tables left to hands"),
        means=Words(
            "代填后还空着、要人填的格，加上导入时没有采用、要人核对的格",
            "cells of blank forms that stayed blank for somebody to fill, and cells of tables that were not taken",
        ),
        unit=CELLS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="ledgers.cells_repeated",
        kind=Kind.SUM,
        table=COUNT,
        where=STANDS,
        value="repeated",
        at="at",
        by=PER_ASKER,
        good=Good.LESS,
        name=Words("台账重复问的格", "Cells of tables asked again"),
        means=Words(
            "登记里有、但来表的选项没有对应的词，还要人填的格",
            "cells that are held and must be filled by hand, since the form offers no word for them",
        ),
        unit=CELLS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="ledgers.repeated_rate",
        kind=Kind.RATIO,
        numerator="ledgers.cells_repeated",
        denominator="ledgers.cells_asked",
        good=Good.LESS,
        target=0,
        limit=5,
        name=Words("台账重复填报率", "Repeated-ask rate of tables"),
        means=Words(
            "台账重复问的格 ÷ 台账留给人填的格；目标是 0",
            "cells of tables asked again ÷ cells of tables left to hands; the aim is 0",
        ),
        unit=Words("%", "%"),
        provider=ROOM,
    ),
    Indicator(
        key="ledgers.seconds",
        kind=Kind.SUM,
        table=COUNT,
        where="seconds IS NOT NULL",
        value="seconds",
        at="at",
        by=PER_ASKER,
        good=Good.LESS,
        name=Words("代填用时", "Time filling blank forms"),
        means=Words(
            "网页上从交来空白表到取走代填表的秒数；搁置两小时以上的和命令行代填的没有测",
            "seconds from bringing a blank form on the page to taking it filled; neither those left lying for two hours "
            "nor the command are measured",
        ),
        unit=Words("秒", "s"),
        provider=COMMUNITY,
    ),
)
