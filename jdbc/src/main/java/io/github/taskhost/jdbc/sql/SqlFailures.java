package io.github.taskhost.jdbc.sql;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The sorts of errors of a database, by their SQL states.
 */
public final class SqlFailures {

	private static final String UNIQUE = "23505";

	/** Closed and broken connections of H2, and its closed database. */
	private static final Set<String> H2_LOST = Set.of("90007", "90067", "90098", "90121");

	/** Idle-in-transaction timeout, read-only server. */
	private static final Set<String> PASSING = Set.of("25P03", "25006");

	/** A lock that was not got in time, on PostgreSQL and H2. */
	private static final Set<String> BLOCKED = Set.of("55P03", "HYT00");

	/** The classes of the errors of statements and constraints. */
	private static final Set<String> REFUSING = Set.of("0A", "22", "23", "25", "40", "42", "53", "54", "55");

	/** Ended connections, and a completion that the server does not know. */
	private static final Set<String> IN_DOUBT = Set.of("25P03", "25P04", "40003");

	/** A statement that an operator or a timeout has ended. */
	private static final String CANCELED = "57014";

	private SqlFailures() {
	}

	/** Whether the connection or the server is gone. */
	public static boolean isLost(Throwable failure) {
		return any(failure, (ex) -> ex instanceof SQLRecoverableException
				|| ex instanceof SQLTransientConnectionException || isLostState(ex.getSQLState()));
	}

	private static boolean isLostState(@Nullable String state) {
		return state != null && (state.startsWith("08") || state.startsWith("57P") || H2_LOST.contains(state));
	}

	/** Whether the same statements can succeed later: deadlocks, missing resources. */
	public static boolean isPassing(Throwable failure) {
		return isLost(failure) || isBlocked(failure) || any(failure, (ex) -> {
			String state = ex.getSQLState();
			return state != null && (state.startsWith("40") || state.startsWith("53") || PASSING.contains(state));
		});
	}

	/** Whether another transaction holds a row for longer than a wait may take. */
	public static boolean isBlocked(Throwable failure) {
		return any(failure, (ex) -> ex.getSQLState() != null && BLOCKED.contains(ex.getSQLState()));
	}

	/** Whether a unique index refused a row. */
	public static boolean isDuplicate(Throwable failure) {
		return any(failure, (ex) -> UNIQUE.equals(ex.getSQLState()));
	}

	/**
	 * Whether a transaction whose commit was sent has certainly rolled back: the server
	 * has answered with an error that leaves the connection usable.
	 */
	public static boolean isRolledBack(Throwable failure) {
		return !isLost(failure) && any(failure, (ex) -> isRefusing(ex.getSQLState()));
	}

	private static boolean isRefusing(@Nullable String state) {
		return state != null && !IN_DOUBT.contains(state)
				&& (state.equals(CANCELED) || REFUSING.stream().anyMatch(state::startsWith));
	}

	private static boolean any(Throwable failure, Predicate<SQLException> test) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			for (SQLException ex = (cause instanceof SQLException sql) ? sql : null; ex != null; ex = ex
				.getNextException()) {
				if (test.test(ex)) {
					return true;
				}
			}
		}
		return false;
	}

}
