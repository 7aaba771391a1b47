package io.github.taskhost.benchmarks.durable;

import java.time.Duration;
import java.util.UUID;

import io.github.taskhost.TaskRequest;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Ended tasks that only the database has: copies of the row of a real one.
 *
 * @param server the server
 * @param count the number of tasks
 */
record StoredRows(PostgresServer server, int count) {

	static final int SESSION_SIZE = 1000;

	/** Large and odd, so that calls in a row do not read neighbours. */
	private static final long STEP = 611_953;

	private static final String UID = "01900000-0000-7000-8000-";

	void fill(LocalBackgroundTaskHost host) throws InterruptedException {
		BackgroundTaskRecord template = host.submit("template-of-rows", TaskRequest.of("trivial"))
			.await(Duration.ofMinutes(1));
		this.server.execute(copies(template.uid()), "VACUUM ANALYZE taskhost_task", "CHECKPOINT");
	}

	private String copies(UUID template) {
		return String.format("""
				INSERT INTO taskhost_task (uid, session_id, task_id, kind, created_at, ended_at, end_state, version,
				  input, record, result)
				SELECT n.uid::uuid, n.session, NULL, t.kind, t.created_at, t.ended_at, t.end_state, t.version, t.input,
				  replace(replace(t.record, t.uid::text, n.uid), t.session_id, n.session), t.result
				FROM (SELECT '%s' || lpad(to_hex(i), 12, '0') AS uid, 'session-' || i / %d AS session
				      FROM generate_series(0, %d) AS i) AS n, taskhost_task AS t
				WHERE t.uid = '%s'""", UID, SESSION_SIZE, this.count - 1, template);
	}

	private long place(int number) {
		return number * STEP % this.count;
	}

	UUID uid(int number) {
		return UUID.fromString(UID + String.format("%012x", place(number)));
	}

	String id(int number) {
		return "task_" + uid(number);
	}

	String session(int number) {
		return "session-" + place(number) / SESSION_SIZE;
	}

}
