"""What a single row looks like: labels of columns, a title, notes, an example, an end. Rules of the eye, all pure."""

import re
from collections.abc import Sequence

from wenhui.kit.sheets.marks import squeezed

_LONGEST_LABEL = 40

# Words that heads of tables are made of, whatever the table is about.
_HINT = re.compile(
    r"序号|编号|号码|证号|代码|编码|姓名|名称|户名|性别|年龄|出生|生日|日期|时间|年月|年度|月份|起止|期限|电话|手机|联系|"
    r"地址|住址|住所|位置|证件|身份|户籍|户口|籍贯|民族|学历|文化|婚姻|政治|面貌|健康|备注|说明|类型|类别|种类|性质|"
    r"情况|状态|状况|关系|单位|部门|职务|职业|岗位|人数|户数|人口|数量|个数|次数|总数|金额|面积|标准|价格|费|是否|有无|"
    r"原因|程度|等级|级别|方式|来源|去向|用途|项目|内容|事项|结果|评分|得分|占比|比例|小区|社区|街道|楼|幢|栋|单元|房|室|"
    r"门牌|网格|负责|法人|法定|业主|房东|租|户主|家庭|成员|本人|监护|签名|签字|盖章|"
    r"信息|合计|余额|经度|纬度|书记|党|数$|量$|率$|额$|人$|者$|员$|号$|名$|日$|"
    r"\b(?:id|no|name|date|phone|tel|mobile|address|type|kind|number|code|gender|sex|birth|age|notes?|remarks?|status|"
    r"email|title|count|amount|total)\b|_",
    re.IGNORECASE,
)
# Values hold such words too, with a number before them: 12幢3单元.
_COUNTED = re.compile(r"\d\s*(?:[幢栋号楼层室村区岁元]|单元)")
_VALUE = re.compile(
    r"[-+]?[\d.,:/\\%\s-]+|\d{4}\s*[年./-]\s*\d{1,2}.*|\d{17}[\dXx]|[\d*]{7,}.*|\d+\s*[幢栋号室岁元人户].*|#\S+|"
    r"[男女是否有无√×✓一-]"
)
_NUMBER_ROW = re.compile(r"[（(]?(?:\d{1,3}|[甲乙丙丁戊己])[）)]?")
_INSTRUCTION = re.compile(
    r"^(?:必填|选填|可选|可不填|非必填)|填写|格式|下拉|分隔|自动|如[:：\d]|^如|例如|[（(]?如[:：]|YYYY|yyyy|\d\s*[=＝]\s*\S|"
    r"^请|专用$|^\S{1,6}(?:/\S{1,6})+$|关联|位身份|留空"
)
_BRACKETED = re.compile(r"(?<=.)[（(\[【].*")
_EXAMPLE = re.compile(r"[（(【\[]?(?:示例|样例|范例|例如|举例|例子|填写示例|例)[）)】\]]?(?:$|[:：\s\d）)])")
_TOTAL = re.compile(r"(?:本页|全部|累)?(?:合计|总计|共计|小计|累计|总和)(?:数|人数|金额)?[:：（(]?")
_SIGNED = re.compile(
    r"(?:填[表报写]|制[表单]|审[核批查定]|复核|校对|经办|承办|报送|上报|主管|分管|主要|单位|部门|社区|负责|联系|统计|"
    r"录入|签[字名章发]|盖章|公章|日期|时间|年\s*月\s*日|打印)[^：:]{0,12}[：:]"
)
_NOTED = re.compile(r"(?:填[表报写]?说明|说明|备注|附注|注释?|注意事项?|温馨提示|提示)\s*(?:[:：、.]|\d|$)|^[※]")
_NUMBERED = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十])[)）.、．]\s*\S")
_PAGE = re.compile(r"第\s*\d+\s*页|\d+\s*/\s*\d+\s*页|共\s*\d+\s*页")


def is_label(text: str) -> bool:
    """Say whether a text can be the head of a column."""
    text = squeezed(text)
    if not text or "。" in text or _VALUE.fullmatch(text):
        return False
    before, colon, after = text.replace(":", "：").partition("：")
    spoken = bool(colon and after.strip() and not re.search(r"[（(\[【]", before))
    return len(re.sub(r"[（(].*?[）)]", "", text)) <= _LONGEST_LABEL and not spoken


def has_hint(text: str) -> bool:
    """Say whether a text holds a word that heads are made of."""
    text = squeezed(text)
    return _HINT.search(text) is not None and _COUNTED.search(text) is None


def is_number_row(texts: Sequence[str]) -> bool:
    """Say whether a row only numbers the columns: 1 2 3 …, or 甲 乙 1 2 … as statistics forms have it."""
    counted = [int(text.strip("（()）")) for text in texts if text.strip("（()）").isdecimal()]
    return (
        len(texts) >= 3
        and all(_NUMBER_ROW.fullmatch(text) for text in texts)
        and len(counted) >= 2
        and counted == list(range(counted[0], counted[0] + len(counted)))
        and counted[0] <= 2
    )


def is_instruction_row(texts: Sequence[str]) -> bool:
    """Say whether a row under a head says how to fill its columns."""
    telling = sum(_INSTRUCTION.search(_BRACKETED.sub("", text)) is not None for text in texts)
    return (telling >= 2 and telling * 5 >= len(texts) * 2) or (len(texts) == 1 and telling == 1)


def is_example_row(texts: Sequence[str]) -> bool:
    """Say whether a row under a head is an example: 示例, 例：…, 例1."""
    return any(_EXAMPLE.match(text) for text in texts[:3])


def is_total(text: str) -> bool:
    """Say whether a row that begins with this text sums the others."""
    return _TOTAL.fullmatch(text.replace(" ", "").replace("\u3000", "")) is not None


def is_signature(texts: Sequence[str]) -> bool:
    """Say whether a row holds who filled and who checked the form, or when."""
    return _SIGNED.match(squeezed(texts[0])) is not None


def is_note(text: str) -> bool:
    """Say whether a row begins the notes of a form."""
    return _NOTED.match(squeezed(text)) is not None


def is_numbered(text: str) -> bool:
    """Say whether a text is one point of a list: `2. …`, `（三）…`."""
    return _NUMBERED.match(text) is not None and len(text) > 6


def is_page_mark(texts: Sequence[str]) -> bool:
    """Say whether a row only numbers the page."""
    return len(texts) == 1 and _PAGE.search(texts[0]) is not None
