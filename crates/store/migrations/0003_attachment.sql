-- Files that records refer to (附件), known by the SM3 of their content: sent twice, stored once.
CREATE TABLE attachment (
    id BYTES PRIMARY KEY,
    kind TEXT NOT NULL,
    size BIGINT NOT NULL,
    content BYTES NOT NULL
);
-- Who sent it, for which unit, under which name. Somebody else's upload of the same content is a row of its own.
CREATE TABLE attachment_upload (
    id BYTES NOT NULL,
    unit BIGINT NOT NULL,
    actor BIGINT NOT NULL,
    name TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    PRIMARY KEY (id, unit, actor)
);
