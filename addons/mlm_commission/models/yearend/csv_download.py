# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A list as a file to download."""

import base64
import csv
import io

from odoo.addons.mlm_base.csv_cell import csv_cell


def csv_download(record, name, titles, rows):
    """Return the action that downloads rows as CSV (semicolons, decimal points, UTF-8).

    :param record: record of one wizard, which keeps the file
    :param str name: of the file
    :param titles: keys of the rows in the order of the columns
    :param rows: dicts by titles
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(titles)
    for row in rows:
        writer.writerow(csv_cell(row[title]) for title in titles)
    attachment = record.env["ir.attachment"].create(
        {
            "name": name.replace("/", "-"),
            "res_model": record._name,
            "res_id": record.id,
            "datas": base64.b64encode(stream.getvalue().encode("utf-8-sig")),
        }
    )
    return {
        "type": "ir.actions.act_url",
        "url": f"/web/content/{attachment.id}?download=true",
        "target": "download",
    }
