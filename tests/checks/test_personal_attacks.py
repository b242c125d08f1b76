from __future__ import annotations

import pytest

from comments.checks.personal_attacks import PersonalAttacksCheck
from tests.checks.reading import findings, looks, marked

CHECK = PersonalAttacksCheck()

ATTACKS = [
    ("en", "You're thick as two short planks.", ()),
    ("en", "You couldn't find your own backside with both hands and a map.", ()),
    ("en", "Typical comment from somebody with the brain of a gnat.", ()),
    ("en", "Only a complete muppet would believe that.", ()),
    ("en", "Did your mother drop you on your head?", ()),
    ("en", "Go back to your cave, troll.", ()),
    ("en", "I've met doorknobs with more sense than you.", ()),
    ("en", "Crawl back under your rock.", ()),
    ("en", "you must be on drugs, you make zero sense, clown", ()),
    ("en", "Your stupidity is breathtaking.", ()),
    ("en", "You, sir, are a fraud and a coward.", ()),
    ("en", "@Karim ur brain is empty", ()),
    ("en", "I would call you a donkey but that insults donkeys.", ()),
    ("en", "Ignore him, he's a paid troll with no life.", ()),
    ("en", "You've the IQ of a turnip.", ()),
    ("en", "You are nothing but a bitter old hag.", ()),
    ("en", "The mayor is an absolute moron.", ()),
    ("en", "Trump is a demented orange baboon.", ()),
    ("en", "You have the manners of a pig and the brains of a hen.", ()),
    ("en", "What rock did you crawl out from under?", ()),
    ("en", "Give your head a wobble, you daft cow.", ()),
    ("en", "You're as useful as a chocolate teapot.", ()),
    ("en", "Honestly, are you illiterate?", ()),
    ("en", "Somebody call his carer, grandpa got to the keyboard again.", ()),
    ("en", "You absolute weapon.", ()),
    ("en", "Stop embarrassing yourself, you clueless twit.", ()),
    ("en", "You disgusting human being.", ()),
    ("en", "Did you fail primary school?", ()),
    ("en", "Typical of a brainless leftie like you.", ()),
    ("en", "Whoever wrote this has the brain of a goldfish.", ()),
    ("en", "You are an idiot.", ()),
    ("en", "you id1ot", ()),
    ("en", "Idiot!", ()),
    ("en", "You're too stupid to understand it.", ()),
    ("en", "Aram is a liar and a coward.", ("Aram",)),
    ("en", "Shut your mouth, nobody asked you.", ()),
    ("en", "What a pathetic loser you are.", ()),
    ("en", "Go fuck yourself.", ()),
    ("en", "You have no brain.", ()),
    ("tr", "Sen tam bir salaksın.", ()),
    ("tr", "Aptalsınız hepiniz.", ()),
    ("tr", "Kapa çeneni!", ()),
    ("ar", "يا حمار", ()),
    ("ar", "أنت كلب وجبان", ()),
    ("ar", "انتم مجرد مرتزقة", ()),
    ("ckb", "تۆ گەمژەیت", ()),
    ("ckb", "دەمت داخە", ()),
    ("kmr", "Tu bêaqil î.", ()),
    ("kmr", "Devê xwe bigire!", ()),
]
INNOCENT = [
    ("en", "The law on parking is stupid."),
    ("en", "Our boiler is brain dead."),
    ("en", "Anyone would be a fool to sell now."),
    ("en", "That's a stupid argument, sorry."),
    ("en", "The article is lazy, the reporting is sloppy and the photo is years old."),
    ("en", "I felt like an idiot when I read the small print."),
    ("en", "We should not call each other idiots here."),
    ("en", "The prime minister's handling of the crisis was incompetent."),
    ("en", "It would be stupid to sell the water works now."),
    ("en", "The clown at the fair made my daughter laugh."),
    ("en", "What a ridiculous rule, who came up with this nonsense?"),
    ("en", "Have you lost something? Your comment appears twice."),
    ("en", "Your coverage of the strike is one-sided and cowardly."),
    ("en", "You two should stop insulting each other."),
    ("en", "You must be tired after such a long shift, nurses are heroes."),
    ("en", "You have to be crazy lucky to get a dentist here."),
    ("en", "I don't think you're a liar, I think you were misled."),
    ("en", "You are killing me with these puns, keep them coming."),
    ("en", "The president broke his promise on pensions."),
    ("en", "The mayor's decision to close the library was a disgrace."),
    ("en", "I cannot stand his policies."),
    ("en", "The chancellor has failed, and it is time for someone else."),
    ("en", "This government's record is one of failure after failure."),
    ("en", "The minister has been caught lying again."),
    ("en", "His performance in the debate was embarrassing."),
    ("en", "The coach is clueless about defending set pieces."),
    ("en", "Her policy is insane."),
    ("en", "Damn this useless phone."),
    ("en", "Idiotic weather we are having."),
    ("en", "The app is trash and crashes every day."),
    ("en", "I hate this ugly building with all my heart."),
    ("en", "The traffic lights are brain dead on that corner."),
    ("en", "Silly me, I read it upside down."),
    ("en", "These damn mosquitoes are vermin."),
    ("en", "Rats and cockroaches have invaded the school kitchen."),
    ("en", "The council's website is a sick joke."),
    ("en", "Cancer is a bastard."),
    ("en", "I'm a fool for love, what can I say."),
    ("en", "I'm so dumb, I forgot the time change."),
    ("en", "The new logo looks retarded... sorry, I mean silly."),
    ("en", "Are illiterate voters given help at the polling station?"),
    ("en", "My carer calls me grandpa."),
    ("en", "Nobody asked for this worthless app."),
    ("en", "Did you finish primary school here?"),
    ("en", "Take your medication with water, says the leaflet."),
    ("en", "Your comment is the silliest thing I have read all week, and I mean that kindly."),
    ("en", "You're right and I was being an idiot."),
    ("en", "The police arrested the thugs."),
    ("en", "The witch in the play was superb."),
    ("en", "What a load of rubbish this council talks."),
    ("en", "The chairman is wrong, and his figures are a joke."),
    ("en", "This newspaper is garbage and its headline is idiotic."),
    ("en", "Your article is stupid, biased and poorly researched."),
    ("en", "What an idiotic article, you should be ashamed of this reporting."),
    ("en", "That is a stupid idea and the policy was dumb."),
    ("en", "Please do not call people idiots."),
    ("en", "She called me a fool."),
    ("en", "I was an idiot to believe it."),
    ("en", "He is no fool, and you are not stupid."),
    ("en", "The minister's conduct was disgraceful and he should resign."),
    ("en", "The president broke his promise."),
    ("en", "You are wrong about the figures."),
    ("en", "You make a good point, thank you."),
    ("en", "My dog is smart; the pigs and sheep are on the farm."),
    ("tr", "Bu gazete çöp, haberiniz yalan."),
    ("tr", "Bence bu karar çok yanlış."),
    ("tr", "Size katılmıyorum ama saygı duyuyorum."),
    ("tr", "Köpek maması pahalandı, hayvan hakları önemli."),
    ("ar", "هذا الموقع فاشل ومقالكم سخيف"),
    ("ar", "لا اتفق معك في هذا الرأي"),
    ("ar", "حديقة الحيوان مغلقة اليوم"),
    ("ckb", "ڕۆژنامەکەتان خراپە و هەواڵەکە هەڵەیە"),
    ("ckb", "لەگەڵ ڕای تۆ نیم بەڵام ڕێزت دەگرم"),
    ("kmr", "Rojnameya we xirab e û nûçe şaş e."),
    ("kmr", "Ez bi te re ne li hev im, lê spas."),
]


@pytest.mark.parametrize(("language", "text", "names"), ATTACKS)
def test_attacks_on_who_takes_part_are_found(language, text, names):
    assert looks(CHECK, text, language=language, names=names)


@pytest.mark.parametrize(("language", "text"), INNOCENT)
def test_criticism_is_left_alone(language, text):
    assert not looks(CHECK, text, language=language)


def test_the_insult_is_what_is_marked():
    assert marked(CHECK, "Read it again, you moron.") == ["moron"]


def test_words_quoted_from_the_parent_do_not_count():
    parent = "You are an idiot and a liar."

    assert not looks(CHECK, 'You wrote "You are an idiot and a liar". Why?', parent_text=parent)


@pytest.mark.parametrize("text", ["Köpeğim hasta, veterinere gidiyoruz.", "Köpeklerimiz bahçede uyuyor."])
def test_an_animal_of_ones_own_is_no_insult(text):
    assert not findings(CHECK, text, language="tr")
