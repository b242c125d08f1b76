"""Words that name a group of people and say nothing against it; the model reads them all as one.

Slurs are not here: they do say something.
"""

from __future__ import annotations

from collections.abc import Iterator

from comments.checks.folding import fold_phrase

ENGLISH = """
    gay gays lesbian lesbians bisexual bisexuals homosexual homosexuals homosexuality heterosexual
    heterosexuals queer transgender transgendered transsexual trans transwomen transmen nonbinary
    asexual pansexual lgbt lgbtq muslim muslims moslem moslems islam islamic jew jews jewish judaism
    christian christians christianity hindu hindus hinduism catholic catholics buddhist buddhists sikh
    sikhs mormon mormons protestant protestants yazidi yazidis atheist atheists sunni sunnis shia shiite
    shiites alevi alevis druze evangelical evangelicals black blacks white whites brown asian asians
    african africans arab arabs arabic kurd kurds kurdish turk turks turkish mexican mexicans chinese
    indian indians pakistani pakistanis afghan afghans syrian syrians iranian iranians iraqi iraqis
    palestinian palestinians israeli israelis somali somalis pole poles polish romanian romanians
    russian russians latino latinos latina latinas hispanic hispanics indigenous aboriginal aboriginals
    natives roma gypsy gypsies armenian armenians assyrian assyrians egyptian egyptians nigerian
    nigerians vietnamese korean koreans japanese filipino filipinos ukrainian ukrainians kenyan kenyans
    cuban cubans uyghur uyghurs hazara hazaras rohingya welsh greek greeks european europeans american
    americans immigrant immigrants migrant migrants refugee refugees foreigner foreigners disabled deaf
    blind autistic dyslexic elderly homeless women woman female females feminist feminists
"""
# As the name of one, or before "-ler"; endings are added below.
TURKISH = """
    müslüman hristiyan hıristiyan yahudi siyahi eşcinsel kadın mülteci göçmen kürt arap türk suriyeli
    ıraklı engelli ezidi yezidi alevi sünni şii ermeni rum roman çingene afgan trans lezbiyen gey
    yabancı ateist çinli rus pakistanlı laz çerkes süryani filistinli iranlı afrikalı feminist yaşlı
    sığınmacı hindu budist katolik ortodoks protestan keldani nusayri caferi dürzi bahai kızılbaş sufi
    erkek biseksüel interseks queer sağır kör otistik otizmli disleksik evsiz
    amerikalı israilli yunan yunanlı alman fransız ingiliz italyan ispanyol portekizli hollandalı belçikalı
    isveçli norveçli polonyalı ukraynalı romen bulgar sırp hırvat boşnak arnavut makedon kosovalı macar
    azeri azerbaycanlı gürcü abaza abhaz çeçen tatar türkmen özbek kazak kırgız uygur pomak zaza dom
    mısırlı lübnanlı ürdünlü yemenli suudi katarlı kuveytli faslı cezayirli tunuslu libyalı sudanlı
    somalili nijeryalı etiyopyalı kenyalı hint hintli bangladeşli japon koreli vietnamlı filipinli
    meksikalı kübalı brezilyalı kanadalı avustralyalı avrupalı asyalı latin batılı doğulu
"""
# Without the article; what is written on to them is added below.
ARABIC = """
    مسلم مسلمة مسلمين مسلمون مسيحي مسيحية مسيحيين مسيحيون يهودي يهودية يهود أسود سود مثلي مثليين مثليون
    مثليات نساء امرأة لاجئ لاجئين لاجئون مهاجر مهاجرين مهاجرون كردي كردية أكراد كرد عربي عربية عرب تركي
    تركية أتراك سوري سورية سوريين سوريون عراقي عراقية عراقيين عراقيون معاق معاقين إيزيدي إيزيديين
    يزيديين شيعي شيعة سني سنة قبطي أقباط درزي دروز علوي علويين فلسطيني فلسطينية فلسطينيين فلسطينيون مصري
    مصرية مصريين مصريون أفريقي أفارقة هندي هنود أجنبي أجانب غجري غجر ملحد ملحدين أرمني أرمن يمني يمنيين
    سوداني سودانيين إيراني إيرانيين أفغاني أفغان مغربي مغاربة نازح نازحين آسيويين صيني صينيين متحولين
"""
ATTACHED = ("", "ال", "و", "وال", "بال", "لل", "كال")
CASES = ("", "i", "e", "in", "de", "den")
VOWELS = "aıoueiöü"


def _in_turkish() -> Iterator[str]:
    broad = str.maketrans("ie", "ıa")
    for word in TURKISH.split():
        last = [letter for letter in word if letter in VOWELS][-1]
        is_broad = last in "aıou"
        plural = word + ("lar" if is_broad else "ler")
        yield word
        yield from (plural + (case.translate(broad) if is_broad else case) for case in CASES)
        if word[-1] in VOWELS:
            high = {"a": "ı", "ı": "ı", "e": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}[last]
            low = "a" if is_broad else "e"
            yield from (
                word + ending for ending in (f"y{high}", f"y{low}", f"n{high}n", f"d{low}", f"d{low}n")
            )


def _in_arabic() -> Iterator[str]:
    return (before + word for word in ARABIC.split() for before in ATTACHED)


GROUPS = frozenset(map(fold_phrase, [*ENGLISH.split(), *_in_turkish(), *_in_arabic()]))
