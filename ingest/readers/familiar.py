"""How plausible a decoded text looks: what tells encodings apart where letter statistics do not."""

from __future__ import annotations

import re

_WESTERN = {
    "German": "äöüß",
    "French and English": "àâæçèéêëîïñôœùûüö",
    "Spanish": "áéíñóúüºª",
    "Portuguese": "ãáâàçéêíóôõúüºª",
    "Italian": "àèéìòù",
    "Catalan": "àçèéíïòóúü",
    "Dutch": "áéèëêïíóöüúçû",
    "Danish and Norwegian": "æøåéöêò",
    "Swedish and Finnish": "åäöé",
    "Icelandic": "áæéíóöúýðþ",
    "Estonian": "äõöüšž",
}
_CENTRAL = {
    "Czech": "áčďéěíňóřšťúůýž",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Polish": "ąćęłńóśźż",
    "Hungarian": "áéíóöőúüű",
    "Croatian": "čćđšž",
    "Romanian": "ăâîşţ",
    "German": "äöüß",
}
_ALPHABETS = {
    **dict.fromkeys(("cp1252", "iso8859-15", "mac-roman", "cp850"), _WESTERN),
    **dict.fromkeys(("cp1250", "iso8859-2", "cp852"), _CENTRAL),
    "cp1254": {"Turkish": "çğıöşüâîûi̇"},
    "cp1257": {"Lithuanian": "ąčęėįšųūž", "Latvian": "āčēģīķļņšūž", "Estonian": "äõöüšž"},
}
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
_OTHER_SCRIPT = r"\u0370-\u03ff\u0400-\u04ff\u0590-\u05ff\u0600-\u06ff\u0e00-\u0e7f"
_OTHER_LETTERS = re.compile(f"[{_OTHER_SCRIPT}]")
_LATIN_LETTERS = re.compile("[A-Za-z]")
_MIXED = re.compile(rf"[A-Za-z](?=[{_OTHER_SCRIPT}])|[{_OTHER_SCRIPT}](?=[A-Za-z])")
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¡¿«»¢£¥¦§©®±²³¶¹¼½¾×÷ªº‹›•“”„…](?=[^\W\d_])")
_SIGN_BY_WORD = re.compile(
    r"[^\W\dm_][±²³¹¶¼½¾¥¤](?!\w)|¿(?=\w)(?![^?]{0,200}\?)|[©®±¹³¾¼](?=[a-z])"
)
_CJK = r"\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3"
_LONE_SYLLABLE = re.compile(rf"(?<=[a-z])[{_CJK}](?![{_CJK}])|(?<![{_CJK}])[{_CJK}](?=[a-z])")
_ODD_SIGN = re.compile(r"[\x80-\x9fˆ˜¨¯¸¬¤†‡ƒ\ufffd]")
_SAMPLE = 4096
_RARE = 0.3
_ICELANDIC = 0.6  # few people write it


def plausibility(text: str, codec: str) -> float:
    """1 for a text that could be one, down to 0 the more of its letters outside ASCII look odd.

    codec: Python's name of the encoding that was tried. Odd are a letter beside one of another
    script, a capital after a small letter, a sign within a word, and letters of which no language
    that uses this encoding has all.
    """
    text = text[:_SAMPLE]
    letters = [letter.lower() for letter in text if letter > "\xba" and letter.isalpha()]
    foreign = sum(character > "\x7f" for character in text)
    if not foreign:
        return 1.0
    odd = len(_MIXED.findall(text)) + len(_SIGN_IN_WORD.findall(text))
    odd += len(_SIGN_BY_WORD.findall(text)) + 2 * len(_LONE_SYLLABLE.findall(text))
    odd += len(_ODD_SIGN.findall(text)) + _misplaced_capitals(text)
    score = max(0.0, 1 - odd / foreign) ** 2
    if codec in _ALPHABETS and letters:
        alphabets = _ALPHABETS[codec].values()
        best = max(sum(letter in alphabet for letter in letters) for alphabet in alphabets)
        score *= (best / len(letters)) ** 2
        if codec == "cp1252" and any(letter in "ðþ" for letter in letters):
            score *= _ICELANDIC
    score *= _common_syllables(text)
    others = len(_OTHER_LETTERS.findall(text))
    if others:
        score *= others / (others + len(_LATIN_LETTERS.findall(text)))
    return score


def _misplaced_capitals(text: str) -> int:
    count, after_small = 0, False
    for character in text:
        if character > "\x7f" and after_small and character.isupper():
            count += 1
        after_small = character.islower()
    return count


def _common_syllables(text: str) -> float:
    """1 down to _RARE, the fewer of the Chinese characters and Korean syllables are common."""
    signs = [character for character in text if "\u4e00" <= character <= "\ud7a3"]
    common = sum(sign in _HAN or sign in _HANGUL for sign in signs)
    return _RARE + (1 - _RARE) * common / len(signs) if signs else 1.0
