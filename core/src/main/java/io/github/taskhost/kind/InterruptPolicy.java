package io.github.taskhost.kind;

/**
 * Whether the host may interrupt the thread of a body.
 */
public enum InterruptPolicy {

	/** The host interrupts a body that must end. The default. */
	ALLOWED,

	/**
	 * The host never interrupts a body: not after a cancel request, a timeout or a missed
	 * heartbeat, and not at shutdown. The body learns from its context that it must end;
	 * if it does not end, its record ends without it. For libraries that an interrupt
	 * breaks: it closes a {@link java.nio.channels.FileChannel}, and with it, for
	 * example, an H2 file database or a Lucene directory of the whole application.
	 */
	NEVER

}
