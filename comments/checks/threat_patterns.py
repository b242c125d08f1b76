"""How people threaten, wish and incite violence, language by language; written as folding leaves it."""

from __future__ import annotations

from comments.checks.patterns import Pattern, pattern

HARM = "Threatens someone with harm."
INCITES = "Calls for violence against people."
WISHES = "Wishes someone dead or harmed."
SELF_HARM = "Tells someone to harm themselves."
STALKS = "Suggests that someone will be found or watched."
DESTROYS = "Calls for attacking a place."

WILL = (
    r"(?:i|we|im|i'm|ill|i'll|id|i'd|we'll|we're|imma|ima)"
    r"(?: (?:will|shall|am|are|gonna|going|to|would|really|love|like|want|wanna|swear|personally|so|just|ll|m|d|be|the|one|happily|gladly|fucking))*"
)
KILL = (
    r"(?:kill|murder|shoot|stab|hang|strangle|choke|slit|behead|burn|torture|rape|execute|destroy|hurt|break|smash|"
    r"beat|punch|hunt|slap|kick|cut|gut|skin|bury|crush|end|bomb|drown|poison|lynch)"
)
KILLED = (
    r"(?:shot|hanged|hung|killed|executed|beheaded|lynched|exterminated|gassed|burned|burnt|murdered|raped|drowned|"
    r"tortured|castrated|stoned to death|put down|put to death|slaughtered|beaten|horsewhipped|flogged|drawn and quartered|"
    r"eliminated|eradicated|nuked|bombed|crucified|guillotined|impaled|sterilized|sterilised|culled)"
)
THEM = r"(?:you|u|ya|your|him|her|them|those|these|all|every|everyone|this|that|his|their)"
WHO = r"(?:you|u|he|she|they|we|it|who|people|guy|man|woman|all|them|him|scum|these|those|\w+s|\w+)"

ENGLISH = [
    pattern("en", rf"{WILL} (?:find|hunt|track|come for|get)(?: \w+){{0,2}} (?:you|u)(?: down)?(?: and \w+ you)?", cues="find hunt track come get", grade="severe", reason=STALKS),
    pattern("en", rf"{WILL} {KILL} (?:the shit out of |the fuck out of |the life out of )?(?:you|u|ya|your|him|her|them)(?! (?:for|softly|with kindness|if you can))(?: (?:all|family|kids|children|throat|neck|head|face|house|legs|jaw))?", cues="kill murder shoot stab hang strangle choke slit behead burn torture rape execute destroy hurt break smash beat punch hunt slap kick cut gut skin bury crush end bomb drown poison lynch", grade="severe", reason=HARM),
    pattern("en", rf"(?:you|u|he|she|they|these people|those people|\w+) (?:all |both )?(?:should|must|need to|needs to|ought to|oughta|deserve to|deserves to|has to|have to|gotta|better) (?:all |both |just |really )?(?:be|get) (?:\w+ ){{0,3}}?{KILLED}", cues="shot hanged hung killed executed beheaded lynched exterminated gassed burned burnt murdered raped drowned tortured castrated stoned put slaughtered beaten horsewhipped flogged drawn eliminated eradicated nuked bombed crucified guillotined impaled sterilized sterilised culled", grade="severe", reason=INCITES),
    pattern("en", r"(?:you|u|he|she|they|these people|all of you|you all|ya'll|yall) (?:all |both )?(?:should|must|need to|needs to|ought to|deserve to|deserves to|can|will|gonna) (?:all |both |just |fucking )?(?:die|burn|hang|rot|suffer|burn in hell|rot in hell)", cues="die burn hang rot suffer", grade="severe", reason=WISHES),
    pattern("en", r"(?:someone|somebody|anyone|one of us|we|people) (?:please |really )?(?:should|ought to|needs to|need to|has to|have to|must|oughta|gotta|please) (?:just |go |really |all )*(?:kill|murder|shoot|stab|hang|strangle|behead|burn|rape|execute|assassinate|lynch|exterminate|bomb|gas|blow up|burn down|slap|punch|beat|string up|take out|put a bullet)(?: \w+){1,3}", cues="kill murder shoot stab hang strangle behead burn rape execute assassinate lynch exterminate bomb gas blow slap punch beat string take put", grade="severe", reason=INCITES),
    pattern("en", r"(?:i|we) know where (?:you|u|he|she|they|your \w+) (?:live|lives|work|works|sleep|sleeps|go to school|goes to school|park)", cues="know", grade="severe", reason=STALKS),
    pattern("en", r"(?:we|i|they)(?:'?re| are| am|'?m)? (?:coming|come|comin) (?:for|after|to get) (?:you|u|your \w+)", cues="coming comin come", grade="severe", reason=STALKS),
    pattern("en", r"(?:you|u)(?:'?re| are|r)? (?:all |so |fucking )?(?:dead meat|a dead man|dead man|dead woman|gonna die|going to die|next|finished|a dead \w+)(?= \.| $)", cues="dead die next finished", grade="severe", reason=HARM),
    pattern("en", r"(?:watch|better watch) your back|your days are numbered|sleep with one eye open|you will (?:pay|regret|suffer) (?:for|this|dearly)(?: this| that)?|you(?:'ll| will) (?:pay|regret|be sorry)", cues="watch numbered sleep pay regret sorry suffer", grade="moderate", reason=HARM),
    pattern("en", r"(?:kill|hang|shoot|off|drown|neck) (?:your ?self|yourselves|urself|ur self|yaself)|kys|(?:go|just|please) (?:and )?(?:die|kill yourself|hang yourself|drink bleach|jump off a \w+|play in traffic)(?! (?:for|on this hill|hard|of|laughing|from))|do (?:us|the world|everyone) (?:all )?a favou?r and (?:die|kill \w+|jump|end it)|drink bleach", cues="yourself yourselves your urself kys die bleach jump favor favour traffic", grade="severe", reason=SELF_HARM),
    pattern("en", r"(?:i )?(?:hope|wish|pray|praying|hoping)(?: that)? (?:you|u|he|she|they|someone|somebody|your \w+|all of you|you all|these \w+|those \w+)(?: all| both| and your family| and yours)? (?:would |will |just |fucking )*(?:die|dies|died|rot|rots|burn|burns|choke|chokes|suffer|suffers|get|gets|bleed|bleeds|hang|hangs|rapes?|kills?|shoots?|drop dead)(?: (?:raped|cancer|aids|killed|shot|hit by \w+ \w+|run over|what you deserve|stabbed|murdered|beaten|in hell|in a fire|covid|slowly|painfully|her|him|you|them))?", cues="hope wish pray hoping praying", grade="severe", reason=WISHES),
    pattern("en", r"(?:drop dead|burn in hell|rot in hell|die in a fire|die slow|eat a bullet|bullet in (?:your|his|her|their) (?:head|heads|brain|skull)|(?:a )?bullet (?:to|through|between) (?:your|the|his|her) (?:head|eyes|brain)|deserves? (?:to die|death|the death penalty|a bullet|to be (?:shot|hanged|killed|raped)))", cues="dead hell fire die bullet deserve deserves", grade="severe", reason=WISHES),
    pattern("en", r"(?:kill|shoot|hang|burn|gas|bomb|nuke|exterminate|execute|lynch|slaughter|behead) (?:them all|all of them|em all|'em all|all (?:the |these |those )?\w+s|every (?:last|single) (?:one|\w+)|the (?:bastard|bastards|traitor|traitors|bitch|bitches|lot|scum|pigs|jews|muslims|blacks|whites|gays|immigrants|migrants|refugees|invaders))", cues="kill shoot hang burn gas bomb nuke exterminate execute lynch slaughter behead", grade="severe", reason=INCITES),
    pattern("en", r"(?:string (?:them|him|her|'em|em|you) up|(?:put|line) (?:them|him|her|'em|you) (?:up )?(?:all )?(?:up )?against (?:a|the) wall|hang (?:him|her|them) (?:high|from)|(?:get|bring out|grab) (?:the|a|your) (?:rope|ropes|noose|guillotine|pitchforks)|time for (?:a )?(?:hanging|hangings|lynching|executions?))", cues="string wall hang rope ropes noose guillotine pitchforks time", grade="severe", reason=INCITES),
    pattern("en", r"(?:burn|blow|shoot|torch|bomb|smash)(?: \w+){0,2} (?:down |up )?(?:their|your|his|her|the) (?:office|offices|house|houses|home|homes|building|newsroom|church|mosque|synagogue|headquarters|hq|shop|car)(?: down| up)?(?! (?:was|is|were))", cues="burn blow shoot torch bomb smash", grade="moderate", reason=DESTROYS),
]  # fmt: skip

TURKISH = [
    pattern("tr", r"(?:seni|sizi|onu|onlari|hepinizi|hepsini|ananizi|aileni|alayinizi)(?: \w+){0,3} (?:oldurecegi[mz]|oldururum|oldururuz|gebertecegi[mz]|gebertirim|vuracagi[mz]|vururum|vururuz|kesecegi[mz]|keserim|keseriz|asacagi[mz]|asariz|yakacagi[mz]|yakarim|yakariz|bulacagi[mz]|bulurum|bitirecegi[mz]|mahvedecegi[mz]|bogarim|bogacagi[mz]|parcalarim|dograrim|sikarim)", grade="severe", reason=HARM),
    pattern("tr", r"(?:kafana|kafaniza|beynine|alnina|kafasina) (?:\w+ )?(?:sikacagi[mz]|sikarim|sikariz|kursun \w+|sikmak lazim|sikmali)", grade="severe", reason=HARM),
    pattern("tr", r"(?:nerede|nerde) (?:oturdugunu|yasadigini|oturdugunuzu|calistigini) (?:biliyorum|biliyoruz|biliriz)|evini(?:zi)? (?:biliyorum|biliyoruz|basarim|basacagiz)", grade="severe", reason=STALKS),
    pattern("tr", r"geber(?:in|sin|sinler|esice|esiceler)?|geberesin|(?:allah|tanri) (?:belani|belanizi|canini|caninizi|cezani) (?:versin|alsin)", cues="geber geberin gebersin gebersinler geberesice geberesin allah tanrı", grade="severe", reason=WISHES),
    pattern("tr", r"(?:hepsi|hepsini|bunlari|bunlarin hepsi|hepiniz|bunlar|onlari|seni|sizi|boylelerini|bunu|hepinizi) (?:\w+ ){0,2}(?:asilmali|vurulmali|oldurulmeli|gebertilmeli|yakilmali|kesilmeli|kursuna dizilmeli|idam edilmeli|asmali|yakmali|oldurmeli|vurmali|kesmeli|kursuna dizmeli|asmak lazim|vurmak lazim|oldurmek lazim|gebertmek lazim|yakmak lazim|kesmek lazim|sallandirmali|sallandirmak lazim)", grade="severe", reason=INCITES),
    pattern("tr", r"(?:kendini (?:as|oldur|vur)|intihar et)", cues="kendini intihar", grade="severe", reason=SELF_HARM),
    pattern("tr", r"(?:ölüm|olum) (?:size|sana|hepinize|onlara)|sonun(?:uz)? geldi|gunun(?:uz)? gelecek|hesabini verecek(?:sin|siniz)|ayagini(?:zi)? denk al(?:in)?", cues="ölüm sonun sonunuz günün gününüz hesabını ayağını ayağınızı", grade="moderate", reason=HARM),
]  # fmt: skip

ARABIC = [
    pattern("ar", r"(?:والله |سوف |راح |رح |بدي |لازم )?(?:س|ح|ه|ب)?(?:اقتلك|اقتلكم|نقتلك|نقتلكم|اذبحك|اذبحكم|نذبحك|نذبحكم|سنذبحكم|سنقتلكم|سنقتلك|ساقتلك|ساقتلكم|ساذبحك|احرقك|احرقكم|نحرقكم|سنحرقكم|اكسر راسك|افجرك|نفجركم|ادعسك|ندعسكم|اقطع راسك|نقطع راسك|نقطع رووسكم)", grade="severe", reason=HARM),
    pattern("ar", r"(?:اعرف|نعرف|عارف|عارفين|بعرف) (?:وين|اين|مكان|فين) (?:بيتك|تسكن|ساكن|سكنك|بيتكم|ساكنين|عايش|تعيش)", grade="severe", reason=STALKS),
    pattern("ar", r"(?:يجب|لازم|يستحق|يستحقون|تستحق|تستحقون|المفروض|ينبغي)(?: \w+){0,2} (?:قتل\w*|اعدام\w*|ذبح\w*|حرق\w*|شنق\w*|ابادت\w*|اباده|الاعدام|القتل|الذبح|الموت|سحق\w*|تصفيت\w*|الحرق|الشنق|رجم\w*)", cues="يجب لازم يستحق يستحقون تستحق تستحقون المفروض ينبغي", grade="severe", reason=INCITES),
    pattern("ar", r"(?:ا?قتلوا?هم|ا?ذبحوا?هم|ا?حرقوا?هم|ا?قتلوهم|اذبحوهم|احرقوهم|ابيدوهم|اعدموهم|اسحقوهم|دعسوهم|ادعسوهم)(?: جميعا| كلهم)?", grade="severe", reason=INCITES),
    pattern("ar", r"(?:الموت|موتوا|الله ياخذك|الله ياخذكم|الله يقتلك|الله يقتلكم|الله يحرقكم|الله يحرقك|الله يهلكك|الله يهلكم|قاتلكم الله|اهلككم الله)(?: ل\w+| بغيظكم)?", cues="الموت موتوا الله قاتلكم اهلككم", grade="moderate", reason=WISHES),
    pattern("ar", r"(?:انتحر|اقتل نفسك|موت نفسك|روح موت|روح انتحر)", cues="انتحر نفسك موت", grade="severe", reason=SELF_HARM),
    pattern("ar", r"(?:دورك|دوركم) (?:جاي|قادم|ات|قريب)|نهايتك(?:م)? (?:قريبه|قربت)|(?:سوف |س)تدفعون? الثمن|حسابك(?:م)? عسير", grade="moderate", reason=HARM),
]  # fmt: skip

SORANI = [
    pattern("ckb", r"(?:ده|ئه)?(?:تكوژم|تانكوژم|تكوژين|تكوژن|تانكوژين)|(?:ده|ئه)ت(?:ان)?(?:كوژم|كوژين|سوتينم|سوتينين|برم)|سهرت(?:ان)? (?:ده|ئه)برم|سه?رت ده?برم", grade="severe", reason=HARM),
    pattern("ckb", r"(?:دهزانم|دهزانين|ئهزانم|ئهزانين) (?:له كوي|مالت|مالتان|لهكوي)(?: \w+){0,2}", cues="دەزانم دەزانین ئەزانم ئەزانین", grade="severe", reason=STALKS),
    pattern("ckb", r"(?:پيويسته|دهبيت|دهبي|ئهبي|ئهبيت|با)(?: \w+){0,2} (?:بكوژرين|بكوژرين|بكوژري|بكوژريت|بكوژرن|بكوژن|له سيداره بدرين|له سيداره بدري|له سيداره بدريت|له سيداره بدرن|بسوتينرين|بسوتينرن|بسوتينري)", grade="severe", reason=INCITES),
    pattern("ckb", r"(?:بيانكوژن|بيكوژن|بيانسوتينن|بيسوتينن)", grade="severe", reason=INCITES),
    pattern("ckb", r"(?:خوا|خودا) (?:بتكوژي|بتكوژيت|بتانكوژي|له ناوت ببا|له ناوتان ببا|بتمريني|بتمرينيت)|بمره|بمرن|خوت بكوژه|خوتان بكوژن", grade="severe", reason=WISHES),
]  # fmt: skip

KURMANJI = [
    pattern("kmr", r"(?:ez|em)(?: \w+){0,2} (?:te|we)(?: \w+){0,2} (?:bikujim|bikujin|dikujim|dikujin|bisewitinim|disewitinim|bisewitinin|serjebikim|serje bikim|serje bikin)|(?:eze|em e|eme|ez e|ezê|emê) (?:te|we) (?:\w+ ){0,2}(?:bikujim|bikujin|bisewitinim|bisewitinin|bibinim|serje bikim)", grade="severe", reason=HARM),
    pattern("kmr", r"(?:ez|em) dizani[mn] (?:tu|hun|mala te|mala we)(?: \w+){0,3}", cues="dizanim dizanin", grade="severe", reason=STALKS),
    pattern("kmr", r"(?:dive|divet|pewist e|gerek e|bila)(?: \w+){0,3} (?:bene kustin|were kustin|bene darvekirin|were darvekirin|bene dardakirin|were dardakirin|bene sewitandin|were sewitandin|bimirin|bimire)", grade="severe", reason=INCITES),
    pattern("kmr", r"(?:wan|hemuyan|hemuya) (?:hemuyan )?(?:bikujin|bisewitinin|dardakin|darve bikin)", grade="severe", reason=INCITES),
    pattern("kmr", r"(?:xwe bikuje|xwe bikujin|here bimire|bimire|xwede (?:te|we) bikuje|xwede cane (?:te|we) bistine)", grade="severe", reason=WISHES),
]  # fmt: skip

PATTERNS: tuple[Pattern, ...] = (*ENGLISH, *TURKISH, *ARABIC, *SORANI, *KURMANJI)
