-- Taskhost, schema version 2, for PostgreSQL 13 or newer.
-- Can be run again without effect, also over the tables of version 1. Usable with Flyway and Liquibase: plain statements, each ended by a semicolon.

CREATE TABLE IF NOT EXISTS taskhost_schema (
  version INTEGER NOT NULL PRIMARY KEY
);

-- One row for each start of a host. A row without fenced_at holds a lease. Each heartbeat writes the columns from
-- renewed_at on, for people; they decide nothing.
CREATE TABLE IF NOT EXISTS taskhost_node (
  node_id UUID NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  lease_until TIMESTAMP WITH TIME ZONE NOT NULL,
  fenced_at TIMESTAMP WITH TIME ZONE,
  renewed_at TIMESTAMP WITH TIME ZONE,
  running INTEGER NOT NULL DEFAULT 0,
  draining BOOLEAN NOT NULL DEFAULT FALSE
) WITH (fillfactor = 50);

-- All tasks. Written when a task is accepted, transferred and ended. task_id is null for a generated id, and record
-- and result are null while the task is live. idem_key is null once the task has left its idempotency key: with its end,
-- or when another task takes a key whose window has passed or whose debounced task has started. idem_hash is the hash of
-- the work of the key, or 'debounced': then a newer request may replace input until the task starts.
CREATE TABLE IF NOT EXISTS taskhost_task (
  uid UUID NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL,
  task_id TEXT,
  kind TEXT NOT NULL,
  parent_uid UUID,
  idem_key TEXT,
  idem_hash TEXT,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  end_state TEXT,
  version BIGINT NOT NULL,
  input TEXT,
  record TEXT,
  result TEXT
) WITH (fillfactor = 60);

-- The first time at which the idempotency key is free; null for a key without a window.
ALTER TABLE taskhost_task ADD COLUMN IF NOT EXISTS idem_until TIMESTAMP WITH TIME ZONE;

CREATE INDEX IF NOT EXISTS taskhost_task_session ON taskhost_task (session_id, uid);
CREATE INDEX IF NOT EXISTS taskhost_task_ended ON taskhost_task (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS taskhost_task_kind ON taskhost_task (kind, uid);
CREATE INDEX IF NOT EXISTS taskhost_task_name ON taskhost_task (task_id, session_id, uid) WHERE task_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS taskhost_task_parent ON taskhost_task (parent_uid, uid) WHERE parent_uid IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS taskhost_task_key ON taskhost_task (session_id, idem_key) WHERE idem_key IS NOT NULL;

-- The tasks that have not ended. Changes of a state touch no indexed column, so that they stay heap-only. The columns
-- from status to reported_at are the report of the worker, which decides nothing. unresolved_since is the first time at
-- which a node could not run the task, and is null while a worker has it. Tasks without a worker are claimed in the order
-- of start_rank, which is written once: the earliest start in milliseconds, moved by a minute for each step of priority.
CREATE TABLE IF NOT EXISTS taskhost_live (
  session_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  uid UUID NOT NULL UNIQUE,
  worker UUID,
  attempt INTEGER NOT NULL,
  recoveries INTEGER NOT NULL DEFAULT 0,
  version BIGINT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  record TEXT NOT NULL,
  result TEXT,
  status TEXT,
  progress TEXT,
  heartbeat_at TIMESTAMP WITH TIME ZONE,
  reported_version BIGINT,
  reported_sequence BIGINT,
  reported_at TIMESTAMP WITH TIME ZONE,
  unresolved_since TIMESTAMP WITH TIME ZONE,
  start_rank BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (session_id, task_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);

ALTER TABLE taskhost_live ADD COLUMN IF NOT EXISTS start_rank BIGINT NOT NULL DEFAULT 0;

-- 1 while the task waits for the ends of others: limits of kinds do not count it then.
ALTER TABLE taskhost_live ADD COLUMN IF NOT EXISTS held INTEGER NOT NULL DEFAULT 0;

CREATE INDEX IF NOT EXISTS taskhost_live_worker ON taskhost_live (worker);
CREATE INDEX IF NOT EXISTS taskhost_live_rank ON taskhost_live (start_rank, uid) WHERE worker IS NULL;
CREATE INDEX IF NOT EXISTS taskhost_live_kind_rank ON taskhost_live (kind, start_rank, uid) WHERE worker IS NULL;
DROP INDEX IF EXISTS taskhost_live_free;
DROP INDEX IF EXISTS taskhost_live_backlog;

-- One row for each stored change, by writer and in the order of its commits. Lane -1 has the changes of takeovers, and
-- lane -2 those that a transaction of the application has stored and that are not placed into a lane yet. Version 0 is
-- the place of a transaction that was lost during its commit and did not commit. The record after the change
-- (without its input) and the events are there with taskhost.cluster.events=all only.
CREATE TABLE IF NOT EXISTS taskhost_event (
  node_id UUID NOT NULL,
  lane INTEGER NOT NULL,
  seq BIGINT NOT NULL,
  uid UUID NOT NULL,
  version BIGINT NOT NULL,
  types TEXT NOT NULL,
  state TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  session_id TEXT NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  record TEXT,
  result TEXT,
  events TEXT,
  PRIMARY KEY (node_id, lane, seq),
  UNIQUE (uid, version)
);

CREATE TABLE IF NOT EXISTS taskhost_message (
  uid UUID NOT NULL,
  id TEXT NOT NULL,
  no BIGINT GENERATED BY DEFAULT AS IDENTITY,
  message TEXT NOT NULL,
  PRIMARY KEY (uid, id)
);

CREATE TABLE IF NOT EXISTS taskhost_output (
  uid UUID NOT NULL,
  no BIGINT NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (uid, no)
);

-- The values that tasks keep for later attempts: `checkpoint`, `step:NAME` and `answer:KEY`.
CREATE TABLE IF NOT EXISTS taskhost_checkpoint (
  uid UUID NOT NULL,
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (uid, name)
);

CREATE TABLE IF NOT EXISTS taskhost_wake (
  id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  no BIGINT NOT NULL,
  session_id TEXT NOT NULL,
  uid UUID NOT NULL,
  task_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  woken_at TIMESTAMP WITH TIME ZONE NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.01);

CREATE INDEX IF NOT EXISTS taskhost_wake_session ON taskhost_wake (session_id, id);
CREATE INDEX IF NOT EXISTS taskhost_wake_task ON taskhost_wake (uid);

-- The tasks that a worker reads again, because another node changed them. notice says what the stored task does not.
CREATE TABLE IF NOT EXISTS taskhost_inbox (
  id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  worker UUID NOT NULL,
  uid UUID NOT NULL,
  notice TEXT NOT NULL,
  content TEXT
) WITH (autovacuum_vacuum_scale_factor = 0.01);

CREATE INDEX IF NOT EXISTS taskhost_inbox_worker ON taskhost_inbox (worker);

-- The buckets of rate limits that all nodes count together, with the state of Bucket4j. full_at is the time in
-- microseconds at which a bucket is full again and can be removed.
CREATE TABLE IF NOT EXISTS taskhost_rate (
  name TEXT NOT NULL PRIMARY KEY,
  state BYTEA,
  full_at BIGINT NOT NULL
) WITH (fillfactor = 50);

-- The recurring schedules. look_at is the time at which a node looks at a schedule: its next due time, or earlier while
-- it waits for the end of its last run; null while it is paused. next_due is there for people.
CREATE TABLE IF NOT EXISTS taskhost_schedule (
  session_id TEXT NOT NULL,
  id TEXT NOT NULL,
  uid UUID NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  definition TEXT NOT NULL,
  state TEXT NOT NULL,
  progress TEXT NOT NULL,
  last_run UUID,
  next_due TIMESTAMP WITH TIME ZONE,
  look_at TIMESTAMP WITH TIME ZONE,
  awaits_end BOOLEAN NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (session_id, id)
);

CREATE INDEX IF NOT EXISTS taskhost_schedule_look ON taskhost_schedule (look_at);

-- The table of db-scheduler.
CREATE TABLE IF NOT EXISTS taskhost_scheduled (
  task_name TEXT NOT NULL,
  task_instance TEXT NOT NULL,
  task_data BYTEA,
  execution_time TIMESTAMP WITH TIME ZONE NOT NULL,
  picked BOOLEAN NOT NULL,
  picked_by TEXT,
  last_success TIMESTAMP WITH TIME ZONE,
  last_failure TIMESTAMP WITH TIME ZONE,
  consecutive_failures INTEGER,
  last_heartbeat TIMESTAMP WITH TIME ZONE,
  version BIGINT NOT NULL,
  priority SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX IF NOT EXISTS taskhost_scheduled_due ON taskhost_scheduled (execution_time);
CREATE INDEX IF NOT EXISTS taskhost_scheduled_heartbeat ON taskhost_scheduled (last_heartbeat);
CREATE INDEX IF NOT EXISTS taskhost_scheduled_priority ON taskhost_scheduled (priority DESC, execution_time ASC);

-- The last statement: a script that broke off is run again.
INSERT INTO taskhost_schema (version) SELECT 2 WHERE NOT EXISTS (SELECT 1 FROM taskhost_schema WHERE version >= 2)
  ON CONFLICT DO NOTHING;
