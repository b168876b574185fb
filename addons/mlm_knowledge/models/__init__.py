# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    mlm_article_text_mixin,
    mlm_article_category,
    mlm_article,
    mlm_article_audience,
    mlm_article_version,
    mlm_article_word,
    mlm_article_search,
    mlm_article_vote,
    mlm_article_view,
    ir_module_module,
    website,
)
