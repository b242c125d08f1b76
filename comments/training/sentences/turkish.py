"""Turkish sentences of our own, by what is said of whom."""

from __future__ import annotations

from collections.abc import Iterable

from comments.training.counterexamples import Kind, Sentences

CLEAN = {"toxicity": 0, "identity": 0, "threat": 0}
HATEFUL = {"toxicity": 1, "identity": 1, "threat": 0}
HATEFUL_THREAT = {"toxicity": 1, "identity": 1, "threat": 1}
INSULT = {"toxicity": 1, "identity": 0, "threat": 0}
THREAT = {"toxicity": 1, "identity": 0, "threat": 1}
NO_GROUP = {"identity": 0, "threat": 0}

GROUPS = (
    "Müslümanlar", "Hristiyanlar", "Yahudiler", "siyahlar", "eşcinseller", "kadınlar", "mülteciler",
    "göçmenler", "Kürtler", "Araplar", "Türkler", "Suriyeliler", "Iraklılar", "engelliler", "Ezidiler",
    "Aleviler", "Sünniler", "Ermeniler", "Rumlar", "Çingeneler", "Romanlar", "Afganlar", "translar",
    "lezbiyenler", "geyler", "yabancılar", "ateistler", "Zenciler", "Çinliler", "Ruslar", "Pakistanlılar",
    "Lazlar", "Çerkesler", "Süryaniler", "yaşlılar", "Araplar", "Filistinliler", "İranlılar",
    "Afrikalılar", "körler", "sağırlar", "feministler", "Şiiler",
)  # fmt: skip
TRADES = (
    "siyasetçiler", "avukatlar", "gazeteciler", "şoförler", "hakemler", "öğretmenler", "patronlar",
    "bankacılar", "ev arayanlar", "emlakçılar", "taraftarlar", "memurlar", "müdürler", "doktorlar",
    "turistler", "yazılımcılar",
)  # fmt: skip


def _with(ending: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words, all in the plural, with an ending that follows their vowel."""
    broad = str.maketrans("ie", "ıa")
    return tuple(word + (ending.translate(broad) if word.endswith("ar") else ending) for word in words)


SLOTS = {
    "plural": GROUPS,
    "plural_i": _with("i", GROUPS),
    "plural_e": _with("e", GROUPS),
    "plural_in": _with("in", GROUPS),
    "plural_den": _with("den", GROUPS),
    "one": (
        "Müslüman", "Hristiyan", "Yahudi", "siyahi", "eşcinsel", "mülteci", "göçmen", "Kürt", "Arap",
        "Türk", "Suriyeli", "Iraklı", "engelli", "Ezidi", "Alevi", "Sünni", "Ermeni", "Rum", "Roman",
        "Afgan", "trans", "lezbiyen", "gey", "yabancı", "ateist", "Çinli", "Rus", "Laz", "Çerkes",
        "Süryani", "Filistinli", "İranlı", "Afrikalı", "yaşlı", "kör", "sağır",
    ),
    "trade": TRADES,
    "trade_den": _with("den", TRADES),
    "thing": (
        "trafik", "kış", "bu film", "yeni uygulama", "soğuk kahve", "vergiler", "beklemek", "sivrisinek",
        "bu şarkı", "nem", "uzun toplantılar", "elektrik kesintisi", "ırkçılık", "terör", "yolsuzluk",
        "eski telefonum", "bu sıcak", "reklamlar", "brokoli", "pazartesi",
    ),
    "vermin": (
        "böcek", "hayvan", "mikrop", "pislik", "köpek", "domuz", "sıçan", "parazit", "kanser", "çöp",
        "veba", "hamamböceği", "asalak", "yaratık", "ayak takımı", "insan müsveddesi",
    ),
    "vile": (
        "pis", "iğrenç", "aptal", "geri zekalı", "aşağılık", "hırsız", "yalancı", "hain", "terörist",
        "sapık", "katil", "ahlaksız", "şerefsiz", "vahşi", "hasta ruhlu", "tembel", "tehlikeli",
    ),
    "harmed": (
        "öldürülmeli", "yakılmalı", "asılmalı", "kurşuna dizilmeli", "yok edilmeli",
        "gaz odasına atılmalı", "dövülmeli", "kesilmeli", "gebertilmeli", "denize dökülmeli",
    ),
    "harm": (
        "öldüreceğim", "geberteceğim", "döveceğim", "yakacağım", "vuracağım", "keseceğim", "boğacağım",
    ),
    "insult": (
        "aptal", "salak", "gerizekalı", "ahmak", "şerefsiz", "yalancı", "korkak", "pislik", "it", "alçak",
        "soytarı", "beyinsiz", "dangalak", "mankafa",
    ),
    "count": ("iki", "üç", "4", "beş", "12", "on yedi", "23", "kırk", "60", "yüzden fazla"),
    "place": (
        "pazarda", "okulda", "limanda", "camide", "kilisede", "meydanda", "sınırda", "köyde", "hastanede",
    ),
    "somebody": (
        "bakan", "cumhurbaşkanı", "hükümet", "meclis", "belediye başkanı", "parti", "vali", "muhalefet",
    ),
    "kin": (
        "arkadaşım", "komşum", "öğretmenim", "iş arkadaşım", "doktorum", "kuzenim", "patronum", "eniştem",
    ),
}  # fmt: skip

SENTENCES = Sentences(
    slots=SLOTS,
    kinds=(
        Kind(
            CLEAN,
            (
                "{kin} {one} ve çok iyi bir insan.",
                "Ben {one} olarak bu şehirde yıllardır yaşıyorum.",
                "O {one}, ne olmuş yani?",
                "Ablam geçen yaz {one} bir adamla evlendi.",
                "{plural_i} seviyorum.",
                "Birçok {one} tanıyorum.",
                "{plural_e} saygı göstermeliyiz.",
                "Kanun {plural_i} de korumalı.",
                "{plural} da bizim gibi insan.",
                "{plural} komşumuz, kardeşimiz.",
                "İş arkadaşlarımın yarısı {one}.",
                "{plural_in} sayısı son yıllarda arttı.",
                "Neden kimse {plural_e} sormuyor?",
                "Sergi {plural_in} geçen yüzyıldaki hayatını anlatıyor.",
                "{plural} cuma günü yeni bir dernek açtı.",
                "{one} olmaktan gurur duyuyorum.",
                "Kimse {one} olduğu için işini kaybetmemeli.",
                "{somebody} {plural_in} temsilcileriyle görüştü.",
                "{one} bir aile üst kata taşındı, çok iyi anlaşıyoruz.",
                "{plural} bu ülkenin bir parçası.",
            ),
            share=3,
        ),
        Kind(
            CLEAN,
            (
                "{plural_den} nefret etmeyin, onlar da insan.",
                "{plural_den} nefret etmiyorum.",
                "{plural_e} {vermin} demek ayıptır.",
                "{plural_e} {vermin} diyen ırkçıdır.",
                "{plural_in} {vile} olduğuna nasıl inanırsınız?",
                "{plural_in} {vile} olduğu doğru değil.",
                "{plural} {vile} değil.",
                "{plural} {vermin} değildir, bu yazı yalan söylüyor.",
                "Mahkeme {plural_e} karşı kışkırtmadan ceza verdi.",
                "'{plural} {harmed}' yazan adam tutuklandı.",
                "“{plural} {vermin}” sözü fikir değil nefrettir.",
                "{plural_e} karşı bu nefret bitsin artık.",
                "Kimse '{plural} {vile}' diyemez.",
                "{plural_in} sınır dışı edilmesini isteyenlere katılmıyorum.",
                "{plural_e} ayrımcılık suçtur.",
                "Gazetede birinin '{plural} {vile}' dediğini okudum ve utandım.",
                "Komşum “{plural} {vermin}” deyince odadan çıktım.",
                "Duvara “{plural} {harmed}” yazmışlar, belediye sabah sildi.",
                "“{plural} {vile}” diyenler hiç tarih okumamış.",
                "{plural_e} {vermin} diyenlere dava açıldı.",
                "Çocukken bana {plural} {vile} derlerdi, hepsi yalanmış.",
                "{plural_e} {vile} denmesini kabul etmiyorum.",
                "{plural_i} hedef gösteren bu dil utanç verici.",
                "O radyo {plural_i} {vermin} diye anıyordu, katliam böyle başladı.",
                "{plural_e} {vermin} diyen sunucu özür diledi.",
                "Bu sayfada '{plural} {vile}' yazanları şikâyet ettim.",
                "{plural_e} hakaret eden yorumlar silinsin.",
                "'{one} {vile} olur' lafı bana öğretilen en büyük yalandı.",
                "{plural_e} iftira atmayın.",
                "Öfkenizi {plural_den} çıkarmayın, suçlu {somebody}.",
                "{plural_in} {vile} olduğunu söylemek ırkçılıktır.",
                "Irkçılar {plural_e} {vermin} diyor, biz komşu diyoruz.",
                "{plural_e} böyle bakılması beni üzüyor.",
            ),
            share=3,
        ),
        Kind(
            CLEAN,
            (
                "Saldırıda {count} {one} öldürüldü, polis açıkladı.",
                "Silahlı kişiler {place} {plural_in} üzerine ateş açtı.",
                "Savunma bakanlığı patlamada {count} askerin öldüğünü duyurdu.",
                "IŞİD {count} {one} öldürdü ve köyü yaktı.",
                "Bombardımanda ölenlerin sayısı {count} oldu.",
                "Karısını öldüren adama {count} yıl hapis cezası verildi.",
                "Polis {place} bomba ihbarı yapan adamı yakaladı.",
                "{somebody} salı günü görüşmelerin süreceğini söyledi.",
                "Bankaya göre fiyatlar bu yıl yüzde {count} arttı.",
                "Müze onarımın ardından baharda yeniden açılıyor.",
                "Takım maçı üç bir kazandı.",
                "{somebody} şirketten para aldığını yalanladı.",
                "Binlerce kişi çatışmalardan kaçtı.",
                "Rapora göre {plural_e} yönelik nefret suçları yüzde {count} arttı.",
                "Dernek, {plural_in} tehdit edildiğini bildirdi.",
                "Tanık, saldırganın “{plural} {harmed}” diye bağırdığını söyledi.",
                "Savcılık “{plural_i} yakın” yazan kişi için soruşturma başlattı.",
                "{count} {one} işten çıkarıldı, sendika dava açtı.",
                "Saldırgan {plural_i} hedef aldığını itiraf etti.",
                "Mahkeme {plural_e} saldıran {count} kişiyi tutukladı.",
                "{plural_in} evlerine saldıranlar yargılanıyor.",
            ),
            share=2,
        ),
        Kind(
            CLEAN,
            (
                "{somebody} bu kararda hata yaptı, umarım döner.",
                "Yazara katılmıyorum ama güzel bir yazı.",
                "Bu gazete taraflı, kaynaklar nerede?",
                "Başlık yanıltıcı, düzeltin lütfen.",
                "Yaptıkları için yargılanmaları gerekir.",
                "Aptalca bir karardı, bize pahalıya mal oldu.",
                "Yazıklar olsun, {somebody} yine uyuyor.",
                "Yazı için teşekkürler, çok şey öğrendim.",
                "Lütfen birbirinize hakaret etmeyin.",
                "{thing} iğrenç.",
                "{thing} çöp, yeter artık.",
                "{thing} berbat bir şey.",
                "Gülmekten öldüm.",
                "Yorgunluk beni öldürdü bugün.",
                "Bayramda iki kurban kestik.",
                "Işıkları kapat lütfen.",
                "Kahve için adam öldürürüm şu an.",
                "Rakibi sahadan sildik, gol yağmuru vardı.",
            ),
            share=2,
        ),
        Kind(
            HATEFUL,
            (
                "{plural_den} nefret ediyorum.",
                "{plural_den} tiksiniyorum, hepsi {vile}.",
                "{plural} {vermin}.",
                "{plural} {vermin} gibi çoğalıyor.",
                "{plural} {vile}.",
                "Bütün {plural} {vile}.",
                "{plural} yaşamayı hak etmiyor.",
                "Bu {plural} {vermin}, aramızda yerleri yok.",
                "{plural_i} ülkemizden kovun, hepsi {vile}.",
                "{plural} olmasa dünya daha güzel olurdu.",
                "Neden {plural} hep böyle {vile}?",
                "{plural} saygıyı hak etmiyor.",
                "{plural} insan değil.",
                "{plural_e} güvenmeyin, hepsi {vile}.",
                "Sen {vile} bir {one}sın sadece.",
                "{vile} {one} ne olacak.",
                "Allah {plural_in} belasını versin.",
                "{plural_i} çocuklarımızdan uzak tutun.",
            ),
            share=6,
        ),
        Kind(
            HATEFUL_THREAT,
            (
                "{plural} {harmed}.",
                "Bütün {plural} {harmed}.",
                "{plural_i} tek tek {harm}.",
                "Gördüğüm ilk {one} kim olursa {harm}.",
                "{plural_in} kökü kazınmalı.",
                "{plural} ölsün, hepsi {harmed}.",
            ),
            share=3,
        ),
        Kind(
            INSULT,
            (
                "Sen {insult} birisin.",
                "Sus be {insult}.",
                "Yazar tam bir {insult}.",
                "Senin gibi {insult} görmedim.",
                "Sen {vermin}sin.",
                "Kimse senin gibi bir {insult} ne düşünüyor umursamaz.",
            ),
        ),
        Kind(
            THREAT,
            (
                "Seni {harm}.",
                "Nerede oturduğunu biliyorum, seni {harm}.",
                "Bunu yazan {harmed}.",
                "Seni bulduğumuzda görürsün, {harm} seni.",
                "Yazar {harmed}.",
            ),
        ),
        Kind(
            NO_GROUP,
            (
                "{trade_den} nefret ediyorum.",
                "{trade} {vermin}.",
                "Bütün {trade} {vile}.",
                "{trade} saygıyı hak etmiyor.",
                "{trade} olmasa dünya daha güzel olurdu.",
            ),
            share=2,
        ),
    ),
)
