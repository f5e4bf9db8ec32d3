-- A table for khabar's records, for DuckDB:
--
--	duckdb news.db <articles.sql
--	duckdb news.db "COPY articles FROM 'articles.jsonl' (FORMAT json)"
--
-- DuckDB can guess these types, but it guesses from what it sees: where all
-- dates are days it makes them DATE, and a column that is null in one file and
-- a list in the next gets two types.  Here they are written down, as in
-- khabar-record(5).  Fields of your own may be added as further columns.
CREATE TABLE articles (
	id VARCHAR, doc VARCHAR, part BIGINT, parts BIGINT, role VARCHAR,
	"start" BIGINT, "end" BIGINT, text VARCHAR,
	title VARCHAR,
	date VARCHAR,           -- 2023-11, 2023-11-19, 2023-11-19T22:30Z
	date_raw VARCHAR, date_from VARCHAR, date_modified VARCHAR,
	author VARCHAR[],
	dateline STRUCT(places VARCHAR[], agency VARCHAR),
	credit VARCHAR, agency VARCHAR, sitename VARCHAR,
	categories VARCHAR[], tags VARCHAR[], tags_raw VARCHAR,
	related VARCHAR[], language VARCHAR,
	removed STRUCT(role VARCHAR, text VARCHAR)[],
	warnings VARCHAR[],
	dup STRUCT(of VARCHAR, kind VARCHAR, similarity DOUBLE,
	    containment DOUBLE, cluster VARCHAR),
	"like" STRUCT("of" VARCHAR, kind VARCHAR, similarity DOUBLE,
	    containment DOUBLE),
	entities STRUCT(field VARCHAR, "start" BIGINT, "end" BIGINT,
	    label VARCHAR, text VARCHAR, id VARCHAR, name VARCHAR,
	    prefix VARCHAR, title VARCHAR, source VARCHAR, score DOUBLE,
	    "group" BIGINT)[]
);
