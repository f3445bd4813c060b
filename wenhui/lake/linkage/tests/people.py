"""Small tables for the tests: people with planted slips, written without any help of what is tested."""

from random import Random
from typing import Final

SURNAMES: Final = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗"
LETTERS: Final = "伟强军磊洋勇杰涛明超刚平辉鹏华飞鑫波斌宇静丽敏娟艳芳玲桂英红霞燕玉兰春梅雪琳晶倩颖露瑶怡婷雅芝萍"
HEARD: Final = {"伟": "玮", "静": "靖", "丽": "莉", "敏": "闽", "华": "桦", "明": "鸣", "英": "瑛", "玲": "琳"}

Row = dict[str, str]


def table(
    *, people: int, copies: int, seed: int = 1, new_phone: float = 0.2, no_birth: float = 0.1
) -> tuple[dict[str, list[str]], list[str], set[tuple[str, str]]]:
    """Return columns under roles, keys, and the true pairs. A home has two people who share address and phone."""
    chance = Random(seed)
    register: list[Row] = []
    for number in range(people):
        if number % 2:
            home = {name: register[-1][name] for name in ("phone", "address")}
        else:
            home = {
                "phone": f"12{chance.randrange(10**9):09}",
                "address": f"胜利新村{number}幢{chance.randrange(900)}室",
            }
        born = f"{chance.randrange(1930, 2015)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        name = chance.choice(SURNAMES) + "".join(chance.sample(LETTERS, 2))
        register.append({"name": name, "birth_date": born, **home})
    rows = [(f"r{number}", row) for number, row in enumerate(register)]
    truth = set()
    for number in chance.sample(range(people), copies):
        copy = dict(register[number])
        if chance.random() < new_phone:
            copy["phone"] = f"12{chance.randrange(10**9):09}"
        if chance.random() < no_birth:
            copy["birth_date"] = ""
        if chance.random() < 0.1:
            copy["name"] = copy["name"][:2] + HEARD.get(copy["name"][2], copy["name"][2])
        rows.append((f"c{number}", copy))
        truth.add((f"c{number}", f"r{number}"))
    chance.shuffle(rows)
    roles = {role: [row[role] for _, row in rows] for role in register[0]}
    return roles, [key for key, _ in rows], truth
