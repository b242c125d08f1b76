"""The guidelines in English."""

INTRODUCTION = (
    "We welcome comments that take the discussion further, whether or not you agree with the article, and "
    "we welcome constructive criticism of our own work. A moderator reads every comment before it is "
    "published. We never edit a comment: it is approved just as you wrote it, or rejected with a reason."
)

WORDINGS = {
    "profanity": (
        "No swearing",
        "Strong opinions are welcome, swear words are not. Starring them out or spacing the letters does "
        "not change that.",
    ),
    "threats": (
        "No threats",
        "Do not threaten anyone, wish them harm or call for violence, even as a joke. Speaking of violence "
        "that has happened is not a threat.",
    ),
    "personal_attacks": (
        "No personal attacks",
        "Argue with what people say and do, not with who they are. Do not insult other readers, our "
        "journalists or the people in the news.",
    ),
    "vulgarity": (
        "No vulgarity",
        "Leave out sexual remarks and crude talk about bodies. Sexual violence and health may be "
        "discussed, in sober words.",
    ),
    "abuse": (
        "No abuse",
        "Nobody may be demeaned for their sex, race, origin, language, religion, disability or sexuality. "
        "There is no room for sexism, racism, homophobia or xenophobia, in slurs or in polite words.",
    ),
    "promotion": (
        "No advertising",
        "Comments are not a place to promote a product, a service, a channel or yourself. A link is fine "
        "when it supports what you say about the article.",
    ),
    "relevance": (
        "Stay with the subject",
        "Write about this article, or about the questions it raises for readers. Criticism of our work is "
        "part of the subject too.",
    ),
}

# Not among those a site starts with: see `publish_legal_guideline`.
OPTIONAL_WORDINGS = {
    "legal": (
        "Keep within the law",
        "Do not write what the law forbids: defamation, a call to commit a crime, what a court has "
        "forbidden to publish, somebody else’s private data or work.",
    ),
}
