'''The demo newspaper, The Meridian: eight articles and their readers, as files that an editor can read.

Everything in it is invented: towns, clubs, courts, people. `content.articles()` and `content.thread(slug)`
read the files and refuse what does not fit the format below, naming the file and the item.

An article, `articles/<slug>.toml`:

    language = "en"             # en, ar, ckb, kmr or tr
    section = "War"
    headline = "…"
    standfirst = "…"
    byline = "…"
    hours_ago = 7               # published so long before the demo is loaded
    body = """
    First paragraph, on one line.

    Second paragraph, after an empty line.
    """

Its thread, `threads/<slug>.toml`, is a list of comments in any order:

    [[comment]]
    id = "marek"                # within this file
    name = "Marek D."
    minutes_ago = 350
    text = "…"                  # or between triple quotes, with line breaks
    in_reply_to = "…"           # optional: the id of an older comment that readers could see
    email = "…"                 # optional, at example.org
    state = "pending"           # optional, as below; pending if left out

    rejection = { guidelines = ["threats"], explanation = "…", words = ["exact words of the text"] }
    appeal = { statement = "…", answer = "…" }
    report = { guideline = "abuse", note = "…" }

| state | what happened, in order | needs |
|---|---|---|
| pending | waits for its first decision | |
| approved | approved | |
| rejected | rejected | rejection |
| withdrawn | taken back by its author while it waited | |
| erased | approved, then erased by a legal request | |
| undone | approved, undone at once: waits again | |
| reconsidered | approved, answered perhaps, later rejected | rejection |
| reported | approved, then reported by another reader | report |
| appealed | rejected, and its author's appeal waits | rejection, appeal without answer |
| confirmed | rejected, appealed, the rejection confirmed | rejection, appeal with answer |
| overturned | rejected, appealed, the rejection overturned: published | rejection, appeal with answer |

`explanation`, `words` and a report's `note` may be left out.
'''
