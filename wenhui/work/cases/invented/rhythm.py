"""When and what is reported in an invented year: months and mix from real casework, hours and weekends written by hand.

Months and shares are counts of 2015-2023 of the casework in `catalogue/mappings/district-casework.yaml` (341,194 cases of 51
offices, without hours and nearly without weekends). Its subjects stand for our types; the texts are written for this
project.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of the casework: its count by month, and the types that stand for it with what people write."""

    months: tuple[int, ...]
    types: dict[str, tuple[str, ...]]


SUBJECTS: tuple[Subject, ...] = (
    Subject(  # Housing and Buildings
        (7076, 6395, 7152, 6422, 6473, 7392, 8468, 8182, 6256, 6867, 5686, 4877),
        {
            "event-0101": ("露台加盖阳光房，请来看看", "一楼住户在绿地上搭棚子", "楼顶新搭了彩钢板"),
            "event-0113": ("外墙瓷砖脱落，已拉警戒线", "外墙渗水，墙皮成片掉"),
            "event-0404": ("下水道堵塞，污水上了路面", "化粪池满溢，单元口有异味", "雨水管断了，水往墙上流"),
        },
    ),
    Subject(  # Transportation
        (2579, 2766, 3362, 3136, 3668, 5337, 5305, 4580, 3313, 3003, 2493, 3795),
        {
            "event-0505": ("机动车停在消防通道上", "路口人行道上停了三辆车"),
            "event-0506": ("共享单车堆满人行道", "电动自行车停在单元门口，出不来"),
            "event-0110": ("路面有坑，积水看不清", "人行道地砖松动，老人绊了一下"),
            "component-0210": ("路口信号灯不亮", "行人红绿灯时间太短"),
            "component-0118": ("路灯连续三盏不亮", "巷子里的路灯一闪一闪"),
        },
    ),
    Subject(  # Sanitation
        (1720, 1543, 1270, 1197, 1359, 1192, 1905, 1273, 1137, 1094, 1207, 1121),
        {
            "event-0102": ("暴露垃圾未清", "垃圾房门口堆满纸箱"),
            "event-0103": ("装修垃圾堆在绿化带边", "建筑渣土倒在围墙外"),
            "event-0104": ("早市散了，地上全是菜叶", "路面油污，走路打滑"),
            "event-0108": ("旧沙发扔在楼道口", "消防通道堆放旧家具"),
        },
    ),
    Subject(  # Public Safety
        (1065, 950, 1169, 959, 1150, 1435, 1410, 1378, 1235, 1228, 904, 849),
        {
            "component-0113": ("消防栓没有水", "楼道灭火器过期了"),
            "event-0507": ("楼道里堆满杂物", "电动自行车推进楼道充电"),
        },
    ),
    Subject(  # Parks
        (615, 642, 806, 1032, 1290, 1605, 1678, 1708, 1310, 1086, 718, 1003),
        {
            "event-0106": ("绿化带里杂草很高", "绿地被踩出一条路"),
            "component-0402": ("行道树枯枝快断了", "树枝挡住了窗户和路牌"),
            "component-0126": ("健身器材踏板松了", "单杠螺丝掉了"),
        },
    ),
    Subject(  # Environment
        (582, 556, 643, 717, 966, 1326, 1408, 1293, 724, 636, 457, 596),
        {
            "event-0301": ("早间施工扰民", "夜里十一点还在打桩"),
            "event-0302": ("工地出口没有冲洗，扬尘大", "渣土车沿路撒漏"),
            "event-0116": ("楼下餐馆油烟直排", "烧烤摊烟雾进屋"),
        },
    ),
    Subject(  # Utilities
        (690, 779, 851, 580, 662, 687, 823, 1055, 727, 736, 618, 593),
        {
            "event-0402": ("自来水管漏水，水冒上路面", "水表井一直在流水"),
            "event-0408": ("架空线垂下来，差不多够到人", "弱电线缆断了一根"),
            "component-0102": ("污水井盖翘起来了", "井盖响，车压过很吵"),
        },
    ),
    Subject(  # Quality of Life
        (519, 498, 547, 592, 649, 805, 719, 628, 587, 647, 466, 649),
        {
            "event-0508": ("广场舞音响太大", "商铺喇叭循环叫卖"),
            "event-0504": ("水果店把摊摆到路上", "店外经营占道"),
        },
    ),
    Subject(  # Consumer Affairs
        (397, 336, 370, 341, 406, 397, 467, 478, 322, 318, 246, 262),
        {
            "event-0501": ("流动摊贩堵住小区门口", "菜场外无照摊点"),
            "event-0201": ("楼道里贴满小广告", "电线杆上的小广告没清"),
        },
    ),
)

# Reports by hour, then by weekday from Monday. Written for this project: people report before work, at noon, after dinner.
HOURS = (3, 2, 1, 1, 2, 6, 18, 46, 78, 84, 72, 58, 42, 52, 60, 58, 54, 48, 40, 38, 34, 24, 12, 6)
WEEKDAYS = (1.12, 1.06, 1.02, 1.0, 1.04, 0.62, 0.52)
CHANNELS = {"grid_patrol": 46, "resident": 24, "hotline": 17, "city_brain": 6, "sensing": 4, "walk_in": 2, "leader": 1}
A_DAY = 48  # reports of an ordinary day in a subdistrict of 55,000; invented
