# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every route of our modules and how it answers somebody with a partner's numbers.

A route that is missing here fails ``test_portal_routes``: add a row when you add a route.
"""

# Takes the number of a record: 404 for everybody but its owner.
RECORD = "record"
# Shows the one who is logged in: may not contain anything of others.
OWN = "own"
# Questions by JSON: refused, or about the own team only.
QUESTION = "question"
# Open to everybody; tells nothing of a member that it didn't agree to.
PUBLIC = "public"
# Needs a secret out of a mail or a link: a forged one gets nowhere.
TOKEN = "token"
# For employees with a right: refused to everybody in the portal.
STAFF = "staff"

ROUTES = {
    # mlm_portal: registration, links, bank
    "/r/<string:code>": TOKEN,
    "/r/<string:code>/<path:path>": TOKEN,
    "/r/<string:code>/photo": TOKEN,
    "/r/<string:code>/qr.png": TOKEN,
    "/partner/register": PUBLIC,
    "/partner/register/<string:step>": PUBLIC,
    "/partner/register/later": PUBLIC,
    "/partner/register/mail/again": PUBLIC,
    "/partner/register/mail/sent": PUBLIC,
    "/partner/register/confirm/<string:token>": TOKEN,
    "/partner/register/resume/<string:token>": TOKEN,
    "/customer/register": PUBLIC,
    "/my/referral/card.pdf": OWN,
    "/my/bank": OWN,
    "/my/bank/confirm/<string:token>": TOKEN,
    "/my/bank/stop/<string:token>": TOKEN,
    # mlm_portal: figures and documents
    "/my/network": OWN,
    "/my/commissions": OWN,
    "/my/commissions/page/<int:page>": OWN,
    "/my/commissions/<int:statement_id>": RECORD,
    "/my/commissions/<int:statement_id>/line/<int:line_id>": RECORD,
    "/my/commissions/<int:statement_id>/why": RECORD,
    "/my/commissions/<int:statement_id>/statement.pdf": RECORD,
    "/my/commissions/<int:statement_id>/lines.csv": RECORD,
    "/my/commissions/<int:statement_id>/document.pdf": RECORD,
    "/my/commissions/<int:statement_id>/document.xml": RECORD,
    "/my/commissions/<int:statement_id>/object": RECORD,
    "/my/commissions/account": OWN,
    "/my/commissions/account/page/<int:page>": OWN,
    "/my/commissions/income": OWN,
    "/my/commissions/calculator": OWN,
    "/my/commissions/year/<int:summary_id>/<string:kind>": RECORD,
    # mlm_portal: profile
    "/my/profile": OWN,
    "/my/profile/language": OWN,
    "/my/profile/consents": OWN,
    "/my/profile/tax": OWN,
    "/my/profile/agreement/<int:acceptance_id>": RECORD,
    "/my/profile/export": OWN,
    "/my/profile/export/<int:request_id>": RECORD,
    "/my/profile/request": OWN,
    "/my/profile/notice": OWN,
    # mlm_portal: team
    "/my/team": OWN,
    "/my/team/page/<int:page>": OWN,
    "/my/team.csv": OWN,
    "/my/invite": OWN,
    "/my/team/tree": OWN,
    "/my/team/tree/open": QUESTION,
    "/my/team/tree/children": QUESTION,
    "/my/team/tree/search": QUESTION,
    "/my/team/tree/path": QUESTION,
    "/my/team/tree/member": QUESTION,
    "/my/team/tree/place": QUESTION,
    # mlm_portal_site
    "/r/<string:code>/site": TOKEN,
    "/r/<string:code>/site/photo": TOKEN,
    "/r/<string:code>/site/message": TOKEN,
    "/my/site": OWN,
    "/my/site/preview": OWN,
    "/my/site/photo": OWN,
    # other modules
    "/my/invite/picture/<int:campaign_id>.jpg": OWN,
    "/my/academy": OWN,
    "/my/academy/start/<int:training_id>": OWN,
    "/my/academy/certificate/<int:certificate_id>": RECORD,
    "/my/autoship": OWN,
    "/my/autoship/<int:autoship_id>": RECORD,
    "/my/autoship/<int:autoship_id>/<string:word>": RECORD,
    "/my/autoship/new": OWN,
    "/my/messages": OWN,
    "/my/messages/page/<int:page>": OWN,
    "/my/contests": OWN,
    "/my/contests/<int:contest_id>": OWN,
    "/my/team/mail": OWN,
    "/my/team/mail/preview": OWN,
    "/my/team/mail/send": OWN,
    "/my/team/mail/<int:mail_id>": RECORD,
    "/my/team/mail/<int:mail_id>/stop": RECORD,
    "/newsletter/confirm/<int:optin_id>/<string:token>": TOKEN,
    "/website_mass_mailing/subscribe": QUESTION,
    "/mailing/list/update": QUESTION,
    "/shop/sponsor": PUBLIC,
    "/my/customers": OWN,
    "/my/customers/page/<int:page>": OWN,
    "/my/customers/<int:customer_id>": RECORD,
    "/my/carts": OWN,
    "/my/carts/new": OWN,
    "/my/carts/<int:cart_id>": RECORD,
    "/my/carts/<int:cart_id>/close": RECORD,
    "/cart/<int:cart_id>/<string:token>": TOKEN,
    "/shop/guarantee-notice.png": PUBLIC,
    "/imprint": PUBLIC,
    "/impressum": PUBLIC,
    "/legal/terms": PUBLIC,
    "/agb": PUBLIC,
    "/legal/privacy": PUBLIC,
    "/datenschutz": PUBLIC,
    "/legal/withdrawal": PUBLIC,
    "/widerrufsbelehrung": PUBLIC,
    "/legal/shipping": PUBLIC,
    "/versand": PUBLIC,
    "/accessibility": PUBLIC,
    "/barrierefreiheit": PUBLIC,
    "/withdrawal": PUBLIC,
    "/widerruf": PUBLIC,
    "/withdrawal/confirm": PUBLIC,
    "/cancel-contract": PUBLIC,
    "/kuendigen": PUBLIC,
    "/cancel-contract/confirm": PUBLIC,
    "/my/questions": OWN,
    "/my/questions/<int:question_id>": RECORD,
    "/my/commissions/<int:statement_id>/ask": RECORD,
    "/ticket/close": TOKEN,
    "/submitted/ticket": TOKEN,
    "/chat/message": PUBLIC,
    "/mlm/bank_file/<int:download_id>": STAFF,
}
