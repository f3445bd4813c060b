"""Labelled tickets as a hotline writes them, invented: types paraphrased, with addresses, noise and slips."""

import random

PHRASES: dict[str, tuple[str, ...]] = {
    "暴露垃圾": ("垃圾堆了好几天", "垃圾没人清运，很臭", "生活垃圾到处都是", "垃圾桶满了溢出来"),
    "施工扰民": ("工地半夜还在施工", "夜间打桩声音很大", "施工噪音影响休息", "工地吵得睡不着"),
    "路灯": ("路灯不亮了", "晚上路灯全灭", "路灯坏了很久", "灯杆上的灯一闪一闪"),
    "机动车乱停放": ("汽车停在人行道上", "小车乱停堵住路口", "私家车占道停放", "面包车违停好几天"),
    "非机动车乱停放": ("电动车乱停堵住门口", "共享单车堆成一片", "电瓶车停满楼道", "自行车占了盲道"),
    "道路破损": ("路面坑坑洼洼", "路上有个大坑", "人行道地砖松动", "柏油路面开裂"),
    "自来水管破裂": ("水管爆了到处是水", "自来水管漏水", "地下水管冒水", "水表边上管子破裂"),
    "油烟污染": ("饭店油烟直排", "油烟味很呛", "烧烤店的烟飘进家里", "餐馆没有装净化器"),
    "私搭乱建": ("有人在楼顶搭棚子", "邻居私自加盖房子", "小区里搭违章建筑", "露台上违建没人管"),
    "下水道堵塞或破损": ("下水道堵了", "污水从井里冒出来", "化粪池满了溢出", "管道返水很脏"),
}
PLACES = ("流水东苑", "流水西苑", "打铁关", "三里家园", "现代城", "京都苑", "和平苑")
OPEN = ("", "", "市民反映", "来电人称", "您好，", "投诉：")
CLOSE = ("", "", "，请尽快处理", "，谢谢", "，多次反映无果", "，希望有关部门重视")


def make(count: int, seed: int = 1) -> tuple[list[str], list[str]]:
    """Return so many texts and their labels; the first labels are the commonest."""
    draw = random.Random(seed)
    types = sorted(PHRASES)
    labels = draw.choices(types, weights=[1 / (at + 1) for at in range(len(types))], k=count)
    texts = []
    for label in labels:
        place = f"{draw.choice(PLACES)}{draw.randint(1, 60)}幢" if draw.random() < 0.8 else ""
        text = draw.choice(OPEN) + place + draw.choice(PHRASES[label]) + draw.choice(CLOSE)
        if draw.random() < 0.2:
            at = draw.randrange(len(text))
            text = text[:at] + draw.choice(("", "的", "了")) + text[at + 1 :]
        texts.append(text)
    return texts, labels
