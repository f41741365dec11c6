-- The unit tree as of event `seq` in one piece, so that a start reads one row instead of one per unit. A copy: it counts
-- only where `seq` is that of the tree in `unit`.
CREATE TABLE unit_tree (one BIGINT PRIMARY KEY, seq BIGINT NOT NULL, content BYTES NOT NULL);
