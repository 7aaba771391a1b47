package io.github.taskhost.event;

import java.time.Instant;
import java.util.UUID;

import io.github.taskhost.task.WakePolicy;

/**
 * A notice to the session of a task that the task needs attention, sent as its
 * {@link WakePolicy} says. Its content is read from the task: record, messages, question.
 *
 * @param sequence the position among the wakes of the host, from 1
 * @param sessionId the session that is woken, which owns the task
 * @param taskId the id of the task
 * @param uid the uid of the task
 * @param reason the reason of the wake
 * @param time the time of the wake
 */
public record SessionWake(long sequence, String sessionId, String taskId, UUID uid, WakeReason reason, Instant time) {

	/**
	 * Returns this wake for another session, to which the task has moved.
	 * @param newOwner the id of the session
	 * @return a new wake
	 */
	public SessionWake withSessionId(String newOwner) {
		return new SessionWake(this.sequence, newOwner, this.taskId, this.uid, this.reason, this.time);
	}

}
