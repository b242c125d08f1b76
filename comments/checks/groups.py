"""Words that name a group of people and say nothing against it; the model reads them all as one.

Slurs are not here: they do say something.
"""

from __future__ import annotations

WORDS = """
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
GROUPS = frozenset(WORDS.split())
