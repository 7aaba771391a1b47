-- Taskhost, schema version 2, for H2 2.3 or newer and a single node.
-- H2 has no partial indexes: its unique index admits many rows whose idem_key is null. It has no fill factor, no
-- vacuum and no FOR KEY SHARE: a single process writes, so that nothing else stands for them.
-- Can be run again without effect, also over the tables of version 1. Usable with Flyway and Liquibase: plain statements, each ended by a semicolon.

CREATE TABLE IF NOT EXISTS taskhost_schema (
  version INTEGER NOT NULL PRIMARY KEY
);

-- One row for each start of a host. A row without fenced_at holds a lease. Each heartbeat writes the columns from
-- renewed_at on, for people; they decide nothing.
CREATE TABLE IF NOT EXISTS taskhost_node (
  node_id UUID NOT NULL PRIMARY KEY,
  name VARCHAR NOT NULL,
  started_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  lease_until TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  fenced_at TIMESTAMP(9) WITH TIME ZONE,
  renewed_at TIMESTAMP(9) WITH TIME ZONE,
  running INTEGER NOT NULL DEFAULT 0,
  draining BOOLEAN NOT NULL DEFAULT FALSE
);

-- All tasks. Written when a task is accepted, transferred and ended. task_id is null for a generated id, and record
-- and result are null while the task is live. idem_key is null once the task has left its idempotency key: with its end,
-- or when another task takes a key whose window has passed or whose debounced task has started. idem_hash is the hash of
-- the work of the key, or 'debounced': then a newer request may replace input until the task starts.
CREATE TABLE IF NOT EXISTS taskhost_task (
  uid UUID NOT NULL PRIMARY KEY,
  session_id VARCHAR NOT NULL,
  task_id VARCHAR,
  kind VARCHAR NOT NULL,
  parent_uid UUID,
  idem_key VARCHAR,
  idem_hash VARCHAR,
  created_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP(9) WITH TIME ZONE,
  end_state VARCHAR,
  version BIGINT NOT NULL,
  input CLOB,
  record CLOB,
  result CLOB
);

-- The first time at which the idempotency key is free; null for a key without a window.
ALTER TABLE taskhost_task ADD COLUMN IF NOT EXISTS idem_until TIMESTAMP WITH TIME ZONE;

CREATE INDEX IF NOT EXISTS taskhost_task_session ON taskhost_task (session_id, uid);
CREATE INDEX IF NOT EXISTS taskhost_task_ended ON taskhost_task (ended_at);
CREATE INDEX IF NOT EXISTS taskhost_task_kind ON taskhost_task (kind, uid);
CREATE INDEX IF NOT EXISTS taskhost_task_name ON taskhost_task (task_id, session_id, uid);
CREATE INDEX IF NOT EXISTS taskhost_task_parent ON taskhost_task (parent_uid, uid);
CREATE UNIQUE INDEX IF NOT EXISTS taskhost_task_key ON taskhost_task (session_id, idem_key);

-- The tasks that have not ended. The columns from status to reported_at are the report of the worker, which decides
-- nothing. unresolved_since is the first time at which a node could not run the task, and is null while a worker has it.
-- Tasks without a worker are claimed in the order of start_rank, which is written once: the earliest start in
-- milliseconds, moved by a minute for each step of priority.
CREATE TABLE IF NOT EXISTS taskhost_live (
  session_id VARCHAR NOT NULL,
  task_id VARCHAR NOT NULL,
  uid UUID NOT NULL UNIQUE,
  worker UUID,
  attempt INTEGER NOT NULL,
  recoveries INTEGER NOT NULL DEFAULT 0,
  version BIGINT NOT NULL,
  kind VARCHAR NOT NULL,
  state VARCHAR NOT NULL,
  record CLOB NOT NULL,
  result CLOB,
  status VARCHAR,
  progress VARCHAR,
  heartbeat_at TIMESTAMP(9) WITH TIME ZONE,
  reported_version BIGINT,
  reported_sequence BIGINT,
  reported_at TIMESTAMP(9) WITH TIME ZONE,
  unresolved_since TIMESTAMP(9) WITH TIME ZONE,
  start_rank BIGINT DEFAULT 0 NOT NULL,
  PRIMARY KEY (session_id, task_id)
);

ALTER TABLE taskhost_live ADD COLUMN IF NOT EXISTS start_rank BIGINT DEFAULT 0 NOT NULL;

-- 1 while the task waits for the ends of others: limits of kinds do not count it then.
ALTER TABLE taskhost_live ADD COLUMN IF NOT EXISTS held INTEGER NOT NULL DEFAULT 0;

CREATE INDEX IF NOT EXISTS taskhost_live_worker ON taskhost_live (worker, uid);
CREATE INDEX IF NOT EXISTS taskhost_live_rank ON taskhost_live (worker, start_rank, uid);

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
  types VARCHAR NOT NULL,
  state VARCHAR NOT NULL,
  attempt INTEGER NOT NULL,
  session_id VARCHAR NOT NULL,
  changed_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  record CHARACTER LARGE OBJECT,
  result CHARACTER LARGE OBJECT,
  events CHARACTER LARGE OBJECT,
  PRIMARY KEY (node_id, lane, seq),
  UNIQUE (uid, version)
);

CREATE TABLE IF NOT EXISTS taskhost_message (
  uid UUID NOT NULL,
  id VARCHAR NOT NULL,
  no BIGINT GENERATED BY DEFAULT AS IDENTITY,
  message CLOB NOT NULL,
  PRIMARY KEY (uid, id)
);

CREATE TABLE IF NOT EXISTS taskhost_output (
  uid UUID NOT NULL,
  no BIGINT NOT NULL,
  line CLOB NOT NULL,
  PRIMARY KEY (uid, no)
);

-- The values that tasks keep for later attempts: `checkpoint`, `step:NAME` and `answer:KEY`.
CREATE TABLE IF NOT EXISTS taskhost_checkpoint (
  uid UUID NOT NULL,
  name VARCHAR NOT NULL,
  content CLOB NOT NULL,
  PRIMARY KEY (uid, name)
);

CREATE TABLE IF NOT EXISTS taskhost_wake (
  id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  no BIGINT NOT NULL,
  session_id VARCHAR NOT NULL,
  uid UUID NOT NULL,
  task_id VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,
  woken_at TIMESTAMP(9) WITH TIME ZONE NOT NULL
);

CREATE INDEX IF NOT EXISTS taskhost_wake_session ON taskhost_wake (session_id, id);
CREATE INDEX IF NOT EXISTS taskhost_wake_task ON taskhost_wake (uid);

-- The tasks that a worker reads again, because another node changed them. notice says what the stored task does not.
CREATE TABLE IF NOT EXISTS taskhost_inbox (
  id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  worker UUID NOT NULL,
  uid UUID NOT NULL,
  notice VARCHAR NOT NULL,
  content CLOB
);

CREATE INDEX IF NOT EXISTS taskhost_inbox_worker ON taskhost_inbox (worker);

-- The buckets of rate limits that all nodes count together, with the state of Bucket4j. full_at is the time in
-- microseconds at which a bucket is full again and can be removed.
CREATE TABLE IF NOT EXISTS taskhost_rate (
  name VARCHAR NOT NULL PRIMARY KEY,
  state BLOB,
  full_at BIGINT NOT NULL
);

-- The recurring schedules. look_at is the time at which a node looks at a schedule: its next due time, or earlier while
-- it waits for the end of its last run; null while it is paused. next_due is there for people.
CREATE TABLE IF NOT EXISTS taskhost_schedule (
  session_id VARCHAR NOT NULL,
  id VARCHAR NOT NULL,
  uid UUID NOT NULL UNIQUE,
  kind VARCHAR NOT NULL,
  created_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  definition CLOB NOT NULL,
  state VARCHAR NOT NULL,
  progress VARCHAR NOT NULL,
  last_run UUID,
  next_due TIMESTAMP(9) WITH TIME ZONE,
  look_at TIMESTAMP(9) WITH TIME ZONE,
  awaits_end BOOLEAN NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (session_id, id)
);

CREATE INDEX IF NOT EXISTS taskhost_schedule_look ON taskhost_schedule (look_at);

-- The table of db-scheduler.
CREATE TABLE IF NOT EXISTS taskhost_scheduled (
  task_name VARCHAR NOT NULL,
  task_instance VARCHAR NOT NULL,
  task_data BLOB,
  execution_time TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  picked BOOLEAN NOT NULL,
  picked_by VARCHAR,
  last_success TIMESTAMP(9) WITH TIME ZONE,
  last_failure TIMESTAMP(9) WITH TIME ZONE,
  consecutive_failures INTEGER,
  last_heartbeat TIMESTAMP(9) WITH TIME ZONE,
  version BIGINT NOT NULL,
  priority SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX IF NOT EXISTS taskhost_scheduled_due ON taskhost_scheduled (execution_time);
CREATE INDEX IF NOT EXISTS taskhost_scheduled_heartbeat ON taskhost_scheduled (last_heartbeat);
CREATE INDEX IF NOT EXISTS taskhost_scheduled_priority ON taskhost_scheduled (priority DESC, execution_time ASC);

-- The last statement: a script that broke off is run again.
MERGE INTO taskhost_schema (version) KEY (version)
  SELECT 2 WHERE NOT EXISTS (SELECT 1 FROM taskhost_schema WHERE version >= 2);
