"""What stands around a name tells whether it is one: streets, shops and dishes are called after places, and villages after everyday words."""

from __future__ import annotations

import re

#: After these a name without its suffix is a street, a shop, a dish: 海拉尔东路, 鄂尔多斯羊绒.
STREET_OR_SHOP = re.compile(
    r"(?:[东西南北中前后新老]{0,2}(?:路|街(?!道|办|上|里|面)|大街|大道|巷|胡同|桥|立交|小区|花园|家园|嘉园|苑|广场|酒店|宾馆|饭店|餐厅|烧烤|公寓|大厦|商场|超市|药店|"
    r"幼儿园|中学|小学)|银行|羊绒|航空|铁路局|集团|股份|牌|品牌)"
)
PRODUCT = re.compile(
    r"(?:的)?(?:大米|小米|羊肉|牛肉|牛羊肉|羊杂|莜面|土豆|羊绒|奶茶|奶粉|对夹|焙子|烧麦|稍麦|白酒|王酒|老酒|西瓜|华莱士瓜|特产|籍)(?!市场|批发|店|厂|摊|馆|加工|收购|补贴|种植|价)"
)
#: A last word that is the beginning of another one: 东胜区域, 临河市场, 建设乡村.
TORN = {"区": "域间别块分", "市": "场", "乡": "村镇下亲间土", "镇": "定静痛", "旗": "舰帜袍", "县": "志"}
#: Words that are names as well: 我们要和谐社区 names no place. Those of the first line take an object: 建设社区食堂 neither.
_VERBS = "建设 团结 发展 服务 联合 振兴 繁荣 新建 共建 保卫 新增 公布 解放 互助 合作 利民 富民 惠民 为民 进展 开发 爱国"
_OTHERS = (
    "前进 跃进 奋斗 希望 生产 富强 增光 兴华 民主 中心 虚拟 创业 安居 和谐 幸福 文明 阳光 平安 友谊 光明 先锋 先进 民族 工业 健康 第一 第二 第三 "
    "城郊 郊区 老城 旧城 城区 新城 胜利 和平 向阳 新华 东风 红旗 光荣 新村 新民 小区 智慧 绿色 美丽 示范"
)
VERBS = frozenset(_VERBS.split())
WORDS = VERBS | frozenset(_OTHERS.split())
BEFORE_A_WORD = re.compile(
    r"(?:^|[\s，。、；：！？,.;:!?（(“\"《】\]\d]|[在住于是到去从由属市区旗县镇乡道木村查我们这那给请好反映])$"
)
AFTER_A_VERB = re.compile(
    r"(?:$|居(?!民)|[的这那有里内\d一二三四五六七八九十，。、；：！？,.;:!?\s（(]|村?民|委|门口|附近|旁|党)"
)
#: 第一生产队: every state farm has one.
NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十\d]{1,3}|良种|种畜|牧业)(?:生产队|队|管理区|分?场(?:村)?(?:生活区)?|村)"
)
GENERIC_BEFORE = re.compile(r"[老旧这那片座个大]$")
ANCHOR = re.compile(r"街道|苏木|嘎查|社区|[村镇乡旗县区市盟]")
#: Short forms that often are parts of other words (万隆商都, 一连二连): only where a new word can begin.
_RISKY = (
    "商都 二连 和林 东苏 西苏 白旗 黄旗 蓝旗 兴安 林东 保康 新左 新右 苏左 苏右 阿左 阿右 土左 土右 左中 左后 巴左 巴右 东乌 西乌 宁城 兴和 五原 林西 凉城 "
    "化德 新惠 锦山 鲁北 大板 乌丹 经棚"
)
RISKY = frozenset(_RISKY.split())
BEFORE_A_SHORT_FORM = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[在住于是到至去从由的我们您请问好映回往来和与跟给把对旗县区市盟省古镇乡村苏乌])$"
)
