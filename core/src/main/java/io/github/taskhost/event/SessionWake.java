package io.github.taskhost.event;

import java.time.Instant;
import java.util.UUID;

import io.github.taskhost.task.WakePolicy;

/**
 * A task wakes the session that owns it, as its {@link WakePolicy} says. What it has to
 * say is read from the task: its record, messages, question.
 *
 * @param sequence orders the wakes of a host, from 1
 * @param sessionId the session that is woken: the owner of the task
 * @param taskId the task
 * @param uid its incarnation
 * @param reason why
 * @param time when
 */
public record SessionWake(long sequence, String sessionId, String taskId, UUID uid, WakeReason reason, Instant time) {

	/**
	 * This wake for the session that the task moved to.
	 * @param newOwner the session
	 * @return a new wake
	 */
	public SessionWake withSessionId(String newOwner) {
		return new SessionWake(this.sequence, newOwner, this.taskId, this.uid, this.reason, this.time);
	}

}
