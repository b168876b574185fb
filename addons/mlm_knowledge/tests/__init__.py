# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_article_audience
from . import test_article_search
from . import test_article_version
from . import test_article_vote
from . import test_articles_shipped
from . import test_help_axe
from . import test_help_journey
