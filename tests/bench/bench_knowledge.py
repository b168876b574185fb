# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a mistyped question costs at 10,000 help articles (MEMBERS counts articles here).

Bar: a question of two mistyped words is answered in milliseconds, by record rules, best first. The
ratio says what comparing the words of the articles saves against comparing their texts.
"""

import numpy as np
from setting import main, seconds, timed

LENGTH = 150
VOCABULARY = 15_000
COMMON = 200
BATCH = 1_000
QUESTIONS = ("witdrawel ordre", "bnak acount change", "comission statment")
LETTERS = list("abcdefghiklmnoprstuvwz")


def vocabulary(dice):
    """Return made-up words, common ones first; those that are asked for are neither nor."""
    known = ["withdrawal", "order", "bank", "account", "change", "commission", "statement"]
    made = {
        "".join(dice.choice(LETTERS, size=length))
        for length in dice.integers(4, 13, size=VOCABULARY)
    }
    words = sorted(made)
    return words[:COMMON] + known + words[COMMON:]


def write_articles(env, count, dice):
    """Publish so many articles whose words are as unequally common as those of a language."""
    words = vocabulary(dice)
    weights = 1 / np.arange(1, len(words) + 1)
    weights /= weights.sum()
    category = env["mlm.article.category"].create({"name": "Bench"})
    for begin in range(0, count, BATCH):
        env["mlm.article"].with_context(tracking_disable=True).create(
            [
                {
                    "name": " ".join(dice.choice(words, size=5, p=weights)),
                    "body": f"<p>{' '.join(dice.choice(words, size=LENGTH, p=weights))}</p>",
                    "category_id": category.id,
                    "responsible_id": False,
                    "state": "published",
                }
                for __ in range(min(BATCH, count - begin))
            ]
        )
        env.invalidate_all()


def search_texts(cr):
    """Compare the same words with the whole texts, by an index on them."""
    cr.execute("SET LOCAL pg_trgm.word_similarity_threshold = 0.4")
    for question in QUESTIONS:
        for word in question.split():
            cr.execute(
                """SELECT id FROM mlm_article WHERE %s <%% (body->>'en_US')
                    ORDER BY word_similarity(%s, body->>'en_US') DESC LIMIT 5""",
                [word, word],
            )


def bench(env, articles):
    """Publish, index, ask."""
    with timed("publish"):
        write_articles(env, articles, np.random.default_rng(7))
    env.cr.execute("ANALYZE mlm_article, mlm_article_word, mlm_article_mention")
    reader = env["mlm.article"].with_user(env.ref("base.public_user"))
    reader.search_articles("warm up")
    with timed("ask"):
        found = [len(reader.search_articles(question)) for question in QUESTIONS]
    env.cr.execute("CREATE INDEX ON mlm_article USING gin ((body->>'en_US') gin_trgm_ops)")
    with timed("ask_texts"):
        search_texts(env.cr)
    return {
        "articles": articles,
        "found": found,
        "seconds": seconds,
        "ms_per_question": round(1000 * seconds["ask"] / len(QUESTIONS), 1),
        "times_faster_than_texts": round(seconds["ask_texts"] / max(seconds["ask"], 0.001)),
    }


if __name__ == "__main__":
    main(bench, "Answer mistyped questions among many help articles.")
