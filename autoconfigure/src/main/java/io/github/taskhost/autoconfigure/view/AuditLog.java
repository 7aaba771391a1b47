package io.github.taskhost.autoconfigure.view;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Log of the changes that operators make or are refused.
 */
@FunctionalInterface
public interface AuditLog {

	/**
	 * Adds an entry.
	 * @param principal the name of the user, one line
	 * @param type the type of the entry, such as {@link TaskAudit#CHANGED}
	 * @param data the action and its object
	 */
	void add(String principal, String type, Map<String, @Nullable Object> data);

}
