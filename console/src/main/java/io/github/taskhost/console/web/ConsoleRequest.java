package io.github.taskhost.console.web;

import java.util.function.BooleanSupplier;

import io.github.taskhost.console.access.Client;
import io.github.taskhost.console.access.ConsoleUser;
import org.jspecify.annotations.Nullable;

/**
 * A request to the console.
 *
 * @param method the HTTP method
 * @param path the decoded path within the console, such as {@code /api/tasks}; empty for
 * the path of the console without a slash
 * @param query the raw query, or {@code null}
 * @param parameters the parameters of the query and of a form
 * @param user the user
 * @param client the client
 * @param csrf the token against forged requests, or {@code null} if the application uses
 * none
 * @param signedIn whether the session of the user goes on
 */
public record ConsoleRequest(String method, String path, @Nullable String query, Parameters parameters,
		ConsoleUser user, Client client, @Nullable Csrf csrf, BooleanSupplier signedIn) {

	/** The attribute of a session that has the signed-in user. */
	public static final String SIGNED_IN = "SPRING_SECURITY_CONTEXT";

	boolean isPost() {
		return this.method.equals("POST");
	}

	boolean isRead() {
		return this.method.equals("GET") || this.method.equals("HEAD");
	}

	/**
	 * A token against forged requests.
	 *
	 * @param parameter the name of the form parameter that takes it
	 * @param token the token
	 */
	public record Csrf(String parameter, String token) {
	}

}
