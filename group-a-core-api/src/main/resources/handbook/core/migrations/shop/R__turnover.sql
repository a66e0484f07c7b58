CREATE OR REPLACE VIEW turnover AS
SELECT customer_id, sum(cents) AS cents
FROM orders
GROUP BY customer_id;
