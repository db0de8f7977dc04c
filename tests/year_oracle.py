"""What must be so of a year of orders that was loaded in bulk, as it is of single orders."""

from __future__ import annotations

# Of the loaded ones: orders, approvals, documents, lines, and the sum in cents.
LOADED = """
SELECT count(*), count(a.id), count(p.message_id), count(l.id), sum(o.total_cents)
FROM ordering_order o
LEFT JOIN ordering_approval a ON a.requisition_id = o.requisition_id
LEFT JOIN exchange_payload p ON p.message_id = o.message_id
LEFT JOIN ordering_orderline l ON l.order_id = o.id
WHERE o.number LIKE '20__-500____'
"""
# Rows of which there are none, of all orders, loaded or not.
FAULTS = {
    "a ceiling that is not the sum of its ledger, or of its shares": """
        SELECT agreement_id FROM agreements_ceiling c WHERE committed_cents <> (
          SELECT coalesce(sum(cents), 0) FROM agreements_ceilingmovement m
          WHERE m.agreement_id = c.agreement_id) OR committed_cents <> (
          SELECT coalesce(sum(s.committed_cents), 0) FROM agreements_committedshare s
          WHERE s.agreement_id = c.agreement_id)""",
    "a volume that is not the sum of its ledger": """
        SELECT v.id FROM agreements_tiervolume v WHERE quantity <> (
          SELECT sum((m.quantities ->> v.price_group)::bigint) FROM agreements_ceilingmovement m
          WHERE m.agreement_id = v.agreement_id)""",
    "a budget that is not the sum of its ledger": """
        SELECT id FROM ordering_budget b WHERE committed_cents <> (
          SELECT coalesce(sum(cents), 0) FROM ordering_budgetmovement m
          WHERE m.budget_id = b.id)""",
    "a gap in the running balance of a ceiling's ledger": """
        SELECT id FROM (SELECT id, balance_cents,
          sum(cents) OVER (PARTITION BY agreement_id ORDER BY id) AS summed
          FROM agreements_ceilingmovement) AS ledger WHERE balance_cents <> summed""",
    "an order whose document does not name it": """
        SELECT o.id FROM ordering_order o JOIN exchange_payload p ON p.message_id = o.message_id
        WHERE position(o.number IN convert_from(p.content, 'UTF8')) = 0""",
    # The past of the devices came as rows, without documents: its messages are below zero.
    "an answer without its document": """
        SELECT r.id FROM ordering_orderresponse r LEFT JOIN exchange_payload p
          ON p.message_id = r.message_id WHERE p.message_id IS NULL AND r.message_id > 0""",
}
