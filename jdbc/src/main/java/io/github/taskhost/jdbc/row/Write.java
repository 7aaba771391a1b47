package io.github.taskhost.jdbc.row;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.SessionWake;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A change of one task, prepared for its statements. Immutable.
 *
 * @param change the change
 * @param sort the tables that it touches
 * @param text the record after the change
 * @param worker the worker of an accepted task; else the worker that must still have the
 * task, or {@code null} for any
 * @param types the types of its events, separated by commas
 * @param events its events as JSON without their record, if they are stored for other
 * nodes; else {@code null}
 * @param additions the rows that are stored with it
 */
public record Write(JournalChange change, Sort sort, RecordText text, @Nullable UUID worker, String types,
		@Nullable String events, Additions additions) {

	/** Stands for the hash of work that newer requests replace, up to its start. */
	public static final String DEBOUNCED = "debounced";

	public UUID uid() {
		return this.change.uid();
	}

	/** Returns the entry of the log for this change, stored elsewhere. */
	public Write logged() {
		return new Write(this.change, Sort.LOG, this.text, null, this.types, this.events, Additions.NONE);
	}

	/**
	 * Whether the change belongs into the log: a value that is kept and a notice do not.
	 */
	public boolean isLogged() {
		return this.sort != Sort.KEEP && this.sort != Sort.TELL;
	}

	/** Whether the node that has the task must be told of the change. */
	public boolean isTold() {
		return this.change.notice() != null && this.sort != Sort.LOG;
	}

	public BackgroundTaskRecord record() {
		return this.change.record();
	}

	public long before() {
		return this.change.revision() - 1;
	}

	/** The id, or {@code null} if it was generated. */
	public @Nullable String givenId() {
		return record().hasGeneratedId() ? null : record().id();
	}

	/** The idempotency key that the task holds after the change. */
	public @Nullable String heldKey() {
		return this.change.holdsKey() ? record().idempotencyKey() : null;
	}

	/**
	 * The time from which the key is free, or {@code null} for a key without a window. It
	 * is rounded down to the precision of the databases, so that a key that is free for
	 * the host is free here.
	 */
	public @Nullable Instant keyUntil() {
		Duration window = (heldKey() != null) ? record().idempotencyWindow() : null;
		return (window != null) ? record().createdAt().plus(window).truncatedTo(ChronoUnit.MICROS) : null;
	}

	/** Whether the change gives the task another input. */
	public boolean replacesInput() {
		return this.change instanceof JournalChange.Changed changed && changed.before().input() != record().input();
	}

	/**
	 * The hash of the work that the held key stands for, or {@link #DEBOUNCED}; {@code
	 * null} without a key.
	 */
	public @Nullable String keyHash() {
		if (heldKey() == null) {
			return null;
		}
		if (record().registration().debounce() != null) {
			return DEBOUNCED;
		}
		String work = record().kind() + "\n" + this.text.input();
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return HexFormat.of().formatHex(digest.digest(work.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Returns this change with the worker that must still have the task. */
	public Write by(UUID guard) {
		return new Write(this.change, this.sort, this.text, guard, this.types, this.events, this.additions);
	}

	/** Whether the change moves the task to another session. */
	public boolean moves() {
		return this.change instanceof JournalChange.Changed changed
				&& !changed.before().sessionId().equals(record().sessionId());
	}

	/** Whether the task is live after the change. */
	public boolean live() {
		return !record().state().isTerminal();
	}

	/** The approximate number of characters of the change. */
	public int length() {
		int events = (this.events != null) ? this.text.length() + this.events.length() : 0;
		return this.text.length() + events + this.additions.length();
	}

	/** The sorts of changes, by the rows that they touch. */
	public enum Sort {

		/** Removes a live task. */
		REMOVE_LIVE,

		/** Removes an ended task. */
		REMOVE_ENDED,

		/** Ends a live task. */
		END,

		/** Changes an ended task. */
		REWRITE,

		/** Changes a live task in its session. */
		CHANGE,

		/** Moves a live task to another session. */
		MOVE,

		/** Accepts a task. */
		ACCEPT,

		/** Keeps a value of the present attempt. */
		KEEP,

		/** Tells the node that has a task. */
		TELL,

		/** Places a change in the log that a transaction of a caller has stored. */
		LOG

	}

	/**
	 * Rows that are stored with a change.
	 *
	 * @param messages messages, inserted or replaced
	 * @param output lines of output
	 * @param kept the kept value, or {@code null}
	 * @param wake the wake of the session, or {@code null}
	 */
	public record Additions(List<MessageRow> messages, List<OutputRow> output, @Nullable KeptRow kept,
			@Nullable SessionWake wake) {

		public static final Additions NONE = new Additions(List.of(), List.of(), null, null);

		public int length() {
			return this.messages.stream().mapToInt((row) -> row.text().length()).sum()
					+ this.output.stream().mapToInt((row) -> row.text().length()).sum()
					+ ((this.kept != null) ? this.kept.text().length() : 0);
		}

	}

	/**
	 * A message.
	 *
	 * @param uid the task
	 * @param id the id of the message
	 * @param text the message as JSON
	 */
	public record MessageRow(UUID uid, String id, String text) {
	}

	/**
	 * A line of output.
	 *
	 * @param uid the task
	 * @param position the position
	 * @param text the line as JSON
	 */
	public record OutputRow(UUID uid, long position, String text) {
	}

	/**
	 * A kept value.
	 *
	 * @param uid the task
	 * @param name the sort and name
	 * @param text the value as JSON
	 */
	public record KeptRow(UUID uid, String name, String text) {
	}

}
