"""How natural a decoded text looks: tells encodings apart where bytes alone do not."""

from __future__ import annotations

import re

_TYPOGRAPHY = frozenset("“”‘’‚„–—…•·©®™°±×÷£€¥§¶«»‹›¿¡²³¼½¾µ¹ªº\u00a0")
_JAPANESE_MARKS = frozenset("、。「」『』・ー〜々！？：；（），《》【】　")
_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下"
    "过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都"
    "两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重"
    "新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系很情者最立代想已"
    "通并提直题程展五果料员位入常文总次品式活设及管特件长求基资路级图统接知较将组见计别手期根论"
    "运指区强放决被必先则任取据处给保规海口东导器试验测安全"
    "這個們來為國說時會對過發後種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問並應戰頭體見"
    "產話內給門兒東聲員論處義幾認條氣題爾變總電數報結務場計資許統區隊書試測驗說請檔案資料"
    "姓名年龄性别张李王刘陈址话编号日期价单位备注项目称金额公司部门京"
    "齢住所番付価単備考項会社前"
    "語本者私彼今何年間気車駅店読書話食飲見思持使知"
)
_HANGUL = frozenset(
    "이다는의에을가한지고하로사도은를기서리시나어대자인해정그수아들보라일스으있니만게제성과전주구"
    "부여장상오것우원신동세연공국문험글말습합했었였면또한중요안녕"
)
_CYRILLIC_WRONG_CASE = re.compile(r"[а-яё][А-ЯЁ]")
_CYRILLIC_MIXED = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¡¿«»¢£¥¦§¨©¬®¯±²³´¶¸¹¼½¾×÷¤](?=[^\W\d_])")
_LATIN_RUN = re.compile(r"[À-ÖØ-öø-žŠšŽžŒœ]{3,}")


def naturalness(text: str) -> float:
    """0 (surely decoded wrongly) to 1 (every character outside ASCII is a usual one)."""
    foreign = [character for character in text if character > "\x7f"]
    if not foreign:
        return 1.0
    total = sum(_weight(character) for character in foreign)
    total -= 2 * len(_CYRILLIC_MIXED.findall(text)) + len(_CYRILLIC_WRONG_CASE.findall(text))
    total -= 1.5 * len(_SIGN_IN_WORD.findall(text))
    total -= 0.7 * sum(len(run) for run in _LATIN_RUN.findall(text))
    return max(0.0, total / len(foreign))


def _weight(character: str) -> float:
    code = ord(character)
    if character in _TYPOGRAPHY or character in _JAPANESE_MARKS:
        return 0.9
    if 0xC0 <= code <= 0xFF:
        return 1.0 if character.islower() else 0.8
    if 0x100 <= code <= 0x17F:
        return 0.75
    if 0x400 <= code <= 0x45F:
        return 0.95 if character.islower() else 0.75
    if 0x370 <= code <= 0x3FF:
        return 0.7
    if 0x3041 <= code <= 0x30FE:
        return 1.0
    return _weight_of_ideograph(character, code)


def _weight_of_ideograph(character: str, code: int) -> float:
    if 0xAC00 <= code <= 0xD7A3:
        return 1.0 if character in _HANGUL else 0.5
    if 0x4E00 <= code <= 0x9FFF:
        return 1.0 if character in _HAN else 0.45
    return 0.0
