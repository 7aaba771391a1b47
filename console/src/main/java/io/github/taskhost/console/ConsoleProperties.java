package io.github.taskhost.console;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the console.
 *
 * @param enabled Whether the application serves the console.
 * @param path Path of the console within the application: one or more segments of
 * {@code A-Z a-z 0-9 . _ ~ -}, each after a slash.
 * @param environment Name of the environment that the page shows beside that of the
 * application, such as "production".
 * @param readRoles Roles of the users that may read; empty for every user that the
 * application lets in.
 * @param writeRoles Roles of the users that may act; empty for none, if the application
 * uses Spring Security.
 * @param showValues Users that see inputs, results, answers, messages, output, failure
 * messages and stacks.
 * @param unsecured Clients that an application without Spring Security serves.
 */
@ConfigurationProperties("taskhost.console")
public record ConsoleProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/taskhost") String path,
		@Nullable String environment, @DefaultValue Set<String> readRoles, @DefaultValue Set<String> writeRoles,
		@DefaultValue("never") ShowValues showValues, @DefaultValue("loopback") Unsecured unsecured) {

	/** Copies the sets. */
	public ConsoleProperties {
		readRoles = Set.copyOf(readRoles);
		writeRoles = Set.copyOf(writeRoles);
	}

	/** The users that see values. */
	public enum ShowValues {

		/** No user. */
		NEVER,

		/** Users with one of the write roles. */
		WHEN_AUTHORIZED,

		/** Every user that may read. */
		ALWAYS

	}

	/** The clients that an application without Spring Security serves. */
	public enum Unsecured {

		/** Clients on the machine of the application. */
		LOOPBACK,

		/** Every client. */
		ANYBODY

	}

}
