"""The only Django app with tables: logs, queue, outbox, projections; and the files beside them."""
