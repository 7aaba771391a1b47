package io.github.taskhost.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Requires the libraries that propagate the user of a caller, so that with
 * {@code taskhost.context.security} no body runs without its user.
 */
final class SecurityContextCheck {

	private static final String SECURITY = "org.springframework.security.core.context.SecurityContextHolder";

	private static final String PROPAGATION = "io.micrometer.context.ContextSnapshotFactory";

	private SecurityContextCheck() {
	}

	static void check(TaskhostProperties.Context context, @Nullable ClassLoader classLoader) {
		if (context.security()) {
			require(SECURITY, "org.springframework.security:spring-security-core", classLoader);
			require(PROPAGATION, "io.micrometer:context-propagation", classLoader);
		}
	}

	private static void require(String className, String artifact, @Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent(className, classLoader)) {
			throw new InvalidTaskhostPropertyException("context.security", true,
					"Add " + artifact + " to the class path, or leave the property out.");
		}
	}

}
