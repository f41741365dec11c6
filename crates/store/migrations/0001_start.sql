-- One text for both databases. Before it runs, two type names are written as each database wants them:
-- SEQUENCE_KEY and BYTES. Times are microseconds since 1970 UTC, days are numbers like 20130905.

-- The audit log. A row is never changed; hash = SM3(hash of the row before, fields of this row).
-- prev: the event that stored the version before of the same record, so that a history is a walk and needs no index.
CREATE TABLE event (
    seq SEQUENCE_KEY,
    at_us BIGINT NOT NULL,
    actor BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    device TEXT,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    prev BIGINT,
    payload TEXT NOT NULL,
    hash BYTES NOT NULL
);
-- Records are the bulk of the log and are found through `record`; everything else by name and subject.
CREATE INDEX event_subject ON event (subject, seq) WHERE kind <> 'record_stored';
CREATE INDEX event_kind ON event (kind, seq) WHERE kind <> 'record_stored';

-- The end of the chain: one row. Writing it is what makes writers take turns.
CREATE TABLE chain_head (one BIGINT PRIMARY KEY, seq BIGINT NOT NULL, hash BYTES NOT NULL);

-- Short numbers for (programme, register).
CREATE TABLE register (no BIGINT PRIMARY KEY, programme TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (programme, name));

-- Current records: an index onto the log. The content stands in the payload of event `seq`.
CREATE TABLE record (
    no SEQUENCE_KEY,
    id BYTES NOT NULL,
    register BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    day BIGINT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    changed_us BIGINT NOT NULL,
    seq BIGINT NOT NULL
);
CREATE UNIQUE INDEX record_id ON record (id);
CREATE INDEX record_place ON record (register, unit, day);

CREATE TABLE unit (
    id BIGINT PRIMARY KEY,
    parent BIGINT,
    code TEXT NOT NULL,
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    -- JSON of aliases, tags, from, to; null where there are none.
    more TEXT,
    -- Pre-order position and one past the last position of the subtree.
    pos BIGINT NOT NULL,
    past BIGINT NOT NULL
);
CREATE UNIQUE INDEX unit_code ON unit (code);
CREATE INDEX unit_pos ON unit (pos);

-- Single numbers and texts of the store itself.
CREATE TABLE setting (name TEXT PRIMARY KEY, number BIGINT, content TEXT);

CREATE TABLE filing (
    id BYTES NOT NULL,
    programme TEXT NOT NULL,
    form TEXT NOT NULL,
    unit BIGINT NOT NULL,
    first BIGINT NOT NULL,
    version BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    zero BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (programme, form, first, unit, version)
);
CREATE UNIQUE INDEX filing_id ON filing (id);

CREATE TABLE zero_report (
    programme TEXT NOT NULL,
    duty TEXT NOT NULL,
    unit BIGINT NOT NULL,
    first BIGINT NOT NULL,
    every TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (programme, duty, first, unit)
);

CREATE TABLE answer (
    programme TEXT NOT NULL,
    ask TEXT NOT NULL,
    value TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    actor BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (programme, ask)
);

-- Commands that carry a key: what they did the first time. digest: SM3 of the request.
CREATE TABLE idempotency (
    key TEXT PRIMARY KEY,
    digest BYTES NOT NULL,
    at_us BIGINT NOT NULL,
    first_seq BIGINT NOT NULL,
    events BIGINT NOT NULL
);

-- Measure cells as of event `seq`; a row is right for exactly that event (see docs/decisions/0003).
CREATE TABLE cell_blob (
    programme TEXT NOT NULL,
    measure TEXT NOT NULL,
    bucket BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    basis TEXT NOT NULL,
    content BYTES NOT NULL,
    PRIMARY KEY (programme, measure, bucket, seq)
);
CREATE TABLE cell_checkpoint (programme TEXT PRIMARY KEY, seq BIGINT NOT NULL, basis TEXT NOT NULL);

CREATE TABLE account (
    id BIGINT PRIMARY KEY,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    password TEXT NOT NULL,
    unit BIGINT NOT NULL,
    role TEXT NOT NULL,
    must_change BIGINT NOT NULL,
    disabled BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    locked_until_us BIGINT,
    created_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_login ON account (login);
CREATE INDEX account_unit ON account (unit);

CREATE TABLE session (
    token BYTES PRIMARY KEY,
    account BIGINT NOT NULL,
    csrf TEXT NOT NULL,
    created_us BIGINT NOT NULL,
    seen_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account);

CREATE TABLE plan (
    id BYTES PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    actor BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    content TEXT NOT NULL,
    original BYTES NOT NULL,
    reading TEXT NOT NULL
);
-- Decisions on findings of a reading; a later one replaces an earlier one, which stays.
CREATE TABLE plan_decision (
    seq BIGINT PRIMARY KEY,
    plan BYTES NOT NULL,
    finding TEXT NOT NULL,
    choice TEXT NOT NULL,
    value_a TEXT,
    value_b TEXT,
    note TEXT,
    actor BIGINT NOT NULL,
    at_us BIGINT NOT NULL
);
CREATE INDEX plan_decision_plan ON plan_decision (plan, seq);

CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    yaml TEXT NOT NULL,
    plan BYTES,
    actor BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE TABLE programme (
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    yaml TEXT NOT NULL,
    plan BYTES,
    actor BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    report TEXT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE TABLE quota (
    programme TEXT NOT NULL,
    target TEXT NOT NULL,
    unit BIGINT NOT NULL,
    value TEXT NOT NULL,
    actor BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    PRIMARY KEY (programme, target, unit)
);
CREATE TABLE calendar_day (day BIGINT PRIMARY KEY, working BIGINT NOT NULL);
CREATE TABLE post (
    id BIGINT PRIMARY KEY,
    unit BIGINT NOT NULL,
    name TEXT NOT NULL,
    account BIGINT,
    from_day BIGINT,
    to_day BIGINT
);
CREATE INDEX post_unit ON post (unit);
