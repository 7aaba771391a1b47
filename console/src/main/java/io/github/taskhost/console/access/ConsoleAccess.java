package io.github.taskhost.console.access;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.taskhost.console.ConsoleProperties;
import io.github.taskhost.console.ConsoleProperties.ShowValues;
import io.github.taskhost.console.ConsoleProperties.Unsecured;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which users may read, act and see values. With Spring Security the roles of the
 * user decide; without it, or where none of its filter chains matches, the connection
 * does. Thread-safe.
 */
public final class ConsoleAccess {

	private static final Logger log = LoggerFactory.getLogger(ConsoleAccess.class);

	private static final String HIDES = "The console at {} hides itself from a client, since no Spring Security guards "
			+ "it, and the client is on another machine, behind a proxy, or not known: with "
			+ "server.forward-headers-strategy its address may be that of a header. Add a filter chain that guards "
			+ "the console, or set taskhost.console.unsecured=anybody";

	private final ConsoleProperties properties;

	private final boolean secured;

	private final AtomicBoolean told = new AtomicBoolean();

	/**
	 * Creates the rules.
	 * @param properties the properties of the console
	 * @param secured whether Spring Security guards the application
	 */
	public ConsoleAccess(ConsoleProperties properties, boolean secured) {
		this.properties = properties;
		this.secured = secured;
	}

	/**
	 * Decides whether a request may read.
	 * @param user the user
	 * @param client the client
	 * @return the decision
	 */
	public Entry entry(ConsoleUser user, Client client) {
		if (this.secured && client.guarded()) {
			boolean allowed = this.properties.readRoles().isEmpty() || user.hasAny(this.properties.readRoles())
					|| user.hasAny(this.properties.writeRoles());
			return allowed ? Entry.OPEN : Entry.FORBIDDEN;
		}
		boolean open = this.properties.unsecured() == Unsecured.ANYBODY || client.isLocal();
		if (!open && this.told.compareAndSet(false, true)) {
			log.warn(HIDES, this.properties.path());
		}
		return open ? Entry.OPEN : Entry.HIDDEN;
	}

	/**
	 * Returns the reason for which a user may only read.
	 * @param user the user
	 * @return the reason, or {@code null} if the user may act
	 */
	public @Nullable String readOnly(ConsoleUser user) {
		if (!this.secured || user.hasAny(this.properties.writeRoles())) {
			return null;
		}
		return this.properties.writeRoles().isEmpty()
				? "The console is read-only. Set taskhost.console.write-roles to the roles that may act."
				: "Acting requires one of the roles of taskhost.console.write-roles, which you do not have.";
	}

	/**
	 * Returns the reason for which a request that acts is refused.
	 * @param user the user
	 * @param client the client
	 * @return the reason, or {@code null} if it is allowed
	 */
	public @Nullable String writeRefusal(ConsoleUser user, Client client) {
		if (client.header(Client.CONSOLE_HEADER) == null) {
			return "The request has no header " + Client.CONSOLE_HEADER + ": act from the page of the console.";
		}
		if (!this.secured && !client.isSameOrigin()) {
			return "The request comes from a page of another origin: act from the page of the console.";
		}
		return readOnly(user);
	}

	/**
	 * Returns whether a user may see values.
	 * @param user the user
	 * @return {@code true} if so
	 */
	public boolean showsValues(ConsoleUser user) {
		return this.properties.showValues() == ShowValues.ALWAYS
				|| this.properties.showValues() == ShowValues.WHEN_AUTHORIZED && readOnly(user) == null;
	}

	/** A decision about a request that reads. */
	public enum Entry {

		/** The request is answered. */
		OPEN,

		/** The user lacks a role. */
		FORBIDDEN,

		/** The console is not shown to exist. */
		HIDDEN

	}

}
