-- How often a file that is open to everybody was taken, per programme. A number and no event: nobody signed for it.
CREATE TABLE download (
    programme TEXT NOT NULL,
    id BYTES NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (programme, id)
);
