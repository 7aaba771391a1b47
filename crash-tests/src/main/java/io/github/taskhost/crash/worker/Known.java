package io.github.taskhost.crash.worker;

import java.util.UUID;

import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * A task that a client can operate on.
 *
 * @param uid its uid
 * @param id its id, which no other task has
 * @param session its session as far as the client knows
 * @param kind its kind
 */
record Known(UUID uid, String id, String session, String kind) {

	static Known of(BackgroundTaskRecord record) {
		return new Known(record.uid(), record.id(), record.sessionId(), record.kind());
	}

}
