# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The reasons of the importer in words people understand, translated."""


def reason_texts(env):
    """Return {code of a Problem: text with placeholders}; made once per report."""
    _ = env._
    return {
        "broken_quotes": _(
            "The row can't be taken apart (%(detail)s). A quotation mark is opened and not closed, "
            "or stands inside a cell without being doubled; the rest of the file was not read."
        ),
        "too_many_cells": _(
            "The row has %(cells)s cells but there are %(headings)s headings. Put cells that hold "
            "the delimiter into quotation marks."
        ),
        "too_long": _("The text is longer than %(limit)s characters."),
        "bad_key": _(
            "Numbers and references consist of letters and digits, with marks and blanks inside "
            "only, and have 64 characters at most."
        ),
        "no_key": _("Every row needs a member number or a reference."),
        "no_name": _("The name is missing."),
        "no_type": _("The partner type is missing."),
        "unknown_type": _("No partner type has this code or name."),
        "unknown_country": _("No country has this code or name. Two-letter codes always work."),
        "unknown_market": _("No market of the company has this code or name."),
        "unknown_language": _(
            "No active language has this code or name. Activate it in the settings, or leave the "
            "cell empty."
        ),
        "bad_email": _("This is no e-mail address."),
        "bad_flag": _("Write yes or no."),
        "bad_date": _("This is no date. Write 2026-05-31 or 31.05.2026."),
        "future_date": _("The date lies in the future."),
        "early_date": _("The date lies before 1900."),
        "unknown_state": _("Write applicant, active, suspended or terminated."),
        "ended_before_joined": _("The member ended before having joined on %(joined)s."),
        "ended_not_terminated": _("Only terminated members have an end date."),
        "terminated_not_ended": _("A terminated member needs the date on which it ended."),
        "number_taken": _("%(name)s has this number already."),
        "reference_taken": _("%(name)s has this reference already."),
        "twice": _("This stands on line %(line)s already."),
        "unknown_sponsor": _("Nobody in the file or in the network has this number or reference."),
        "ambiguous_sponsor": _("Several members have this number or reference: %(names)s."),
        "self_sponsor": _("Nobody sponsors himself."),
        "sponsor_outside": _("%(name)s is not a member of the network."),
        "customer_above_partner": _("%(name)s is a customer and can't stand above a partner."),
        "may_not_sponsor": _("%(name)s is a %(type)s and may not sponsor."),
        "sponsor_not_active": _("%(name)s is not active and may not sponsor."),
        "sponsor_applicant": _("%(name)s is an applicant only and may not sponsor yet."),
        "cycle": _("The sponsors form a circle: %(names)s."),
        "long_cycle": _("The sponsors form a circle: %(names)s … and %(more)s further members."),
    }


def file_error_text(env, error):
    """Return in words why a file can't be read at all.

    :param ImportFileError error: from the importer
    """
    _ = env._
    texts = {
        "empty_file": _("The file is empty."),
        "no_rows": _("The file has headings but no rows."),
        "old_excel": _("This is an old Excel file (.xls). Save it as XLSX or CSV."),
        "binary": _(
            "Line %(line)s holds a zero byte: this is no text. Save the file as CSV or XLSX."
        ),
        "broken_encoding": _(
            "Line %(line)s is not %(encoding)s: byte %(byte)s after “%(before)s”. The file is "
            "damaged or mixes encodings. Save it again as CSV in UTF-8, or choose the encoding."
        ),
        "column_twice": _(
            "“%(first)s” and “%(second)s” both mean the column %(column)s. Remove one of them."
        ),
        "columns_missing": _(
            "These columns are missing: %(missing)s. The first row of the file is: %(found)s. "
            "Needed are name, type, and number or reference."
        ),
        "too_many_rows": _("The file has more than %(limit)s rows. Split it."),
        "too_big": _("The file is too big. Split it."),
        "no_openpyxl": _("The Python package openpyxl is missing. Save the file as CSV."),
        "broken_xlsx": _("The spreadsheet can't be read (%(detail)s). Save it again, or as CSV."),
    }
    return texts[error.code] % error.params
