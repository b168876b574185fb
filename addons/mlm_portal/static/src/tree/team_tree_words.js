import { _t } from "@web/core/l10n/translation";

const STATUSES = {
    active: _t("Active"),
    risk: _t("At risk"),
    inactive: _t("Not active"),
    new: _t("New"),
    applicant: _t("Applicant"),
    suspended: _t("Suspended"),
    terminated: _t("Terminated"),
};

/** The word for a status of a member, as the server names it. */
export function statusText(status) {
    return String(STATUSES[status] || status);
}
