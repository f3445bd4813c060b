"""What answering a department's form from the registry costs: `python -m bench.fill`.

Starts its own server with fsync on, seeds 5,000 invented residents and lets the community say things of them, then fills a
drawn form of 20 columns for the whole office: head found, columns bound, rows and words read, form written. Beside it
openpyxl loads the form, sets the same values and saves. Medians of five rounds in turn, in one process. Against the bar
stands the whole of ours; the part of the database is told beside it.
"""

import io
import statistics
from collections.abc import Callable
from datetime import UTC, date, datetime

import openpyxl
from openpyxl.styles import Border, Side

from bench.own import Result, office, timed

AT = datetime(2026, 3, 17, 4, 0, tzinfo=UTC)
TODAY = date(2026, 3, 17)
ROWS = 5_000
BLANKS = 20
FIRST = 4
ROUNDS = 5
BAR = 2.5
SAID = ("person.marriage", "person.education", "person.employment", "person.workplace", "person.monthly_income")
TITLES = (
    "序号", "姓名", "性别", "身份证号", "出生日期", "年龄", "联系电话", "婚姻状况", "文化程度", "就业状况", "工作单位",
    "月收入（元）", "现住地址", "所属社区", "所属网格", "户编号", "与户主关系", "户主姓名", "是否人户分离", "人口类别",
)  # fmt: skip


def main() -> int:
    """Measure on a server of its own; 1 when the bar is missed."""
    with office():
        import django

        django.setup()
        plant()
        result = measure(form())
    print(result)
    return int(not result.is_met)


def plant() -> None:
    """Migrate, plant areas, the dictionary and residents, and let the community say five things of each."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from wenhui.ground.accounts import web_role
    from wenhui.ground.areas import testing
    from wenhui.kit.actor import job
    from wenhui.kit.catalogue import load
    from wenhui.record.facts import actions as facts
    from wenhui.record.facts.comparing import Table
    from wenhui.record.facts.words import Through
    from wenhui.record.registry import catalogue, dictionary, seed
    from wenhui.record.registry.models import Person

    call_command("migrate", verbosity=0)
    web_role.ensure_web_role(connection)
    web_role.grant(connection)
    testing.plant_little_office()
    by = job("bench")
    catalogue.apply(load(settings.ROOT / "catalogue" / "wenhui" / catalogue.FILE, catalogue.Schema), by=by, at=AT)
    seed.seed(number=1, today=TODAY, by=by, at=AT, progress=lambda done, of: None, residents=ROWS)
    people = list(Person.objects.filter(left_on__isnull=True).values_list("pk", flat=True))
    numbers = dictionary.current().numbers
    words = (["20", "10"], ["20", "60"], ["employed", "unemployed"], ["晨汐面馆", "禾岚贸易"], ["3200.00", "5100.50"])
    cells = {
        numbers[key]: [pair[number % 2] for number in range(len(people))] for key, pair in zip(SAID, words, strict=True)
    }
    origin, _ = facts.propose(
        table=Table("person", people, cells), through=Through.LEDGER, provider="community", ground="居民委员会组织法第三条",
        as_of=TODAY, by=by, at=AT,
    )  # fmt: skip
    facts.accept(origin_id=origin.pk, by=by, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def form() -> bytes:
    """Return a drawn form with twenty blank rows, a total and a signature below."""
    workbook = openpyxl.Workbook()
    tab = workbook.active
    line = Border(*(Side(style="thin"),) * 4)
    tab["A1"], tab["A2"] = "居民信息登记表", "填报单位：　　填报日期："
    for area in ("A1:T1", "A2:T2"):
        tab.merge_cells(area)
    formats = {"身份证号": "@", "出生日期": "yyyy-mm-dd", "月收入（元）": "#,##0.00"}
    for column, title in enumerate(TITLES, 1):
        tab.cell(FIRST - 1, column, title).border = line
        for row in range(FIRST, FIRST + BLANKS):
            cell = tab.cell(row, column)
            cell.border, cell.number_format = line, formats.get(title, "General")
    end = FIRST + BLANKS
    tab.cell(end, 1, "合计")
    tab.cell(end, 12, f"=SUM(L{FIRST}:L{end - 1})")
    tab.cell(end + 1, 1, "填表人：　　审核人：")
    tab.print_area = f"A1:T{end + 1}"
    return saved(workbook)


def saved(workbook: openpyxl.Workbook) -> bytes:
    """Return a workbook's bytes."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def medians(*acts: Callable[[], object]) -> list[float]:
    """Return the median seconds of each act, done in turn."""
    rounds = [[timed(act) for act in acts] for _ in range(ROUNDS)]
    return [statistics.median(taken) for taken in zip(*rounds, strict=True)]


def measure(content: bytes) -> Result:
    """Time the whole answer against openpyxl writing the same values, and the reading of the database alone."""
    from wenhui.kit.privacy import Privacy
    from wenhui.kit.sheets import heads, opening, reading
    from wenhui.record.ledgers import filling, queries
    from wenhui.record.ledgers.binding import bind
    from wenhui.record.ledgers.filling import Answer, listings, working_out
    from wenhui.record.ledgers.filling.sources import Sources
    from wenhui.record.registry import dictionary

    area = queries.area_called("文晖街道")

    def ours() -> Answer:
        opened = opening.open_file(content)
        head = heads.find(reading.read(opened))[0]
        binding = bind(head, None, dictionary=dictionary.current(), remembered=queries.memory_of("street"))
        return filling.answer(opened, head, binding, area=area, clearance=Privacy.SENSITIVE, today=TODAY)

    answer = ours()
    lines = [
        [cell.value for cell in row]
        for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active[FIRST : FIRST + answer.rows - 1]
    ]

    def theirs() -> object:
        workbook = openpyxl.load_workbook(io.BytesIO(content))
        tab = workbook.active
        for row, values in enumerate(lines, FIRST + BLANKS + 2):  # below all merged cells, which refuse values
            for column, value in enumerate(values, 1):
                tab.cell(row, column, value)
        return saved(workbook)

    def database() -> object:
        opened = opening.open_file(content)
        head = heads.find(reading.read(opened))[0]
        binding = bind(head, None, dictionary=dictionary.current(), remembered={})
        asked = [bound.attribute for bound in binding.columns if bound.attribute]
        if binding.subject is None:
            raise RuntimeError("The form of this measurement says what its rows are.")
        listing = listings.read(binding.subject, area, about={one.subject for one in asked})
        sources = Sources(listing, asked, today=TODAY)
        return [working_out.texts(sources, attribute) for attribute in asked]

    mine, other, read = medians(ours, theirs, database)
    print(
        f"     {answer.rows} rows × {len(TITLES)} columns, {answer.cells_served} cells served, {answer.cells_lacking} "
        f"lacking: {mine:.2f} s, of which rows and words {read:.2f} s; openpyxl writing the same {other:.2f} s"
    )
    return Result("filling a form from the registry ÷ openpyxl writing the same cells", mine / other, BAR)


if __name__ == "__main__":
    raise SystemExit(main())
