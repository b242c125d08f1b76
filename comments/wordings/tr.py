"""The guidelines in Turkish."""

INTRODUCTION = (
    "Yazıyla aynı fikirde olsun olmasın, tartışmayı ileri taşıyan her yoruma kapımız açık; kendi işimize "
    "yönelik yapıcı eleştiriye de. Her yorumu, yayımlanmadan önce bir moderatör okur. Yorumları asla "
    "düzenlemeyiz: ya yazdığınız gibi onaylanır ya da gerekçesiyle reddedilir."
)

WORDINGS = {
    "profanity": (
        "Küfür yok",
        "Sert söze evet, küfre hayır. Yıldızla ya da harflerin arasını açarak yazmak bunu değiştirmez.",
    ),
    "threats": (
        "Tehdit yok",
        "Kimseyi tehdit etmeyin, kimsenin kötülüğünü dilemeyin, şiddete çağırmayın; şaka yollu bile olsa. "
        "Yaşanmış bir şiddetten söz etmek tehdit değildir.",
    ),
    "personal_attacks": (
        "Kişisel saldırı yok",
        "İnsanların söylediklerini ve yaptıklarını tartışın, kişiliklerini değil. Öteki okurlara, "
        "gazetecilerimize ve haberlerde adı geçenlere hakaret etmeyin.",
    ),
    "vulgarity": (
        "Müstehcenlik yok",
        "Cinsel imalardan ve bedenle ilgili kaba sözlerden kaçının. Cinsel şiddet ve sağlık, ölçülü bir "
        "dille konuşulabilir.",
    ),
    "abuse": (
        "Aşağılama ve ayrımcılık yok",
        "Kimse cinsiyeti, ırkı, kökeni, dili, dini, engeli ya da cinsel yönelimi yüzünden aşağılanamaz. "
        "İster ağır ister nazik sözlerle olsun, burada cinsiyetçiliğe, ırkçılığa, homofobiye ve yabancı "
        "düşmanlığına yer yok.",
    ),
    "promotion": (
        "Reklam yok",
        "Yorumlar bir ürünü, hizmeti, kanalı ya da kendinizi tanıtma yeri değildir. Yazıyla ilgili "
        "sözünüzü destekleyen bir bağlantı verebilirsiniz.",
    ),
    "relevance": (
        "Konuda kalın",
        "Bu yazı ya da okurlarda uyandırdığı sorular üzerine yazın. Bizim işimizi eleştirmek de konuya "
        "dahildir.",
    ),
}

# Not among those a site starts with: see `publish_legal_guideline`.
OPTIONAL_WORDINGS = {
    "legal": (
        "Yasaların içinde kalın",
        "Yasaların yasakladığını yazmayın: iftira, suça çağrı, mahkemenin yayımlanmasını "
        "yasakladığı şeyler, başkalarının özel bilgileri ya da eserleri.",
    ),
}
